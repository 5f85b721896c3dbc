// What several tabs need: the names of the variables and the cycles, stored ones and those that come in.
import { useMemo, useState } from 'preact/hooks';

import { useStore } from '../../base/store.ts';
import { machineLetter } from '../../base/text.ts';
import { firstWhole } from '../../maths/spc.ts';
import { getList, machinePath, newest } from '../../net/api.ts';
import type { Cycle, Machine, Variable } from '../../net/types.ts';
import { useLoad, valueOf, type Loading } from '../../parts/states.tsx';
import { kept } from '../../state/plant.ts';
import { plant } from '../../state/session.ts';

export const firstMeasured = 101;
export const lastMeasured = 172;
const sideCounter = '3';

/** Variables in the language of the reader, where the machine speaks it; empty where it is offline. */
export function useVariables(machine: Machine): Map<number, Variable> {
    const wanted = machineLetter();
    const language = machine.languages.includes(wanted) ? wanted : undefined;
    const load = () => (machine.online ? getList<Variable>(machinePath(machine.serial, 'variables'), 400, { language }) : Promise.resolve([]));
    const { loaded } = useLoad(load, machine.serial, language, machine.online);
    const list = valueOf(loaded);
    return useMemo(() => new Map((list ?? []).map((each) => [each.variable_id, each])), [list]);
}

export function nameOf(variables: Map<number, Variable>, id: number, word: string): string {
    const found = variables.get(id);
    if (found === undefined) return `${word} ${id}`;
    return found.units === '' ? found.description : `${found.description} [${found.units}]`;
}

export interface Cycles {
    cycles: Cycle[];
    loading: Loading<Cycle[]>;
}

function keyOf(cycle: Cycle): string {
    return `${cycle.epoch}/${cycle.life_counter}/${cycle.tandem_side}`;
}

/** The newest `most` cycles of one side, oldest first. */
export function useCycles(machine: Machine, side: number, most: number): Cycles {
    const loading = useLoad(() => newest<Cycle>(machinePath(machine.serial, 'cycles'), most), machine.serial, most);
    const stored = valueOf(loading.loaded);
    const fresh = useStore(plant).cycles;
    const cycles = useMemo(() => {
        const seen = new Set<string>();
        const all: Cycle[] = [];
        for (const cycle of [...(stored ?? []), ...fresh]) {
            const key = keyOf(cycle);
            if (cycle.serial !== machine.serial || cycle.tandem_side !== side || seen.has(key)) continue;
            seen.add(key);
            all.push(cycle);
        }
        return all.slice(-Math.min(most, kept.cycles));
    }, [stored, fresh, machine.serial, side, most]);
    return { cycles, loading };
}

/** Numbers of one variable from the beginning of a subgroup on; counted by the side's own counter. */
export function numbersInSubgroups(cycles: Cycle[], id: number, size: number): number[] {
    const measured = cycles.filter((each) => typeof each.values[String(id)] === 'number');
    const counters = measured.map((each) => Number(each.values[sideCounter] ?? each.life_counter));
    return measured.slice(firstWhole(counters, size)).map((each) => each.values[String(id)] as number);
}

/** A choice that survives switching tabs in this browser tab. */
export function useKept<T>(key: string, first: T): [T, (value: T) => void] {
    const [value, setValue] = useState<T>(() => {
        try {
            const text = sessionStorage.getItem(key);
            return text === null ? first : (JSON.parse(text) as T);
        } catch {
            return first;
        }
    });
    return [
        value,
        (next) => {
            sessionStorage.setItem(key, JSON.stringify(next));
            setValue(next);
        }
    ];
}
