// A plant made up from a seed: machines that make cycles, stop now and then, and say things that are HTML.
const families = [
    { family: 'pet', mould: 'PF-10.89-96', job: 'PET', cycle: 5.5, cavities: 96 },
    { family: 'cap', mould: 'CAP-1881-72', job: 'CAP', cycle: 3.9, cavities: 72 },
    { family: 'thinwall', mould: 'TUB-500-4', job: 'TUB', cycle: 5.2, cavities: 4 },
    { family: 'tech', mould: 'TRIM-300-2', job: 'TRIM', cycle: 60, cavities: 2 }
];
const modes = ['auto', 'auto', 'auto', 'auto', 'auto', 'semi-auto', 'heating', 'set-up', 'interrupted', 'off', 'standby', 'maintenance'];
const stops = [[108, 'No material in hopper or dryer low level', 'Kein Material im Trichter oder Trockner leer'], [42, 'Mould protection', 'Werkzeugschutz'], [77, 'Take-out not ready', 'Entnahme nicht bereit']];
export const hostile = '<img src=x onerror=alert(1)><script>alert(2)</script>';

export function random(seed) {
    let state = seed >>> 0;
    return () => {
        state = (state + 0x6d2b79f5) >>> 0;
        let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
        mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
        return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
    };
}

const iso = (at) => new Date(at).toISOString();
const wall = (at) => iso(at).slice(0, 19);
const normal = (next) => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());

export class Plant {
    constructor(count, seed = 1) {
        this.next = random(seed);
        this.machines = new Map();
        this.start = Date.now() - 3600000;
        this.frameNumber = 0;
        for (let index = 1; index <= count; index += 1) this.add(index);
    }

    add(index) {
        const kind = families[(index - 1) % families.length];
        const mode = index === 1 ? 'auto' : modes[Math.floor(this.next() * modes.length)];
        const serial = `HY-${String(index).padStart(4, '0')}`;
        const tandem = kind.family === 'tech' && index % 8 === 0;
        const side = (number) => ({ tandem_side: number, mode, production: mode === 'auto' ? 'production' : 'no production', job: `${kind.job}-000001`, mould: kind.mould, cycles: 400, good_parts: 400 * kind.cavities - 30, bad_parts: 30 });
        const machine = {
            kind, cycles: [], events: [], interruptions: [], frames: [],
            item: {
                serial, online: this.next() > 0.05 || index === 1, address: `127.0.0.1:${40000 + (index % 20000)}`, tandem, sides: tandem ? [side(0), side(1)] : [side(0)],
                epoch: 1, life_counter: 400, last_cycle_at: iso(Date.now()), linked_since: iso(this.start), cycles_stored: 400, duplicates: index % 17 === 0 ? 2 : 0, gaps: index % 11 === 0 ? 1 : 0,
                events: 4, interruptions: 2, languages: ['E', 'D', 'F', 'S'], variables: 96, family: kind.family, cycle_time: kind.cycle, target_cycle_time: kind.cycle
            }
        };
        this.machines.set(serial, machine);
    }

    /** History is made when somebody asks for it, so that 5,000 machines cost nothing. */
    filled(serial) {
        const machine = this.machines.get(serial);
        if (machine === undefined || machine.cycles.length > 0) return machine;
        for (let counter = 1; counter <= 400; counter += 1) machine.cycles.push(this.cycle(machine, counter, this.start + counter * 9000));
        const say = (at, type, english, german) => this.say(machine, at, type, english, german);
        say(this.start, 'E209', 'Host connected', 'Leitrechner verbunden');
        say(this.start + 60000, 'E203', 'Mode changed: heating', 'Betriebsart gewechselt: Aufheizen');
        say(this.start + 600000, 'E203', 'Mode changed: automatic', 'Betriebsart gewechselt: Automatik');
        say(this.start + 700000, 'E201', hostile, hostile);
        for (const [index, begin] of [[0, 1200000], [1, 1900000], [0, 2600000]]) {
            this.stop(machine, index, 'begins', this.start + begin);
            say(this.start + begin, 'E203', 'Mode changed: interrupted', 'Betriebsart gewechselt: unterbrochen');
            this.stop(machine, index, 'ends', this.start + begin + 90000 * (index + 1));
            say(this.start + begin + 90000 * (index + 1), 'E203', 'Mode changed: automatic', 'Betriebsart gewechselt: Automatik');
        }
        for (let each = 0; each < 30; each += 1) this.frame(machine, each % 5 === 0 ? 'status' : 'cycle');
        return machine;
    }

    cycle(machine, counter, at) {
        const values = { 1: counter, 2: counter, 3: counter, 4: Math.floor(at / 1000), 5: 0, 101: Number((machine.kind.cycle * (1 + 0.0015 * normal(this.next))).toFixed(3)) };
        for (let id = 102; id <= 172; id += 1) values[id] = Number((id * (1 + 0.01 * normal(this.next))).toFixed(2));
        values[166] = machine.kind.cavities;
        const side = machine.item.tandem ? counter % 2 : 0;
        return { serial: machine.item.serial, tandem_side: side, epoch: 1, life_counter: counter, machine_time: iso(Math.floor(at / 1000) * 1000 + 60000), receive_time: iso(at), values };
    }

    say(machine, at, type, english, german) {
        const texts = [{ language: 'E', type, text: english }, { language: 'D', type, text: german }];
        const event = { serial: machine.item.serial, machine_time: wall(at), receive_time: iso(at), texts };
        machine.events.push(event);
        return event;
    }

    stop(machine, index, state, at) {
        const [id, english, german] = stops[index];
        const texts = [{ language: 'E', text: english }, { language: 'D', text: german }];
        const stop = { serial: machine.item.serial, tandem_side: 0, interruption_id: id, state, machine_time: wall(at), receive_time: iso(at), texts };
        machine.interruptions.push(stop);
        return stop;
    }

    frame(machine, name) {
        this.frameNumber += 1;
        const bytes = Array.from({ length: name === 'cycle' ? 72 : 20 }, () => Math.floor(this.next() * 256));
        [bytes[0], bytes[1], bytes[2], bytes[3]] = [bytes.length, 0, name === 'cycle' ? 6 : 11, 0];
        const frame = {
            number: this.frameNumber, time: iso(Date.now()), serial: machine.item.serial, direction: name === 'cycle' ? 'received' : 'sent', name, code: bytes[2], size: bytes.length,
            provenance: name === 'cycle' ? 'documented' : 'reconstructed', fault: null, fields: { result: 0, note: hostile }, bytes: Buffer.from(bytes).toString('hex'),
            layout: [
                { offset: 0, size: 2, name: 'message_size', value: bytes.length, provenance: 'documented' }, { offset: 2, size: 2, name: 'command', value: bytes[2], provenance: 'reconstructed' },
                { offset: 4, size: 2, name: 'result', value: 0, provenance: 'reconstructed' }, { offset: 6, size: 10, name: 'values.0.note', value: hostile, provenance: 'extension' },
                { offset: 16, size: bytes.length - 16, name: null, value: null, provenance: null }
            ]
        };
        machine.frames.push(frame);
        machine.frames = machine.frames.slice(-200);
        return frame;
    }

    host() {
        const items = [...this.machines.values()].map((each) => each.item);
        const sum = (of) => items.reduce((total, each) => total + of(each), 0);
        return { machines: items.length, online: sum((each) => (each.online ? 1 : 0)), cycles: sum((each) => each.cycles_stored), missing: sum((each) => each.gaps), duplicates: sum((each) => each.duplicates), faults: 0, store: 'ok' };
    }

    /** Some machines finish a cycle; every now and then one stops. */
    step(share = 0.02) {
        const done = { machines: [], cycles: [], events: [], interruptions: [], frames: [] };
        const running = [...this.machines.values()].filter((each) => each.item.online && each.item.sides[0].mode === 'auto');
        const wanted = Math.max(1, Math.round(running.length * share));
        for (let each = 0; each < wanted && running.length > 0; each += 1) {
            const machine = running[Math.floor(this.next() * running.length)];
            const { item } = machine;
            const counter = item.life_counter + 1;
            const cycle = this.cycle(machine, counter, Date.now());
            if (machine.cycles.length > 0) machine.cycles.push(cycle);
            const sides = item.sides.map((side) => ({ ...side, cycles: side.cycles + 1, good_parts: side.good_parts + machine.kind.cavities }));
            machine.item = { ...item, sides, life_counter: counter, cycles_stored: item.cycles_stored + 1, last_cycle_at: cycle.machine_time, cycle_time: cycle.values[101] };
            done.cycles.push(cycle);
            done.frames.push(this.frame(machine, 'cycle'));
            if (this.next() < 0.02) done.interruptions.push(this.stop(machine, Math.floor(this.next() * stops.length), 'begins', Date.now()));
            done.machines.push(machine.item);
        }
        return done;
    }
}
