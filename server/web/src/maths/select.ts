// Which machines the plant shows, in which order and under which headings.
import type { Machine } from '../net/types.ts';
import { familyOf, kindOf, kindOrder, type Kind } from './modes.ts';

export interface Choice {
    search: string;
    kind: Kind | 'all';
    sort: 'serial' | 'state' | 'cycles' | 'bad' | 'missing';
    group: 'none' | 'family' | 'state' | 'job' | 'mould';
}

export interface Group {
    name: string;
    machines: Machine[];
}

/** The side in the worst state speaks for a tandem machine. */
export function kindOfMachine(machine: Machine): Kind {
    if (!machine.online) return 'gone';
    const kinds = machine.sides.map((side) => kindOf(side.mode));
    return kindOrder.find((kind) => kinds.includes(kind)) ?? 'rest';
}

export function familyOfMachine(machine: Machine): string {
    const side = machine.sides[0];
    return familyOf(machine.family, side?.mould ?? '', side?.job ?? '');
}

function matches(machine: Machine, words: string[]): boolean {
    if (words.length === 0) return true;
    const sides = machine.sides.map((side) => `${side.job} ${side.mould} ${side.mode}`).join(' ');
    const text = `${machine.serial} ${familyOfMachine(machine)} ${sides} ${machine.address ?? ''}`.toLowerCase();
    return words.every((word) => text.includes(word));
}

const keys: Record<Choice['sort'], (machine: Machine) => number> = {
    serial: () => 0,
    state: (machine) => kindOrder.indexOf(kindOfMachine(machine)),
    cycles: (machine) => -machine.cycles_stored,
    bad: (machine) => -machine.sides.reduce((sum, side) => sum + side.bad_parts, 0),
    missing: (machine) => -machine.gaps
};

const collator = new Intl.Collator('en', { numeric: true });
const orderKeys = new Map<string, string>();
const mostKeys = 50000;

/** HY-9 before HY-10. Kept, because 5,000 machines are sorted several times a second. */
function orderKey(serial: string): string {
    let key = orderKeys.get(serial);
    if (key === undefined) {
        if (orderKeys.size >= mostKeys) orderKeys.clear();
        key = serial.replace(/\d+/g, (digits) => digits.padStart(12, '0'));
        orderKeys.set(serial, key);
    }
    return key;
}

const groupNames: Record<Choice['group'], (machine: Machine) => string> = {
    none: () => '',
    family: familyOfMachine,
    state: kindOfMachine,
    job: (machine) => machine.sides[0]?.job || '–',
    mould: (machine) => machine.sides[0]?.mould || '–'
};

export function select(machines: Iterable<Machine>, choice: Choice): Group[] {
    const words = choice.search.toLowerCase().split(/\s+/).filter((word) => word !== '');
    const key = keys[choice.sort];
    const ranked: { machine: Machine; rank: number; order: string }[] = [];
    for (const machine of machines) {
        if (choice.kind !== 'all' && kindOfMachine(machine) !== choice.kind) continue;
        if (matches(machine, words)) ranked.push({ machine, rank: key(machine), order: orderKey(machine.serial) });
    }
    ranked.sort((a, b) => a.rank - b.rank || (a.order < b.order ? -1 : a.order > b.order ? 1 : 0));
    const groups = new Map<string, Machine[]>();
    for (const { machine } of ranked) {
        const name = groupNames[choice.group](machine);
        const group = groups.get(name);
        if (group === undefined) groups.set(name, [machine]);
        else group.push(machine);
    }
    const named = [...groups].map(([name, members]) => ({ name, machines: members }));
    return choice.group === 'none' ? named : named.sort((a, b) => collator.compare(a.name, b.name));
}

export function countKinds(machines: Iterable<Machine>): Record<Kind, number> {
    const counts: Record<Kind, number> = { run: 0, stop: 0, work: 0, heat: 0, rest: 0, gone: 0 };
    for (const machine of machines) counts[kindOfMachine(machine)] += 1;
    return counts;
}
