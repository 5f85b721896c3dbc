// OEE = availability x performance x quality; what is unknown stays unknown.
import type { Oee } from '../net/types.ts';

export function product(availability: number | null, performance: number | null, quality: number | null): number | null {
    if (availability === null || performance === null || quality === null) return null;
    return availability * performance * quality;
}

/** Performance may exceed 1 where the standard cycle is pessimistic; shown figures end at 1. */
export function shown(share: number | null): number | null {
    return share === null ? null : Math.max(0, Math.min(1, share));
}

/** Of parts that were counted. */
export function quality(good: number, bad: number): number | null {
    return good + bad > 0 ? good / (good + bad) : null;
}

export function withProduct(given: Oee): Oee {
    return { ...given, oee: given.oee ?? product(given.availability, given.performance, given.quality) };
}
