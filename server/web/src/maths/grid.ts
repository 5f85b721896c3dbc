// Which rows of a long grid are in sight. A row is a heading or as many tiles as fit side by side.
import type { Machine } from '../net/types.ts';
import type { Group } from './select.ts';

export interface Row {
    top: number;
    height: number;
    heading: string | null;
    count: number;
    machines: Machine[];
}

export interface Measures {
    tileHeight: number;
    headingHeight: number;
    columns: number;
}

export function rowsOf(groups: Group[], measures: Measures): Row[] {
    const rows: Row[] = [];
    let top = 0;
    const add = (height: number, heading: string | null, count: number, machines: Machine[]) => {
        rows.push({ top, height, heading, count, machines });
        top += height;
    };
    for (const group of groups) {
        if (group.name !== '') add(measures.headingHeight, group.name, group.machines.length, []);
        for (let at = 0; at < group.machines.length; at += measures.columns)
            add(measures.tileHeight, null, 0, group.machines.slice(at, at + measures.columns));
    }
    return rows;
}

export function heightOf(rows: Row[]): number {
    const last = rows[rows.length - 1];
    return last === undefined ? 0 : last.top + last.height;
}

/** Rows that touch the stretch, by bisection. */
export function inSight(rows: Row[], from: number, to: number): Row[] {
    let low = 0;
    let high = rows.length;
    while (low < high) {
        const middle = (low + high) >> 1;
        if (rows[middle].top + rows[middle].height <= from) low = middle + 1;
        else high = middle;
    }
    let end = low;
    while (end < rows.length && rows[end].top < to) end += 1;
    return rows.slice(low, end);
}
