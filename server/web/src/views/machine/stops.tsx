// Cycle interruptions as Pareto and list, and the modes of the machine over time.
import { useMemo } from 'preact/hooks';

import { dayAndClock, span } from '../../base/format.ts';
import { useNow } from '../../base/now.ts';
import { useStore } from '../../base/store.ts';
import { bestText, machineLetter, useTexts } from '../../base/text.ts';
import { pareto, stopsOf, type Edge } from '../../maths/pareto.ts';
import { modeOfEvent, stretches, type ModeChange } from '../../maths/timeline.ts';
import { machinePath, newest } from '../../net/api.ts';
import type { Interruption, PlantEvent } from '../../net/types.ts';
import { ParetoBars, Timeline } from '../../parts/bars.tsx';
import { Panel, Table } from '../../parts/fields.tsx';
import { Await, Empty, useLoad, valueOf } from '../../parts/states.tsx';
import { plant } from '../../state/session.ts';
import type { TabProps } from './machine.tsx';

function edgesOf(interruptions: Interruption[]): Edge[] {
    const letter = machineLetter();
    return interruptions.map((each) => ({
        id: each.interruption_id,
        side: each.tandem_side,
        begins: each.state === 'begins',
        at: Date.parse(each.receive_time),
        name: bestText(each.texts, letter)?.text ?? ''
    }));
}

function changesOf(events: PlantEvent[]): ModeChange[] {
    const changes: ModeChange[] = [];
    for (const event of events) {
        const english = bestText(event.texts, 'E');
        const mode = english === undefined ? null : modeOfEvent(english.type, english.text);
        if (mode !== null) changes.push({ at: Date.parse(event.receive_time), mode });
    }
    return changes;
}

/** Stored ones and those that came since; `receive_time` tells them apart. */
export function merged<T extends PlantEvent>(stored: T[], fresh: T[], serial: string): T[] {
    const last = stored[stored.length - 1]?.receive_time ?? '';
    return stored.concat(fresh.filter((each) => each.serial === serial && each.receive_time > last));
}

export function StopsTab(props: TabProps) {
    const t = useTexts();
    const { machine } = props;
    const now = useNow();
    const fresh = useStore(plant);
    const loading = useLoad(() => newest<Interruption>(machinePath(machine.serial, 'interruptions'), 1000), machine.serial);
    const events = valueOf(useLoad(() => newest<PlantEvent>(machinePath(machine.serial, 'events'), 1000), machine.serial).loaded);
    const changes = useMemo(() => changesOf(merged(events ?? [], fresh.events, machine.serial)), [events, fresh.events]);
    const begin = changes.length > 0 ? Math.max(changes[0].at, now - 8 * 3600000) : now - 3600000;
    const drawn = stretches(changes, begin, now);
    return (
        <div class="panels">
            <Panel title={t.timeline} wide>
                {drawn.length === 0 ? <Empty>{t.nothingYet}</Empty> : <Timeline stretches={drawn} begin={begin} now={now} />}
            </Panel>
            <Await loading={loading}>
                {(stored) => {
                    const stops = stopsOf(edgesOf(merged(stored, fresh.interruptions, machine.serial)));
                    if (stops.length === 0)
                        return (
                            <Panel title={t.pareto} wide>
                                <Empty>{t.nothingYet}</Empty>
                            </Panel>
                        );
                    return (
                        <>
                            <Panel title={t.pareto}>
                                <ParetoBars bars={pareto(stops, now).slice(0, 12)} />
                            </Panel>
                            <Panel title={t.tabs.stops}>
                                <Table label={t.tabs.stops} heads={[t.begins, '#', t.text, t.duration]} numeric={[1, 3]}>
                                    {stops.slice(-100).reverse().map((stop) => (
                                        <tr key={`${stop.from}/${stop.id}`}>
                                            <td>{dayAndClock(stop.from)}</td>
                                            <td class="number">{stop.id}</td>
                                            <td>{stop.name}</td>
                                            <td class="number">{stop.to === null ? `■ ${t.lasting} ${span((now - stop.from) / 1000)}` : span((stop.to - stop.from) / 1000)}</td>
                                        </tr>
                                    ))}
                                </Table>
                            </Panel>
                        </>
                    );
                }}
            </Await>
        </div>
    );
}
