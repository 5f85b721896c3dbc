// The grid of tiles. Only rows in sight are drawn, so 5,000 machines cost as much as a screen full of them.
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';

import { number } from '../base/format.ts';
import { useTexts } from '../base/text.ts';
import { heightOf, inSight, rowsOf } from '../maths/grid.ts';
import type { Kind } from '../maths/modes.ts';
import type { Group } from '../maths/select.ts';
import type { Plant } from '../state/plant.ts';
import { paceOf } from '../state/pace.ts';
import { Tile } from './tile.tsx';

const tileWidth = 232;
const tileHeight = 132;
const headingHeight = 40;
const beyond = tileHeight;

interface Sight {
    width: number;
    height: number;
    top: number;
}

export function Tiles(props: { groups: Group[]; plant: Plant; stateNames: boolean }) {
    const t = useTexts();
    const box = useRef<HTMLDivElement>(null);
    const [sight, setSight] = useState<Sight>({ width: innerWidth, height: innerHeight, top: 0 });
    const wanted = useRef<string | null>(null);
    useEffect(() => {
        const area = box.current;
        if (area === null) return undefined;
        const look = () => setSight({ width: area.clientWidth, height: area.clientHeight, top: area.scrollTop });
        const observer = new ResizeObserver(look);
        observer.observe(area);
        area.addEventListener('scroll', look, { passive: true });
        return () => {
            observer.disconnect();
            area.removeEventListener('scroll', look);
        };
    }, []);

    const columns = Math.max(1, Math.floor(sight.width / tileWidth));
    const rows = useMemo(() => rowsOf(props.groups, { tileHeight, headingHeight, columns }), [props.groups, columns]);
    const drawn = inSight(rows, sight.top - beyond, sight.top + sight.height + beyond);

    /** At once if the wanted tile is drawn, else once it is. */
    const focusWanted = () => {
        if (wanted.current === null) return;
        const tile = box.current?.querySelector<HTMLElement>(`[data-serial="${CSS.escape(wanted.current)}"]`);
        if (tile !== undefined && tile !== null) {
            tile.focus({ preventScroll: true });
            wanted.current = null;
        }
    };
    useEffect(() => {
        focusWanted();
    });

    /** Arrow keys go from tile to tile, also to those that are not drawn yet. */
    const onKeyDown = (event: KeyboardEvent) => {
        const steps: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -columns, ArrowDown: columns };
        const step = steps[event.key];
        const from = wanted.current ?? (event.target as HTMLElement).dataset.serial;
        if (step === undefined || from === undefined) return;
        const all = props.groups.flatMap((group) => group.machines);
        const next = all[all.findIndex((each) => each.serial === from) + step];
        if (next === undefined) return;
        event.preventDefault();
        const row = rows.find((each) => each.machines.includes(next));
        const area = box.current;
        if (row !== undefined && area !== null) {
            if (row.top < area.scrollTop) area.scrollTop = row.top;
            else if (row.top + row.height > area.scrollTop + area.clientHeight)
                area.scrollTop = row.top + row.height - area.clientHeight;
        }
        wanted.current = next.serial;
        focusWanted();
        setSight((now) => ({ ...now, top: area?.scrollTop ?? now.top }));
    };

    return (
        <div class="tiles" ref={box} onKeyDown={onKeyDown} tabIndex={0} role="region" aria-label={t.plant}>
            <div class="all" style={{ height: `${heightOf(rows)}px` }}>
                {drawn.map((row) => (
                    <div
                        key={row.heading === null ? row.machines[0].serial : `# ${row.heading}`}
                        class="row"
                        style={{
                            transform: `translateY(${row.top}px)`,
                            height: `${row.height}px`,
                            gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))`
                        }}
                    >
                        {row.heading !== null && (
                            <h2>
                                {props.stateNames ? t.kinds[row.heading as Kind] : row.heading}{' '}
                                <span class="quiet">{number(row.count)}</span>
                            </h2>
                        )}
                        {row.machines.map((machine) => (
                            <Tile
                                key={machine.serial}
                                t={t}
                                machine={machine}
                                stop={props.plant.stops.get(machine.serial) ?? machine.last_interruption ?? undefined}
                                cycleTime={props.plant.beats.get(machine.serial)?.cycleTime ?? paceOf(machine)}
                            />
                        ))}
                    </div>
                ))}
            </div>
        </div>
    );
}
