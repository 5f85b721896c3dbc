// Shipped scenarios, played against this host where it offers that.
import { useEffect, useState } from 'preact/hooks';

import { useTexts } from '../base/text.ts';
import { getJson, getList, Problem, sendJson } from '../net/api.ts';
import { Panel, Table } from '../parts/fields.tsx';
import { Command, Empty, ProblemNote, useLoad } from '../parts/states.tsx';
import { useMachineAddress } from './host.tsx';

interface Scenario {
    name: string;
    about: string;
}

interface Line {
    name: string;
    state: string;
    came?: string;
}

interface Run {
    id: number;
    name: string;
    state: 'running' | 'passed' | 'failed' | 'blocked' | 'skipped';
    reason: string;
    steps: Line[];
    expectations: Line[];
}

const signs: Record<string, string> = { running: '▶', passed: '✓', done: '✓', met: '✓', failed: '✕', missed: '✕', blocked: '■' };

function Watched(props: { id: number }) {
    const t = useTexts();
    const loading = useLoad(() => getJson<Run>(`scenarios/runs/${props.id}`), props.id);
    const run = loading.loaded.state === 'there' ? loading.loaded.value : undefined;
    const over = loading.loaded.state === 'failed' || (run !== undefined && run.state !== 'running');
    useEffect(() => {
        if (over) return undefined;
        const timer = window.setInterval(loading.again, 500);
        return () => window.clearInterval(timer);
    }, [over]);
    if (run === undefined) return <Empty>{t.loading}…</Empty>;
    return (
        <>
            <p class={`verdict ${run.state}`} role="status">
                {t.verdict}: {signs[run.state] ?? '○'} {t.verdicts[run.state]}
                {run.reason !== '' && ` (${run.reason})`}
            </p>
            <Table label={run.name} heads={[t.step, t.state, '']}>
                {[...run.steps, ...run.expectations].map((line, index) => (
                    <tr key={index}>
                        <td>{line.name}</td>
                        <td>
                            {signs[line.state] ?? '○'} {t.standings[line.state] ?? line.state}
                        </td>
                        <td>{line.came ?? ''}</td>
                    </tr>
                ))}
            </Table>
        </>
    );
}

export function Scenarios() {
    const t = useTexts();
    const where = useMachineAddress();
    const { loaded } = useLoad(() => getList<Scenario>('scenarios', 200));
    const [watched, watch] = useState<number | null>(null);
    const [said, say] = useState('');
    const run = async (name: string) => {
        say('');
        try {
            watch((await sendJson<Run>('POST', 'scenarios/runs', { name })).id);
        } catch (wrong) {
            say(wrong instanceof Problem && wrong.status > 0 ? wrong.message : t.noAnswer);
        }
    };
    return (
        <Panel title={t.scenarios} wide>
            {loaded.state === 'loading' && <Empty>{t.loading}…</Empty>}
            {loaded.state === 'failed' && <ProblemNote problem={loaded.problem} />}
            {loaded.state === 'there' && loaded.value.length === 0 && (
                <>
                    <p>{t.noScenarios}</p>
                    <Command text={`husky-fleet check configs/scenarios/host-conformance.yaml --host ${where}`} />
                </>
            )}
            {loaded.state === 'there' && loaded.value.length > 0 && (
                <ul class="scenarios">
                    {loaded.value.map((each) => (
                        <li key={each.name}>
                            <button type="button" onClick={() => void run(each.name)}>
                                {t.run}
                                <span class="unseen"> {each.name}</span>
                            </button>{' '}
                            <b>{each.name}</b> <span class="quiet">{each.about}</span>
                        </li>
                    ))}
                </ul>
            )}
            <p role="alert">{said}</p>
            {watched !== null && <Watched key={watched} id={watched} />}
        </Panel>
    );
}
