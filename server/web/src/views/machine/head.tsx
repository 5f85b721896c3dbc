// What one wants to know of a machine before anything else, and the way to its neighbours.
import { dayAndClock, number } from '../../base/format.ts';
import { hrefOf } from '../../base/route.ts';
import { useStore } from '../../base/store.ts';
import { useTexts } from '../../base/text.ts';
import { familyOfMachine } from '../../maths/select.ts';
import type { Machine, Side } from '../../net/types.ts';
import { ModeMark } from '../../parts/mode.tsx';
import { paceOf } from '../../state/pace.ts';
import { plant } from '../../state/session.ts';

function SideLine(props: { machine: Machine; side: Side }) {
    const t = useTexts();
    const { machine, side } = props;
    return (
        <dl class="side">
            <div>
                <dt>{machine.tandem ? `${t.side} ${side.tandem_side}` : t.state}</dt>
                <dd>
                    <ModeMark mode={side.mode} online={machine.online} />{' '}
                    <span class="quiet">{t.productions[side.production] ?? side.production}</span>
                </dd>
            </div>
            <div>
                <dt>{t.job}</dt>
                <dd>{side.job || '–'}</dd>
            </div>
            <div>
                <dt>{t.mould}</dt>
                <dd>{side.mould || '–'}</dd>
            </div>
            <div>
                <dt>{t.cycles}</dt>
                <dd>{number(side.cycles)}</dd>
            </div>
            <div>
                <dt>{t.good}</dt>
                <dd>{number(side.good_parts)}</dd>
            </div>
            <div>
                <dt>{t.bad}</dt>
                <dd>{number(side.bad_parts)}</dd>
            </div>
        </dl>
    );
}

export function Head(props: { machine: Machine }) {
    const t = useTexts();
    const { machine } = props;
    const beat = useStore(plant).beats.get(machine.serial);
    const time = beat?.cycleTime ?? paceOf(machine);
    const target = machine.target_cycle_time ?? null;
    return (
        <section class="head" aria-label={machine.serial}>
            <div class="name">
                <h2>{machine.serial}</h2>
                <p class="quiet">
                    {familyOfMachine(machine)} · {machine.online ? `${t.linkedSince} ${dayAndClock(machine.linked_since)}` : t.notLinked}
                </p>
                <p>
                    <a href={hrefOf('plant')}>← {t.plant}</a> · <a href={hrefOf('link', machine.serial)}>{t.frames}</a>
                </p>
            </div>
            <div class="sides">
                {machine.sides.map((side) => (
                    <SideLine key={side.tandem_side} machine={machine} side={side} />
                ))}
            </div>
            <p class="beat">
                <b>{number(time, 2)} s</b>
                <span>
                    {t.cycleTime}
                    {target !== null && ` (${t.target} ${number(target, 2)} s)`}
                </span>
            </p>
        </section>
    );
}
