// Archived versions of set-ups: compare, download, read anew, send a file or an earlier version.
import { useState } from 'preact/hooks';

import { bytes, dayAndClock } from '../../base/format.ts';
import { useTexts } from '../../base/text.ts';
import { getJson, getList, machinePath, Problem, send } from '../../net/api.ts';
import type { Setup } from '../../net/types.ts';
import { Panel, saveAs, Select, Table } from '../../parts/fields.tsx';
import { Await, Empty, useLoad } from '../../parts/states.tsx';
import type { TabProps } from './machine.tsx';

interface Diff {
    changed: { parameter: string; from: string; to: string }[];
    added: { parameter: string; to: string }[];
    removed: { parameter: string; from: string }[];
}

function Difference(props: { serial: string; number: number; from: number; to: number }) {
    const t = useTexts();
    const { serial, number, from, to } = props;
    const loading = useLoad(() => getJson<Diff>(machinePath(serial, 'setups', number, 'diff'), { from, to }), serial, number, from, to);
    return (
        <Await loading={loading}>
            {(diff) => {
                const rows = [
                    ...diff.changed.map((each) => [`≠ ${t.changed}`, each.parameter, each.from, each.to]),
                    ...diff.added.map((each) => [`+ ${t.added}`, each.parameter, '', each.to]),
                    ...diff.removed.map((each) => [`− ${t.removed}`, each.parameter, each.from, ''])
                ];
                if (rows.length === 0) return <Empty>{t.same}</Empty>;
                return (
                    <Table label={t.compare} heads={['', t.parameter, `${t.version} ${from}`, `${t.version} ${to}`]}>
                        {rows.map((row) => (
                            <tr key={row[0] + row[1]}>
                                {row.map((cell, index) => (
                                    <td key={index}>{cell}</td>
                                ))}
                            </tr>
                        ))}
                    </Table>
                );
            }}
        </Await>
    );
}

function Compare(props: { serial: string; number: number; versions: number[] }) {
    const t = useTexts();
    const newest = props.versions[props.versions.length - 1];
    const [from, setFrom] = useState(String(props.versions[Math.max(0, props.versions.length - 2)]));
    const [to, setTo] = useState(String(newest));
    const options = props.versions.map((each): [string, string] => [String(each), String(each)]);
    return (
        <>
            <div class="tools">
                <Select label={t.version} value={from} options={options} set={setFrom} />
                <Select label={t.with} value={to} options={options} set={setTo} />
            </div>
            <Difference serial={props.serial} number={props.number} from={Number(from)} to={Number(to)} />
        </>
    );
}

export function SetupsTab(props: TabProps) {
    const t = useTexts();
    const { serial, online } = props.machine;
    const [number, setNumber] = useState('1');
    const [said, say] = useState('');
    const loading = useLoad(() => getList<Setup>(machinePath(serial, 'setups'), 2000), serial);
    const path = machinePath(serial, 'setups', number);

    const act = async (work: () => Promise<unknown>, done: string) => {
        say(`${t.loading}…`);
        try {
            await work();
            say(done);
        } catch (wrong) {
            say(wrong instanceof Problem && wrong.status > 0 ? wrong.message : t.noAnswer);
        }
        loading.again();
    };
    const save = async (version: number) => saveAs(`${serial}-${number}-v${version}.txt`, await (await send('GET', path, { version })).blob());
    const upload = (file: File | undefined) =>
        file !== undefined && act(() => send('PUT', path, { remark: file.name.slice(0, 100) }, file, 'application/octet-stream'), t.sent);

    return (
        <div class="panels">
            <Panel title={t.tabs.setups} wide>
                <div class="tools">
                    <Select label={t.setup} value={number} options={['1', '2', '3', '4', '5', '6', '7', '8'].map((each) => [each, each])} set={setNumber} />
                    <button type="button" disabled={!online} onClick={() => act(() => send('GET', path), '')}>
                        {t.readNow}
                    </button>
                    <label class="field">
                        <span>{t.upload}</span>
                        <input
                            type="file"
                            disabled={!online}
                            onChange={(event) => {
                                void upload(event.currentTarget.files?.[0]);
                                event.currentTarget.value = '';
                            }}
                        />
                    </label>
                    <p role="status">{said}</p>
                </div>
                <Await loading={loading}>
                    {(all) => {
                        const setups = all.filter((each) => String(each.setup_number) === number);
                        if (setups.length === 0) return <Empty>{t.nothingYet}</Empty>;
                        return (
                            <Table label={t.tabs.setups} heads={[t.version, t.time, t.origin, t.size, t.remark, '']} numeric={[0, 3]}>
                                {setups.slice(-200).reverse().map((each) => (
                                    <tr key={each.version}>
                                        <td class="number">{each.version}</td>
                                        <td>{dayAndClock(each.time)}</td>
                                        <td>{each.origin}</td>
                                        <td class="number">{bytes(each.size)}</td>
                                        <td>{each.remark}</td>
                                        <td class="acts">
                                            <button type="button" onClick={() => void act(() => save(each.version), '')}>
                                                {t.download}
                                                <span class="unseen"> {each.version}</span>
                                            </button>
                                            <button type="button" disabled={!online} onClick={() => void act(() => send('PUT', path, { version: each.version }), t.sent)}>
                                                {t.sendBack}
                                                <span class="unseen"> {each.version}</span>
                                            </button>
                                        </td>
                                    </tr>
                                ))}
                            </Table>
                        );
                    }}
                </Await>
            </Panel>
            <Panel title={t.compare} wide>
                <Await loading={loading}>
                    {(all) => {
                        const versions = all.filter((each) => String(each.setup_number) === number).map((each) => each.version);
                        if (versions.length === 0) return <Empty>{t.nothingYet}</Empty>;
                        return <Compare key={`${number}/${versions.length}`} serial={serial} number={Number(number)} versions={versions} />;
                    }}
                </Await>
            </Panel>
        </div>
    );
}
