// What the host has of the machine: counters, clock, epochs and gaps.
import { useMemo } from 'preact/hooks';

import { dayAndClock, number, span } from '../../base/format.ts';
import { useTexts } from '../../base/text.ts';
import { getList, machinePath } from '../../net/api.ts';
import type { Cycle, Gap } from '../../net/types.ts';
import { Panel, Table } from '../../parts/fields.tsx';
import { Await, Empty, useLoad } from '../../parts/states.tsx';
import { useCycles } from './data.ts';
import type { TabProps } from './machine.tsx';

interface Epoch {
    epoch: number;
    first: Cycle;
    last: Cycle;
    count: number;
}

export function epochsOf(cycles: Cycle[]): Epoch[] {
    const epochs = new Map<number, Epoch>();
    for (const cycle of cycles) {
        const known = epochs.get(cycle.epoch);
        if (known === undefined) epochs.set(cycle.epoch, { epoch: cycle.epoch, first: cycle, last: cycle, count: 1 });
        else Object.assign(known, { last: cycle, count: known.count + 1 });
    }
    return [...epochs.values()].sort((a, b) => b.epoch - a.epoch);
}

/** Seconds that the machine's clock is ahead of the host's, by its newest cycle. */
export function clockOffset(cycle: Cycle | undefined): number | null {
    if (cycle === undefined || cycle.machine_time === null) return null;
    return (Date.parse(cycle.machine_time) - Date.parse(cycle.receive_time)) / 1000;
}

export function RecordsTab(props: TabProps) {
    const t = useTexts();
    const { machine } = props;
    const { cycles } = useCycles(machine, 0, 1000);
    const epochs = useMemo(() => epochsOf(cycles), [cycles]);
    const gaps = useLoad(() => getList<Gap>(machinePath(machine.serial, 'gaps'), 2000), machine.serial, machine.gaps);
    const offset = clockOffset(cycles[cycles.length - 1]);
    const near = offset !== null && Math.abs(offset) < 2;
    const counters: [string, string][] = [
        [t.cycles, number(machine.cycles_stored)],
        [t.cycleNumber, number(machine.life_counter)],
        [t.epoch, number(machine.epoch)],
        [t.missing, number(machine.gaps)],
        [t.repeats, number(machine.duplicates)],
        [t.tabs.events, number(machine.events)],
        [t.tabs.stops, number(machine.interruptions)],
        [t.variables, number(machine.variables)],
        [t.address, machine.address ?? '–'],
        [t.lastCycle, dayAndClock(machine.last_cycle_at)],
        [t.clock, offset === null ? '–' : near ? t.clockSame : `${span(Math.abs(offset))} ${offset > 0 ? t.clockAhead : t.clockBehind}`]
    ];
    return (
        <div class="panels">
            <Panel title={t.counters}>
                <dl class="figures">
                    {counters.map(([word, value]) => (
                        <div key={word}>
                            <dt>{word}</dt>
                            <dd>{value}</dd>
                        </div>
                    ))}
                </dl>
            </Panel>
            <Panel title={t.epochs}>
                {epochs.length === 0 ? (
                    <Empty>{t.nothingYet}</Empty>
                ) : (
                    <Table label={t.epochs} heads={[t.epoch, t.firstCycle, t.lastCycle, t.cycles, t.time]} numeric={[0, 1, 2, 3]}>
                        {epochs.map((each) => (
                            <tr key={each.epoch}>
                                <td class="number">{each.epoch}</td>
                                <td class="number">{number(each.first.life_counter)}</td>
                                <td class="number">{number(each.last.life_counter)}</td>
                                <td class="number">{number(each.count)}</td>
                                <td>{dayAndClock(each.last.receive_time)}</td>
                            </tr>
                        ))}
                    </Table>
                )}
            </Panel>
            <Panel title={t.gaps} wide>
                <Await loading={gaps}>
                    {(list) =>
                        list.length === 0 ? (
                            <Empty>✓ {t.noGaps}</Empty>
                        ) : (
                            <Table label={t.gaps} heads={[t.epoch, t.firstMissing, t.lastMissing, t.count, t.time]} numeric={[0, 1, 2, 3]}>
                                {list.slice(-200).reverse().map((gap) => (
                                    <tr key={`${gap.epoch}/${gap.first_missing}`}>
                                        <td class="number">{gap.epoch}</td>
                                        <td class="number">{number(gap.first_missing)}</td>
                                        <td class="number">{number(gap.last_missing)}</td>
                                        <td class="number">{number(gap.last_missing - gap.first_missing + 1)}</td>
                                        <td>{dayAndClock(gap.detected_at)}</td>
                                    </tr>
                                ))}
                            </Table>
                        )
                    }
                </Await>
            </Panel>
        </div>
    );
}
