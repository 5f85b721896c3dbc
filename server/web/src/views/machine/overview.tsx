import { dayAndClock, figure, number } from '../../base/format.ts';
import { hrefOf } from '../../base/route.ts';
import { useStore } from '../../base/store.ts';
import { bestText, machineLetter, useTexts } from '../../base/text.ts';
import { getList, machinePath, newest } from '../../net/api.ts';
import type { Interruption } from '../../net/types.ts';
import { Panel, Table } from '../../parts/fields.tsx';
import { Await, Empty, useLoad, valueOf } from '../../parts/states.tsx';
import { plant } from '../../state/session.ts';
import { OeeLine } from '../oee.tsx';
import { RunChart } from './charts.tsx';
import { nameOf, useCycles, useVariables, type Cycles } from './data.ts';
import type { TabProps } from './machine.tsx';

interface Job {
    job: string;
    mould?: string;
    tandem_side?: number;
    cycles?: number;
    good_parts?: number;
    bad_parts?: number;
    from?: string;
    to?: string | null;
}

const shownFigures = [101, 104, 107, 116, 113, 137, 122, 140, 168, 166];

function LastCycle(props: TabProps & { from: Cycles }) {
    const t = useTexts();
    const variables = useVariables(props.machine);
    const { cycles } = props.from;
    const last = cycles[cycles.length - 1];
    if (last === undefined) return <Empty>{t.nothingYet}</Empty>;
    return (
        <dl class="figures">
            {shownFigures.map((id) => (
                <div key={id}>
                    <dt>{nameOf(variables, id, t.variable)}</dt>
                    <dd>{figure(last.values[String(id)])}</dd>
                </div>
            ))}
        </dl>
    );
}

function Jobs(props: TabProps) {
    const t = useTexts();
    const loading = useLoad(() => getList<Job>(machinePath(props.machine.serial, 'jobs'), 100), props.machine.serial);
    return (
        <Await loading={loading}>
            {(jobs) =>
                jobs.length === 0 ? (
                    <Empty>{t.nothingYet}</Empty>
                ) : (
                    <Table label={t.jobs} heads={[t.job, t.mould, t.cycles, t.good, t.bad, t.begins]} numeric={[2, 3, 4]}>
                        {jobs.map((job, index) => (
                            <tr key={index}>
                                <td>{job.job}</td>
                                <td>{job.mould ?? '–'}</td>
                                <td class="number">{number(job.cycles)}</td>
                                <td class="number">{number(job.good_parts)}</td>
                                <td class="number">{number(job.bad_parts)}</td>
                                <td>{dayAndClock(job.from)}</td>
                            </tr>
                        ))}
                    </Table>
                )
            }
        </Await>
    );
}

export function OverviewTab(props: TabProps) {
    const t = useTexts();
    const { machine } = props;
    const from = useCycles(machine, 0, 300);
    const stored = valueOf(useLoad(() => newest<Interruption>(machinePath(machine.serial, 'interruptions'), 1), machine.serial).loaded);
    const stop = useStore(plant).stops.get(machine.serial) ?? stored?.[0];
    const text = stop === undefined ? undefined : bestText(stop.texts, machineLetter())?.text;
    return (
        <div class="panels">
            <Panel title="OEE" wide>
                <OeeLine path={machinePath(machine.serial, 'oee')} />
            </Panel>
            <Panel title={t.cycleTime} wide>
                <RunChart machine={machine} side={0} id={101} from={from} />
            </Panel>
            <Panel title={t.lastCycle}>
                <LastCycle machine={machine} from={from} />
            </Panel>
            <Panel title={t.jobs} beside={<a href={hrefOf('machine', machine.serial, 'stops')}>{t.tabs.stops}</a>}>
                <p>
                    {t.lastStop}: {stop === undefined ? t.noStop : `${dayAndClock(stop.receive_time)} · ${stop.interruption_id} ${text ?? ''}`}
                </p>
                <Jobs machine={machine} />
            </Panel>
        </div>
    );
}
