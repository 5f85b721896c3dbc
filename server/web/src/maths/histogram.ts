export interface Histogram {
    from: number;
    width: number;
    counts: number[];
}

/** Bins of equal width; about the square root of the number of values, 5 to 30. */
export function histogram(values: number[]): Histogram | null {
    if (values.length === 0) return null;
    const low = values.reduce((least, each) => Math.min(least, each), Infinity);
    const high = values.reduce((most, each) => Math.max(most, each), -Infinity);
    const bins = Math.max(5, Math.min(30, Math.ceil(Math.sqrt(values.length))));
    const width = high > low ? (high - low) / bins : 1;
    const from = high > low ? low : low - bins / 2;
    const counts = new Array<number>(bins).fill(0);
    for (const each of values) counts[Math.min(bins - 1, Math.floor((each - from) / width))] += 1;
    return { from, width, counts };
}
