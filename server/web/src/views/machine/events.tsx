import { useState } from 'preact/hooks';

import { dayAndClock } from '../../base/format.ts';
import { useStore } from '../../base/store.ts';
import { bestText, machineLetter, useTexts } from '../../base/text.ts';
import { machinePath, newest } from '../../net/api.ts';
import type { PlantEvent } from '../../net/types.ts';
import { Input, Panel, Select, Table } from '../../parts/fields.tsx';
import { Await, Empty, useLoad } from '../../parts/states.tsx';
import { plant } from '../../state/session.ts';
import type { TabProps } from './machine.tsx';
import { merged } from './stops.tsx';

const names: Record<string, string> = { E: 'English', D: 'Deutsch', F: 'Français', S: 'Español' };
const most = 500;

export function EventsTab(props: TabProps) {
    const t = useTexts();
    const { machine } = props;
    const [letter, setLetter] = useState(machineLetter());
    const [search, setSearch] = useState('');
    const fresh = useStore(plant).events;
    const loading = useLoad(() => newest<PlantEvent>(machinePath(machine.serial, 'events'), most), machine.serial);
    const wanted = search.toLowerCase();
    return (
        <Panel
            title={t.tabs.events}
            wide
            beside={
                <div class="tools">
                    <Input label={t.search} type="search" value={search} set={setSearch} />
                    <Select label={t.language} value={letter} options={machine.languages.map((each) => [each, names[each] ?? each])} set={setLetter} />
                </div>
            }
        >
            <Await loading={loading}>
                {(stored) => {
                    const rows = merged(stored, fresh, machine.serial)
                        .map((event) => ({ event, text: bestText(event.texts, letter) }))
                        .filter(({ text }) => `${text?.type ?? ''} ${text?.text ?? ''}`.toLowerCase().includes(wanted));
                    if (rows.length === 0) return <Empty>{t.nothingYet}</Empty>;
                    return (
                        <Table label={t.tabs.events} heads={[t.time, t.machineTime, t.event, t.text]}>
                            {rows.slice(-most).reverse().map(({ event, text }, index) => (
                                <tr key={rows.length - index}>
                                    <td>{dayAndClock(event.receive_time)}</td>
                                    <td>{event.machine_time}</td>
                                    <td>{text?.type ?? ''}</td>
                                    <td>{text?.text ?? ''}</td>
                                </tr>
                            ))}
                        </Table>
                    );
                }}
            </Await>
        </Panel>
    );
}
