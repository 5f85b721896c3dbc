// One machine of the plant: drawn again only when the host says that something of it changed.
import { Component } from 'preact';

import { clock, number } from '../base/format.ts';
import { hrefOf } from '../base/route.ts';
import { bestText, machineLetter, useTexts } from '../base/text.ts';
import { familyOfMachine, kindOfMachine } from '../maths/select.ts';
import type { Interruption, Machine, Side } from '../net/types.ts';
import { ModeMark } from '../parts/mode.tsx';

interface Props {
    machine: Machine;
    stop: Interruption | undefined;
    cycleTime: number | null;
}

function Progress(props: { side: Side }) {
    const t = useTexts();
    const { side } = props;
    const made = side.good_parts + side.bad_parts;
    const whole = side.ordered ?? 0;
    const share = whole > 0 ? Math.min(1, side.cycles / whole) : made > 0 ? side.good_parts / made : 0;
    return (
        <span class="progress">
            <span class="job">{side.job || '–'}</span>
            <span class="parts">
                {whole > 0 ? `${number(side.cycles)} / ${number(whole)}` : `${number(side.good_parts)} ${t.parts}`}
                {side.bad_parts > 0 && <span class="reject"> −{number(side.bad_parts)}</span>}
            </span>
            <svg viewBox="0 0 100 3" preserveAspectRatio="none" aria-hidden="true">
                <rect class="track" width="100" height="3" />
                <rect class="filled" width={share * 100} height="3" />
            </svg>
        </span>
    );
}

function Body(props: Props) {
    const t = useTexts();
    const { machine, stop } = props;
    const target = machine.target_cycle_time ?? null;
    const text = stop === undefined ? undefined : bestText(stop.texts, machineLetter())?.text;
    return (
        <a class={`tile ${kindOfMachine(machine)}`} href={hrefOf('machine', machine.serial)} data-serial={machine.serial}>
            <span class="head">
                <b>{machine.serial}</b>
                <span class="family">{familyOfMachine(machine)}</span>
            </span>
            <span class="state">
                <span class="marks">
                    {machine.sides.map((side) => (
                        <ModeMark key={side.tandem_side} mode={side.mode} online={machine.online} />
                    ))}
                    {machine.sides.length === 0 && <ModeMark mode="off" online={machine.online} />}
                </span>
                <span class="time">
                    {number(props.cycleTime, 2)} s{target !== null && <span class="quiet"> / {number(target, 2)}</span>}
                </span>
            </span>
            {machine.sides.map((side) => (
                <Progress key={side.tandem_side} side={side} />
            ))}
            <span class="foot">
                {stop === undefined ? (
                    <span class="quiet">{machine.interruptions > 0 ? `${t.tabs.stops}: ${number(machine.interruptions)}` : t.noStop}</span>
                ) : (
                    <span>
                        {clock(stop.receive_time)} {stop.interruption_id} {text}
                    </span>
                )}
                {machine.gaps > 0 && (
                    <span class="missing">
                        {number(machine.gaps)} {t.missing}
                    </span>
                )}
            </span>
        </a>
    );
}

export class Tile extends Component<Props> {
    shouldComponentUpdate(next: Props): boolean {
        const now = this.props;
        return next.machine !== now.machine || next.stop !== now.stop || next.cycleTime !== now.cycleTime;
    }

    render() {
        return <Body {...this.props} />;
    }
}
