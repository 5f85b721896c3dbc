// One machine of the plant. It is drawn each time: a tile that says "nothing new" by shouldComponentUpdate keeps trees of
// earlier drawings alive, and there are never more tiles than fit on a screen or two.
import { clock, number } from '../base/format.ts';
import { hrefOf } from '../base/route.ts';
import type { Texts } from '../base/en.ts';
import { bestText, machineLetter } from '../base/text.ts';
import { kindOf } from '../maths/modes.ts';
import { quality } from '../maths/oee.ts';
import { familyOfMachine, kindOfMachine } from '../maths/select.ts';
import type { Interruption, Machine, Side } from '../net/types.ts';
import { KindMark } from '../parts/mode.tsx';

interface Props {
    /** Handed down: thousands of tiles come and go while one scrolls, and each hook costs. */
    t: Texts;
    machine: Machine;
    stop: Interruption | undefined;
    cycleTime: number | null;
}

/** Of all sides together: a tandem machine has one tile of the same size. */
function Progress(props: { t: Texts; sides: Side[] }) {
    const { t } = props;
    const sum = (of: (side: Side) => number) => props.sides.reduce((total, side) => total + of(side), 0);
    const good = sum((side) => side.good_parts);
    const bad = sum((side) => side.bad_parts);
    const cycles = sum((side) => side.cycles);
    const whole = sum((side) => side.ordered ?? 0);
    const share = whole > 0 ? Math.min(1, cycles / whole) : (quality(good, bad) ?? 0);
    const jobs = [...new Set(props.sides.map((side) => side.job))].filter((job) => job !== '');
    return (
        <span class="progress">
            <span class="job">{jobs.join(' + ') || '–'}</span>
            <span class="parts">
                {whole > 0 ? `${number(cycles)} / ${number(whole)}` : number(good)}
                <span class="unseen"> {t.parts}</span>
                {bad > 0 && <span class="reject"> −{number(bad)}</span>}
            </span>
            <svg viewBox="0 0 100 3" preserveAspectRatio="none" aria-hidden="true">
                <rect class="track" width="100" height="3" />
                <rect class="filled" width={share * 100} height="3" />
            </svg>
        </span>
    );
}

function Foot(props: { t: Texts; machine: Machine; stop: Interruption | undefined }) {
    const { t, machine, stop } = props;
    return (
        <span class="foot">
            {stop === undefined ? (
                <span>{machine.interruptions > 0 ? `${t.tabs.stops}: ${number(machine.interruptions)}` : t.noStop}</span>
            ) : (
                <span>
                    {clock(stop.receive_time)} · {stop.interruption_id} {bestText(stop.texts, machineLetter())?.text}
                </span>
            )}
            {machine.gaps > 0 && (
                <span class="missing">
                    {number(machine.gaps)} {t.missing}
                </span>
            )}
        </span>
    );
}

export function Tile(props: Props) {
    const { t, machine } = props;
    const target = machine.target_cycle_time ?? null;
    const modes = [...new Set(machine.sides.map((side) => side.mode))];
    return (
        <a class={`tile ${kindOfMachine(machine)}`} href={hrefOf('machine', machine.serial)} data-serial={machine.serial}>
            <span class="head">
                <b>{machine.serial}</b>
                <span class="time">
                    {number(props.cycleTime, 2)} s{target !== null && <span class="target"> / {number(target, 2)}</span>}
                    <span class="unseen"> {t.cycleTime}</span>
                </span>
            </span>
            <span class="state">
                <span class="marks">
                    {(machine.online ? modes : ['off']).map((mode) => (
                        <KindMark key={mode} kind={kindOf(mode, machine.online)} word={machine.online ? (t.modes[mode] ?? mode) : t.offline} />
                    ))}
                </span>
                <span class="family">{familyOfMachine(machine)}</span>
            </span>
            <Progress t={t} sides={machine.sides} />
            <Foot t={t} machine={machine} stop={props.stop} />
        </a>
    );
}
