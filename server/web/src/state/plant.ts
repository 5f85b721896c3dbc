// What the page knows of the plant: pure steps from one state to the next by messages of the live feed.
import type { Cycle, Frame, HostState, Interruption, LiveMessage, Machine, PlantEvent } from '../net/types.ts';

export interface Beat {
    /** Of the newest cycle. */
    cycleTime: number;
    side: number;
}

export interface Plant {
    known: boolean;
    host: HostState | null;
    machines: Map<string, Machine>;
    /** Newest cycle interruption of each machine that had one while the page looked. */
    stops: Map<string, Interruption>;
    beats: Map<string, Beat>;
    cycles: Cycle[];
    events: PlantEvent[];
    interruptions: Interruption[];
    frames: Frame[];
    /** Stored cycles of the whole plant at moments of the last minutes, for cycles a minute. */
    pace: { at: number; cycles: number }[];
}

export const emptyPlant: Plant = {
    known: false,
    host: null,
    machines: new Map(),
    stops: new Map(),
    beats: new Map(),
    cycles: [],
    events: [],
    interruptions: [],
    frames: [],
    pace: []
};

export const kept = { cycles: 2000, events: 500, interruptions: 500, frames: 500 };
const paceWindow = 60000;

export function appended<T>(old: T[], more: T[] | undefined, most: number): T[] {
    if (more === undefined || more.length === 0) return old;
    return old.concat(more).slice(-most);
}

/** Totals where the host sends none. */
export function totals(machines: Iterable<Machine>): HostState {
    const sum = { machines: 0, online: 0, cycles: 0, missing: 0, duplicates: 0, faults: 0, store: '' };
    for (const each of machines) {
        sum.machines += 1;
        sum.online += each.online ? 1 : 0;
        sum.cycles += each.cycles_stored;
        sum.missing += each.gaps;
        sum.duplicates += each.duplicates;
    }
    return sum;
}

function changedMachines(old: Map<string, Machine>, message: LiveMessage): Map<string, Machine> {
    const changed = message.machines ?? [];
    if (message.type === 'delta' && changed.length === 0) return old;
    const next = message.type === 'snapshot' ? new Map<string, Machine>() : new Map(old);
    for (const each of changed) next.set(each.serial, each);
    return next;
}

function beatsAfter(old: Map<string, Beat>, cycles: Cycle[] | undefined): Map<string, Beat> {
    if (cycles === undefined || cycles.length === 0) return old;
    const next = new Map(old);
    for (const each of cycles) {
        const time = each.values['101'];
        if (typeof time === 'number') next.set(each.serial, { cycleTime: time, side: each.tandem_side });
    }
    return next;
}

function stopsAfter(old: Map<string, Interruption>, more: Interruption[] | undefined): Map<string, Interruption> {
    if (more === undefined || more.length === 0) return old;
    const next = new Map(old);
    for (const each of more) next.set(each.serial, each);
    return next;
}

export function plantAfter(plant: Plant, message: LiveMessage, now: number): Plant {
    const machines = changedMachines(plant.machines, message);
    const host = message.host ?? (message.type === 'snapshot' ? totals(machines.values()) : plant.host);
    const newest = plant.pace[plant.pace.length - 1];
    let pace = plant.pace;
    if (host !== null && (newest === undefined || now - newest.at >= 1000)) {
        const again = newest !== undefined && host.cycles < newest.cycles;
        pace = (again ? [] : pace.filter((each) => now - each.at <= paceWindow + 2000)).concat({ at: now, cycles: host.cycles });
    }
    return {
        known: true,
        host,
        machines,
        pace,
        stops: stopsAfter(plant.stops, message.interruptions),
        beats: beatsAfter(plant.beats, message.cycles),
        cycles: appended(plant.cycles, message.cycles, kept.cycles),
        events: appended(plant.events, message.events, kept.events),
        interruptions: appended(plant.interruptions, message.interruptions, kept.interruptions),
        frames: appended(plant.frames, message.frames, kept.frames)
    };
}

/** Over the last minute, also when the host has been silent since; null until there are three seconds to judge by. */
export function cyclesPerMinute(pace: Plant['pace'], now: number): number | null {
    if (pace.length === 0) return null;
    const before = pace.filter((each) => now - each.at >= paceWindow);
    const first = before[before.length - 1] ?? pace[0];
    const span = now - first.at;
    return span < 3000 ? null : ((pace[pace.length - 1].cycles - first.cycles) * 60000) / span;
}
