// Cycle interruptions by how long they stopped the machine.
export interface Edge {
    id: number;
    side: number;
    begins: boolean;
    at: number;
    name: string;
}

export interface Stop {
    id: number;
    name: string;
    from: number;
    /** Null while it lasts. */
    to: number | null;
}

/** Begins and ends in the order of their arrival, paired; an end without a beginning is dropped. */
export function stopsOf(edges: Edge[]): Stop[] {
    const stops: Stop[] = [];
    const open = new Map<string, Stop>();
    for (const edge of edges) {
        const key = `${edge.side}/${edge.id}`;
        const lasting = open.get(key);
        if (edge.begins && lasting === undefined) {
            const stop: Stop = { id: edge.id, name: edge.name, from: edge.at, to: null };
            open.set(key, stop);
            stops.push(stop);
        } else if (!edge.begins && lasting !== undefined) {
            lasting.to = Math.max(lasting.from, edge.at);
            open.delete(key);
        }
    }
    return stops;
}

export interface Bar {
    id: number;
    name: string;
    count: number;
    seconds: number;
    /** Of all seconds, this bar and those before it. */
    cumulated: number;
}

export function pareto(stops: Stop[], now: number): Bar[] {
    const bars = new Map<number, Bar>();
    for (const stop of stops) {
        const bar = bars.get(stop.id) ?? { id: stop.id, name: stop.name, count: 0, seconds: 0, cumulated: 0 };
        bar.count += 1;
        bar.seconds += Math.max(0, (stop.to ?? now) - stop.from) / 1000;
        bars.set(stop.id, bar);
    }
    const sorted = [...bars.values()].sort((a, b) => b.seconds - a.seconds || b.count - a.count || a.id - b.id);
    const total = sorted.reduce((sum, each) => sum + each.seconds, 0);
    let sum = 0;
    for (const bar of sorted) {
        sum += bar.seconds;
        bar.cumulated = total > 0 ? sum / total : 1;
    }
    return sorted;
}
