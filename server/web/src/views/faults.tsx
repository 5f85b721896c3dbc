// Faults by machine and message: place, watch, clear.
import { useEffect, useState } from 'preact/hooks';

import { number } from '../base/format.ts';
import { useTexts } from '../base/text.ts';
import { argumentsOf, effects, faultOf, messages, type FaultForm } from '../maths/faults.ts';
import { getList, Problem, send, sendJson } from '../net/api.ts';
import type { Fault } from '../net/types.ts';
import { Input, Panel, Select, Table } from '../parts/fields.tsx';
import { Await, Empty, useLoad } from '../parts/states.tsx';

const first: FaultForm = { machine: '', message: 'cycle', effect: 'drop', argument: '', every: '', first: '' };

function same(list: readonly string[]): [string, string][] {
    return list.map((each) => [each, each]);
}

export function Faults(props: { serials: string[] }) {
    const t = useTexts();
    const [form, setForm] = useState(first);
    const [said, say] = useState('');
    const loading = useLoad(() => getList<Fault>('faults', 1000));
    useEffect(() => {
        const timer = window.setInterval(loading.again, 2000);
        return () => window.clearInterval(timer);
    }, []);
    const act = async (work: Promise<unknown>) => {
        say('');
        try {
            await work;
        } catch (wrong) {
            say(wrong instanceof Problem && wrong.status > 0 ? wrong.message : t.noAnswer);
        }
        loading.again();
    };
    const fault = faultOf(form);
    const hint = argumentsOf(form.effect);
    return (
        <>
            <Panel title={t.placeFault}>
                <form
                    class="stack"
                    onSubmit={(event) => {
                        event.preventDefault();
                        void act(sendJson('POST', 'faults', fault));
                    }}
                >
                    <Input label={t.machine} value={form.machine} hint={t.allMachines} list="fault-serials" set={(machine) => setForm({ ...form, machine })} />
                    <datalist id="fault-serials">
                        {props.serials.slice(0, 500).map((serial) => (
                            <option key={serial} value={serial} />
                        ))}
                    </datalist>
                    <Select label={t.message} value={form.message} options={[['', t.everyMessage], ...same(messages)]} set={(message) => setForm({ ...form, message })} />
                    <Select label={t.effect} value={form.effect} options={same(effects)} set={(effect) => setForm({ ...form, effect, argument: argumentsOf(effect)?.value ?? '' })} />
                    {hint !== null && <Input label={`${t.argument} (${hint.name})`} value={form.argument} set={(argument) => setForm({ ...form, argument })} />}
                    <Input label={t.everyNth} type="number" value={form.every} set={(every) => setForm({ ...form, every })} />
                    <Input label={t.onlyFirst} type="number" value={form.first} set={(count) => setForm({ ...form, first: count })} />
                    <p>
                        <span class="quiet">{t.asJson}:</span> <code>{JSON.stringify(fault)}</code>
                    </p>
                    <button type="submit" class="main">
                        {t.placeIt}
                    </button>
                    <p role="alert">{said}</p>
                </form>
            </Panel>
            <Panel
                title={t.placed}
                beside={
                    <button type="button" onClick={() => void act(send('DELETE', 'faults'))}>
                        {t.clearAll}
                    </button>
                }
            >
                <Await loading={loading}>
                    {(faults) =>
                        faults.length === 0 ? (
                            <Empty>{t.noFaults}</Empty>
                        ) : (
                            <Table label={t.placed} heads={['#', t.effect, t.matched, t.done, '']} numeric={[0, 2, 3]}>
                                {faults.map((each) => (
                                    <tr key={each.id}>
                                        <td class="number">{each.id}</td>
                                        <td>
                                            <code>{JSON.stringify(each.fault)}</code>
                                        </td>
                                        <td class="number">{number(each.matched)}</td>
                                        <td class="number">{number(each.done)}</td>
                                        <td>
                                            <button type="button" onClick={() => void act(send('DELETE', `faults/${each.id}`))}>
                                                {t.clear}
                                                <span class="unseen"> {each.id}</span>
                                            </button>
                                        </td>
                                    </tr>
                                ))}
                            </Table>
                        )
                    }
                </Await>
            </Panel>
        </>
    );
}
