// Cycle time of a machine where the host does not tell it: machine time between two reports by cycles between them.
import type { Machine } from '../net/types.ts';

interface Mark {
    counter: number;
    at: number;
    epoch: number;
    pace: number | null;
}

const marks = new Map<string, Mark>();
const mostMachines = 20000;
/** Machine times are whole seconds, so a pace needs some cycles to be worth showing. */
const fewest = 5;

export function paceOf(machine: Machine): number | null {
    if (machine.cycle_time !== undefined && machine.cycle_time !== null) return machine.cycle_time;
    if (machine.last_cycle_at === null) return null;
    const at = Date.parse(machine.last_cycle_at) / 1000;
    const mark = marks.get(machine.serial);
    if (mark === undefined || mark.epoch !== machine.epoch || machine.life_counter < mark.counter) {
        if (marks.size >= mostMachines) marks.clear();
        marks.set(machine.serial, { counter: machine.life_counter, at, epoch: machine.epoch, pace: null });
        return null;
    }
    const cycles = machine.life_counter - mark.counter;
    if (cycles >= fewest && at > mark.at) {
        mark.pace = (at - mark.at) / cycles;
        if (cycles >= 10 * fewest) Object.assign(mark, { counter: machine.life_counter, at });
    }
    return mark.pace;
}
