// Shewhart charts and capability. Constants and conventions: subgroups of n shots, sigma within = mean range / d2.
export interface Constants {
    A2: number;
    d2: number;
    D3: number;
    D4: number;
}

const constants: Record<number, Constants> = {
    2: { A2: 1.88, d2: 1.128, D3: 0, D4: 3.267 },
    3: { A2: 1.023, d2: 1.693, D3: 0, D4: 2.574 },
    4: { A2: 0.729, d2: 2.059, D3: 0, D4: 2.282 },
    5: { A2: 0.577, d2: 2.326, D3: 0, D4: 2.114 },
    6: { A2: 0.483, d2: 2.534, D3: 0, D4: 2.004 },
    7: { A2: 0.419, d2: 2.704, D3: 0.076, D4: 1.924 },
    8: { A2: 0.373, d2: 2.847, D3: 0.136, D4: 1.864 },
    9: { A2: 0.337, d2: 2.97, D3: 0.184, D4: 1.816 },
    10: { A2: 0.308, d2: 3.078, D3: 0.223, D4: 1.777 }
};

export function constantsFor(size: number): Constants {
    const found = constants[size];
    if (found === undefined) throw new RangeError(`no constants for subgroups of ${size}`);
    return found;
}

export interface Subgroup {
    mean: number;
    range: number;
}

/** Where the first subgroup begins, so that a window which moves on has the same subgroups as before. */
export function firstWhole(counters: number[], size: number): number {
    return Math.max(0, counters.findIndex((each) => (each - 1) % size === 0));
}

/** Whole subgroups only: the rest of the newest one has to wait. */
export function subgroups(values: number[], size: number): Subgroup[] {
    const groups: Subgroup[] = [];
    for (let at = 0; at + size <= values.length; at += size) {
        const group = values.slice(at, at + size);
        groups.push({ mean: mean(group), range: Math.max(...group) - Math.min(...group) });
    }
    return groups;
}

export function mean(values: number[]): number {
    return values.reduce((sum, each) => sum + each, 0) / values.length;
}

export function deviation(values: number[]): number {
    const middle = mean(values);
    return Math.sqrt(values.reduce((sum, each) => sum + (each - middle) ** 2, 0) / (values.length - 1));
}

export interface Limits {
    centre: number;
    upper: number;
    lower: number;
    meanRange: number;
    rangeUpper: number;
    rangeLower: number;
    sigma: number;
}

/** So many subgroups make limits that stand. */
export const phaseOne = 25;

/** Limits of the first 25 subgroups, frozen for the later ones. */
export function controlLimits(groups: Subgroup[], size: number): Limits | null {
    const base = groups.slice(0, phaseOne);
    if (base.length < 2) return null;
    const { A2, d2, D3, D4 } = constantsFor(size);
    const centre = mean(base.map((each) => each.mean));
    const meanRange = mean(base.map((each) => each.range));
    return {
        centre,
        upper: centre + A2 * meanRange,
        lower: centre - A2 * meanRange,
        meanRange,
        rangeUpper: D4 * meanRange,
        rangeLower: D3 * meanRange,
        sigma: meanRange / d2
    };
}

export type Rule = 1 | 2 | 3 | 4;

/** Western Electric: 1 beyond 3 sigma; 2 of 3 beyond 2; 4 of 5 beyond 1; 8 on one side. Null where none is broken. */
export function brokenRules(means: number[], limits: Limits): (Rule | null)[] {
    const step = (limits.upper - limits.centre) / 3;
    const zones = means.map((each) => (step > 0 ? (each - limits.centre) / step : 0));
    const run = (at: number, length: number, needed: number, beyond: number): boolean => {
        if (at + 1 < length || zones[at] === 0) return false;
        const side = Math.sign(zones[at]);
        if (zones[at] * side <= beyond) return false;
        return zones.slice(at + 1 - length, at + 1).filter((each) => each * side > beyond).length >= needed;
    };
    return zones.map((zone, at) => {
        if (Math.abs(zone) > 3) return 1;
        if (run(at, 3, 2, 2)) return 2;
        if (run(at, 5, 4, 1)) return 3;
        return run(at, 8, 8, 0) ? 4 : null;
    });
}

export interface Capability {
    cp: number | null;
    cpk: number | null;
}

export function capability(centre: number, sigma: number, lsl: number | null, usl: number | null): Capability {
    if (!(sigma > 0)) return { cp: null, cpk: null };
    const above = usl === null ? null : (usl - centre) / (3 * sigma);
    const below = lsl === null ? null : (centre - lsl) / (3 * sigma);
    const cp = usl === null || lsl === null ? null : (usl - lsl) / (6 * sigma);
    if (above === null || below === null) return { cp, cpk: above ?? below };
    return { cp, cpk: Math.min(above, below) };
}
