// A line chart by uPlot that follows its place's width and the scheme of colours.
import { useEffect, useRef, useState } from 'preact/hooks';
import uPlot from 'uplot';

import 'uplot/dist/uPlot.min.css';

export interface LineLevel {
    value: number;
    kind: 'limit' | 'target' | 'control';
}

export interface ChartData {
    x: number[];
    y: (number | null)[];
    levels: LineLevel[];
    marked?: boolean[];
}

const height = 190;

function colour(name: string): string {
    return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

function drawLevels(plot: uPlot, data: ChartData): void {
    const { ctx, bbox } = plot;
    ctx.save();
    for (const level of data.levels) {
        const y = plot.valToPos(level.value, 'y', true);
        if (y < bbox.top - 1 || y > bbox.top + bbox.height + 1) continue;
        ctx.strokeStyle = colour(level.kind === 'limit' ? '--stop' : level.kind === 'control' ? '--heat' : '--quiet');
        ctx.lineWidth = devicePixelRatio;
        ctx.setLineDash(level.kind === 'target' ? [2, 4] : level.kind === 'control' ? [8, 4] : []);
        ctx.beginPath();
        ctx.moveTo(bbox.left, y);
        ctx.lineTo(bbox.left + bbox.width, y);
        ctx.stroke();
    }
    ctx.setLineDash([]);
    ctx.fillStyle = colour('--stop');
    data.marked?.forEach((bad, index) => {
        const value = data.y[index];
        if (!bad || value === null) return;
        const size = 4 * devicePixelRatio;
        const x = plot.valToPos(data.x[index], 'x', true);
        const y = plot.valToPos(value, 'y', true);
        ctx.fillRect(x - size, y - size, 2 * size, 2 * size);
    });
    ctx.restore();
}

function rangeWith(levels: LineLevel[]): uPlot.Range.Function {
    return (_plot, low, high) => {
        if (low === null || high === null) return [0, 1];
        const values = levels.map((each) => each.value);
        const least = Math.min(low, ...values);
        const most = Math.max(high, ...values);
        const room = most > least ? (most - least) * 0.08 : Math.abs(most) * 0.01 || 1;
        return [least - room, most + room];
    };
}

function useDark(): boolean {
    const query = matchMedia('(prefers-color-scheme: dark)');
    const [dark, setDark] = useState(query.matches);
    useEffect(() => {
        const told = () => setDark(query.matches);
        query.addEventListener('change', told);
        return () => query.removeEventListener('change', told);
    }, []);
    return dark;
}

export function Chart(props: { label: string; data: ChartData }) {
    const place = useRef<HTMLDivElement>(null);
    const plot = useRef<uPlot>();
    const newest = useRef(props.data);
    newest.current = props.data;
    const levels = JSON.stringify(props.data.levels);
    const dark = useDark();
    useEffect(() => {
        const area = place.current;
        if (area === null) return undefined;
        const axis = { stroke: colour('--quiet'), grid: { stroke: colour('--line'), width: 1 }, ticks: { show: false }, font: '12px system-ui' };
        const made = new uPlot(
            {
                width: Math.max(200, area.clientWidth),
                height,
                padding: [6, 12, 0, 0],
                legend: { show: false },
                cursor: { drag: { x: true, y: false } },
                scales: { x: { time: false }, y: { range: rangeWith(newest.current.levels) } },
                axes: [{ ...axis, size: 28 }, { ...axis, size: 64 }],
                series: [{}, { stroke: colour('--run'), width: 1.5, points: { show: newest.current.x.length < 60, size: 5 } }],
                hooks: { draw: [(drawn) => drawLevels(drawn, newest.current)] }
            },
            [newest.current.x, newest.current.y],
            area
        );
        plot.current = made;
        const observer = new ResizeObserver(() => made.setSize({ width: Math.max(200, area.clientWidth), height }));
        observer.observe(area);
        return () => {
            observer.disconnect();
            made.destroy();
            plot.current = undefined;
        };
    }, [levels, dark]);
    useEffect(() => plot.current?.setData([props.data.x, props.data.y]), [props.data]);
    return <div class="chart" ref={place} role="img" aria-label={props.label} />;
}
