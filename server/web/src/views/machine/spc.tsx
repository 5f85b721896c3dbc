// X-bar and R charts with broken rules, capability and histogram of one variable.
import { useMemo, useRef } from 'preact/hooks';

import { figure, number } from '../../base/format.ts';
import { useTexts } from '../../base/text.ts';
import { histogram } from '../../maths/histogram.ts';
import { brokenRules, capability, controlLimits, mean, phaseOne, subgroups, type Limits } from '../../maths/spc.ts';
import { HistogramBars } from '../../parts/bars.tsx';
import { Chart, type LineLevel } from '../../parts/chart.tsx';
import { Panel, Select } from '../../parts/fields.tsx';
import { Empty } from '../../parts/states.tsx';
import { useSpcFigures } from './charts.tsx';
import { firstMeasured, lastMeasured, nameOf, numbersInSubgroups, useCycles, useKept, useVariables } from './data.ts';
import type { TabProps } from './machine.tsx';

const most = 1000;

/** Limits stand once they come from enough subgroups; `key` says of what they are. */
function useSpc(values: number[], size: number, key: string) {
    const frozen = useRef<{ key: string; limits: Limits }>();
    return useMemo(() => {
        const groups = subgroups(values, size);
        const limits = frozen.current?.key === key ? frozen.current.limits : controlLimits(groups, size);
        if (limits === null) return null;
        if (groups.length >= phaseOne) frozen.current = { key, limits };
        const x = groups.map((_, index) => index + 1);
        const rules = brokenRules(groups.map((each) => each.mean), limits);
        const level = (value: number, kind: LineLevel['kind']): LineLevel => ({ value, kind });
        const means = {
            x,
            y: groups.map((each) => each.mean),
            levels: [level(limits.upper, 'control'), level(limits.lower, 'control'), level(limits.centre, 'target')],
            marked: rules.map((rule) => rule !== null)
        };
        const ranges = {
            x,
            y: groups.map((each) => each.range),
            levels: [level(limits.rangeUpper, 'control'), level(limits.rangeLower, 'control'), level(limits.meanRange, 'target')],
            marked: groups.map((each) => each.range > limits.rangeUpper)
        };
        return { groups, limits, rules, means, ranges };
    }, [values, size, key]);
}

export function SpcTab(props: TabProps) {
    const t = useTexts();
    const { machine } = props;
    const variables = useVariables(machine);
    const [chosen, choose] = useKept<string>('husky.spc', '101');
    const [size, setSize] = useKept<string>('husky.subgroup', '5');
    const [kept, setSide] = useKept<string>('husky.side', '0');
    const side = machine.tandem ? Number(kept) : 0;
    const id = Number(chosen);
    const { cycles } = useCycles(machine, side, most);
    const values = useMemo(() => numbersInSubgroups(cycles, id, Number(size)), [cycles, id, size]);
    const spc = useSpc(values, Number(size), `${side}/${id}/${size}`);
    const machineFigures = useSpcFigures(machine, id, side);
    const lsl = machineFigures?.lsl ?? null;
    const usl = machineFigures?.usl ?? null;
    const bins = useMemo(() => histogram(values), [values]);
    const able = spc === null ? null : capability(mean(values), spc.limits.sigma, lsl, usl);
    const names: [string, string][] = [];
    for (let each = firstMeasured; each <= lastMeasured; each += 1) names.push([String(each), nameOf(variables, each, t.variable)]);
    const marks = (spc?.rules ?? []).map((rule, index) => ({ rule, at: index + 1 })).filter((each) => each.rule !== null);
    const name = nameOf(variables, id, t.variable);
    return (
        <>
            <div class="tools">
                <Select label={t.variable} value={chosen} options={names} set={choose} />
                <Select label={t.subgroup} value={size} options={[2, 3, 4, 5, 6, 7, 8, 9, 10].map((each) => [String(each), String(each)])} set={setSize} />
                {machine.tandem && <Select label={t.side} value={kept} options={[['0', '0'], ['1', '1']]} set={setSide} />}
            </div>
            {spc === null ? (
                <Empty>{t.tooFew}</Empty>
            ) : (
                <div class="panels">
                    <Panel title={`X̄: ${name}`}>
                        <Chart label={`X̄: ${name}`} data={spc.means} />
                    </Panel>
                    <Panel title={`R: ${name}`}>
                        <Chart label={`R: ${name}`} data={spc.ranges} />
                    </Panel>
                    <Panel title={t.values}>
                        <dl class="figures">
                            {[
                                ['Cp', number(able?.cp, 2)],
                                ['Cpk', number(able?.cpk, 2)],
                                [t.mean, figure(spc.limits.centre)],
                                [t.sigma, number(spc.limits.sigma, 4)],
                                ['UCL / LCL', `${figure(spc.limits.upper)} / ${figure(spc.limits.lower)}`],
                                ['USL / LSL', `${figure(usl)} / ${figure(lsl)}`],
                                [`Cpk (${t.machine})`, number(machineFigures?.cpk, 2)]
                            ].map(([word, value]) => (
                                <div key={word}>
                                    <dt>{word}</dt>
                                    <dd>{value}</dd>
                                </div>
                            ))}
                        </dl>
                        <h3>{t.broken}</h3>
                        {marks.length === 0 && <p>✓ {t.noRule}</p>}
                        <ul class="marks">
                            {marks.slice(-8).map((mark) => (
                                <li key={mark.at}>
                                    ■ {mark.at}: {t.rules[mark.rule ?? 1]}
                                </li>
                            ))}
                        </ul>
                    </Panel>
                    <Panel title={t.histogram}>
                        {bins !== null && <HistogramBars histogram={bins} lsl={lsl} usl={usl} label={`${t.histogram}: ${name}`} />}
                    </Panel>
                </div>
            )}
        </>
    );
}
