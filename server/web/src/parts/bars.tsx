// Bars and stretches as SVG, with the same figures as text for those who cannot see them.
import { clock, figure, number, percent, span } from '../base/format.ts';
import { useTexts } from '../base/text.ts';
import type { Histogram } from '../maths/histogram.ts';
import { kindOf } from '../maths/modes.ts';
import type { Bar } from '../maths/pareto.ts';
import type { Stretch } from '../maths/timeline.ts';

const width = 400;
const height = 150;

export function HistogramBars(props: { histogram: Histogram; lsl: number | null; usl: number | null; label: string }) {
    const { from, width: step, counts } = props.histogram;
    const end = from + step * counts.length;
    const low = Math.min(from, props.lsl ?? from);
    const high = Math.max(end, props.usl ?? end);
    const x = (value: number) => 10 + ((value - low) / (high - low)) * (width - 20);
    const most = Math.max(...counts, 1);
    return (
        <svg class="bars" viewBox={`0 0 ${width} ${height + 20}`} role="img" aria-label={props.label}>
            {counts.map((count, index) => {
                const tall = (count / most) * (height - 10);
                const left = x(from + index * step);
                return <rect key={index} class="filled" x={left} y={height - tall} width={Math.max(1, x(from + (index + 1) * step) - left - 1)} height={tall} />;
            })}
            {[props.lsl, props.usl].map((limit, index) =>
                limit === null ? null : (
                    <g key={index}>
                        <line class="limit" x1={x(limit)} x2={x(limit)} y1="0" y2={height} />
                        <text x={x(limit)} y={height + 15} text-anchor={index === 0 ? 'start' : 'end'}>
                            {figure(limit)}
                        </text>
                    </g>
                )
            )}
        </svg>
    );
}

export function ParetoBars(props: { bars: Bar[] }) {
    const t = useTexts();
    const most = Math.max(...props.bars.map((each) => each.seconds), 1);
    return (
        <ol class="pareto">
            {props.bars.map((bar) => (
                <li key={bar.id}>
                    <span class="name">
                        <b>{bar.id}</b> {bar.name}
                    </span>
                    <svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
                        <rect class="stopped" width={(bar.seconds / most) * 100} height="10" />
                    </svg>
                    <span class="figures">
                        {span(bar.seconds)} · {number(bar.count)}× · {t.share} {percent(bar.cumulated, 0)}
                    </span>
                </li>
            ))}
        </ol>
    );
}

export function Timeline(props: { stretches: Stretch[]; begin: number; now: number }) {
    const t = useTexts();
    const { begin, now } = props;
    const x = (at: number) => ((at - begin) / Math.max(1, now - begin)) * 1000;
    const seconds = new Map<string, number>();
    for (const each of props.stretches) seconds.set(each.mode, (seconds.get(each.mode) ?? 0) + (each.to - each.from) / 1000);
    return (
        <div class="timeline">
            <svg viewBox="0 0 1000 40" preserveAspectRatio="none" aria-hidden="true">
                <rect class="track" width="1000" height="40" />
                {props.stretches.map((each) => (
                    <rect key={each.from} class={`k-${kindOf(each.mode)}`} x={x(each.from)} width={Math.max(1, x(each.to) - x(each.from))} height="40">
                        <title>{`${t.modes[each.mode] ?? each.mode} ${clock(each.from)}–${clock(each.to)}`}</title>
                    </rect>
                ))}
            </svg>
            <p class="ends">
                <span>{clock(begin)}</span>
                <span>{clock(now)}</span>
            </p>
            <ul class="legend">
                {[...seconds].map(([mode, sum]) => (
                    <li key={mode}>
                        <span class={`swatch k-${kindOf(mode)}`} aria-hidden="true" /> {t.modes[mode] ?? mode} {span(sum)}
                    </li>
                ))}
            </ul>
        </div>
    );
}
