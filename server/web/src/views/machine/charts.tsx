// Run charts of chosen variables with specification and control limits.
import { useMemo } from 'preact/hooks';

import { number } from '../../base/format.ts';
import { useTexts } from '../../base/text.ts';
import { getJson, machinePath } from '../../net/api.ts';
import type { Machine, SpcFigures } from '../../net/types.ts';
import { Chart, type LineLevel } from '../../parts/chart.tsx';
import { Panel, Select } from '../../parts/fields.tsx';
import { Await, Empty, useLoad, valueOf } from '../../parts/states.tsx';
import { firstMeasured, lastMeasured, nameOf, useCycles, useKept, useVariables, type Cycles } from './data.ts';
import type { TabProps } from './machine.tsx';

const most = 500;

export function useSpcFigures(machine: Machine, id: number, side: number): SpcFigures | undefined {
    const load = () =>
        machine.online ? getJson<SpcFigures>(machinePath(machine.serial, 'spc', id), { tandem_side: side }) : Promise.resolve(undefined);
    return valueOf(useLoad<SpcFigures | undefined>(load, machine.serial, id, side, machine.online).loaded);
}

function levelsOf(figures: SpcFigures | undefined): LineLevel[] {
    if (figures === undefined) return [];
    const levels: LineLevel[] = [];
    for (const limit of [figures.lsl, figures.usl]) if (limit !== null) levels.push({ value: limit, kind: 'limit' });
    for (const limit of [figures.lcl, figures.ucl]) if (limit !== null) levels.push({ value: limit, kind: 'control' });
    if (figures.lsl !== null && figures.usl !== null) levels.push({ value: (figures.lsl + figures.usl) / 2, kind: 'target' });
    return levels;
}

export function RunChart(props: { machine: Machine; side: number; id: number; from: Cycles }) {
    const t = useTexts();
    const { cycles, loading } = props.from;
    const figures = useSpcFigures(props.machine, props.id, props.side);
    const data = useMemo(() => {
        const x: number[] = [];
        const y: (number | null)[] = [];
        for (const cycle of cycles) {
            const value = cycle.values[String(props.id)];
            // A new controller counts from one again; a chart needs numbers that grow.
            x.push(x.length > 0 ? Math.max(x[x.length - 1] + 1, cycle.life_counter) : cycle.life_counter);
            y.push(typeof value === 'number' ? value : null);
        }
        return { x, y, levels: levelsOf(figures) };
    }, [cycles, figures, props.id]);
    if (data.x.length === 0)
        return (
            <div class="chart">
                <Await loading={loading}>{() => <Empty>{t.nothingYet}</Empty>}</Await>
            </div>
        );
    return <Chart label={`${t.chart}: ${t.variable} ${props.id}`} data={data} />;
}

export function ChartsTab(props: TabProps) {
    const t = useTexts();
    const { machine } = props;
    const variables = useVariables(machine);
    const [chosen, choose] = useKept<number[]>('husky.charts', [101, 104, 113, 116]);
    const [kept, setSide] = useKept<string>('husky.side', '0');
    const side = machine.tandem ? Number(kept) : 0;
    const from = useCycles(machine, side, most);
    const names = useMemo(() => {
        const all: [string, string][] = [['', '–']];
        for (let id = firstMeasured; id <= lastMeasured; id += 1) all.push([String(id), nameOf(variables, id, t.variable)]);
        return all;
    }, [variables, t]);
    return (
        <>
            <div class="tools">
                <Select
                    label={t.addVariable}
                    value=""
                    options={names.filter(([id]) => !chosen.includes(Number(id)))}
                    set={(id) => id !== '' && choose([...chosen, Number(id)].slice(-12))}
                />
                {machine.tandem && <Select label={t.side} value={kept} options={[['0', '0'], ['1', '1']]} set={setSide} />}
                <p class="quiet">
                    {number(most)} {t.newestCycles}
                </p>
            </div>
            <div class="panels">
                {chosen.map((id) => (
                    <Panel
                        key={id}
                        title={nameOf(variables, id, t.variable)}
                        beside={
                            <button type="button" aria-label={`${t.remove}: ${nameOf(variables, id, t.variable)}`} onClick={() => choose(chosen.filter((each) => each !== id))}>
                                ✕
                            </button>
                        }
                    >
                        <RunChart machine={machine} side={side} id={id} from={from} />
                    </Panel>
                ))}
            </div>
        </>
    );
}
