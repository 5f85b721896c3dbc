// The API of the made-up host, as far as the page asks for it.
import { deflateSync } from 'node:zlib';

const setup = (version) => `Husky set-up\nformat = 1\n\n[barrel temperatures]\nZone 1 set point = ${260 + version}.0 °C\nZone 2 set point = 275.0 °C\n`;
const names = { 101: ['s', 'Cycle time', 'Zykluszeit'], 104: ['s', 'Fill time', 'Füllzeit'], 107: ['s', 'Recovery time', 'Dosierzeit'], 113: ['bar', 'Peak injection pressure', 'Spritzdruck, Spitze'], 116: ['mm', 'Cushion', 'Massepolster'], 122: ['°C', 'Melt temperature', 'Massetemperatur'], 137: ['kN', 'Clamp tonnage', 'Schließkraft'] };

function crc(bytes) {
    let value = 0xffffffff;
    for (const byte of bytes) {
        value ^= byte;
        for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
    }
    return (value ^ 0xffffffff) >>> 0;
}

/** A grey PNG of 160 x 100 with a darker frame. */
export function picture() {
    const rows = Array.from({ length: 100 }, (_, y) => Buffer.from([0, ...Array.from({ length: 160 }, (__, x) => (x < 4 || y < 4 || x > 155 || y > 95 ? 40 : 210))]));
    const chunk = (type, data) => {
        const body = Buffer.concat([Buffer.from(type), data]);
        const out = Buffer.alloc(body.length + 8);
        out.writeUInt32BE(data.length, 0);
        body.copy(out, 4);
        out.writeUInt32BE(crc(body), body.length + 4);
        return out;
    };
    const header = Buffer.alloc(13);
    header.writeUInt32BE(160, 0);
    header.writeUInt32BE(100, 4);
    header[8] = 8;
    return Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), chunk('IHDR', header), chunk('IDAT', deflateSync(Buffer.concat(rows))), chunk('IEND', Buffer.alloc(0))]);
}

function page(items, query, key) {
    const limit = Number(query.get('limit') ?? 100);
    const after = query.get('after');
    const ordered = query.get('order') === 'desc' ? [...items].reverse() : items;
    const begin = after === null ? 0 : Number(after);
    const shown = ordered.slice(begin, begin + limit).map(key ?? ((each) => each));
    const end = begin + shown.length;
    return { items: shown, next: end < ordered.length ? end : null };
}

function variables(query) {
    const german = query.get('language') === 'D';
    const all = [];
    for (let id = 101; id <= 172; id += 1) {
        const [units, english, deutsch] = names[id] ?? ['', `Measured ${id}`, `Messwert ${id}`];
        all.push({ variable_id: id, value_type: 'f32', units, description: german ? deutsch : english, value: id });
    }
    return page(all, query);
}

function spc(machine, id) {
    const mean = id === 101 ? machine.kind.cycle : id;
    return { result: 0, variable_id: id, subgroup_size: 5, subgroups: 80, mean, std_dev: mean * 0.0015, ucl: null, lcl: null, usl: mean * 1.03, lsl: mean * 0.97, cp: 6.6, cpk: 6.5 };
}

const setups = [1, 2, 3].map((version) => ({ setup_number: 1, version, time: new Date(Date.now() - 9e5 * (4 - version)).toISOString(), last_time: new Date().toISOString(), origin: version === 2 ? 'download' : 'upload', remark: version === 2 ? '<b>night shift</b>' : '', size: setup(version).length, sha256: 'a'.repeat(64) }));
const prints = [{ id: 1, time: new Date().toISOString(), job: 'Screen', user: 'OP1', host: 'HY-0001', files: [{ file: 'screen.png', type: 'image/png', size: 900 }, { file: 'note.txt', type: 'text/plain', size: 40 }] }];
const scenarios = [{ name: 'cable-pull', about: 'the cable is pulled and plugged' }, { name: 'gap-and-duplicate-cycles', about: 'cycles that are missing or sent twice' }];

/** Each entry: method, pattern, handler(machine or undefined, match, query, body, host) to a value or {status, type, body}. */
export const routes = [
    ['GET', /^machines$/, (_m, _x, query, _b, host) => page([...host.plant.machines.values()], query, (each) => each.item)],
    ['GET', /^machines\/([^/]+)$/, (machine) => machine.item],
    ['DELETE', /^machines\/([^/]+)$/, (machine, _x, _q, _b, host) => host.forget(machine)],
    ['GET', /^machines\/([^/]+)\/(cycles|events|interruptions)$/, (machine, match, query) => page(machine[match[2]], query)],
    ['GET', /^machines\/([^/]+)\/gaps$/, (machine, _x, query) => page(machine.item.gaps > 0 ? [{ epoch: 1, first_missing: 97, last_missing: 99, detected_at: new Date().toISOString(), after_time: null, before_time: null }] : [], query)],
    ['GET', /^machines\/([^/]+)\/variables$/, (_m, _x, query) => variables(query)],
    ['GET', /^machines\/([^/]+)\/spc\/(\d+)$/, (machine, match) => spc(machine, Number(match[2]))],
    ['GET', /^machines\/([^/]+)\/jobs$/, (machine, _x, query) => page([{ job: machine.item.sides[0].job, mould: machine.item.sides[0].mould, cycles: 400, good_parts: 38000, bad_parts: 30, from: machine.item.linked_since, to: null }], query)],
    ['GET', /^(machines\/[^/]+\/)?oee$/, () => ({ availability: 0.912, performance: 0.968, quality: 0.994, oee: 0.8775, from: '', to: '' })],
    ['GET', /^machines\/([^/]+)\/setups$/, (_m, _x, query) => page(setups, query)],
    ['GET', /^machines\/([^/]+)\/setups\/1$/, (_m, _x, query) => ({ status: 200, type: 'application/octet-stream', body: setup(Number(query.get('version') ?? 3)) })],
    ['PUT', /^machines\/([^/]+)\/setups\/1$/, (_m, _x, _q, body, host) => { host.said.push(['setup', body]); return { status: 204 }; }],
    ['GET', /^machines\/([^/]+)\/setups\/1\/diff$/, (_m, _x, query) => ({ changed: query.get('from') === query.get('to') ? [] : [{ parameter: 'barrel temperatures.Zone 1 set point', from: '262.0 °C', to: '263.0 °C' }], added: [], removed: [] })],
    ['GET', /^machines\/([^/]+)\/prints$/, (_m, _x, query) => page(prints, query)],
    ['GET', /^machines\/([^/]+)\/prints\/1\/screen\.png$/, () => ({ status: 200, type: 'image/png', body: picture() })],
    ['GET', /^machines\/([^/]+)\/prints\/1\/note\.txt$/, () => ({ status: 200, type: 'text/plain; charset=utf-8', body: 'Shift report\n<script>alert(3)</script>\n' })],
    ['GET', /^trace$/, (_m, _x, query, _b, host) => { const serial = query.get('serial') ?? 'HY-0001'; return { items: (host.plant.filled(serial)?.frames ?? []).slice(-Number(query.get('limit') ?? 100)) }; }],
    ['GET', /^host$/, () => ({ version: '0.1.0', links: 12, store: { url: 'sqlite:husky.db', queued: 0, lag_ms: 3 }, settings: { port: 1310, http: { port: 8310 } } })],
    ['POST', /^reset$/, (_m, _x, _q, _b, host) => host.forgetAll()],
    ['GET', /^faults$/, (_m, _x, query, _b, host) => page(host.faults, query)],
    ['POST', /^faults$/, (_m, _x, _q, body, host) => host.place(JSON.parse(body))],
    ['DELETE', /^faults(?:\/(\d+))?$/, (_m, match, _q, _b, host) => { host.faults = match[1] === undefined ? [] : host.faults.filter((each) => each.id !== Number(match[1])); return { status: 204 }; }],
    ['GET', /^scenarios$/, (_m, _x, query, _b, host) => page(host.options.plays === false ? [] : scenarios, query)],
    ['POST', /^scenarios\/runs$/, (_m, _x, _q, body, host) => host.play(JSON.parse(body).name)],
    ['GET', /^scenarios\/runs\/(\d+)$/, (_m, _x, _q, _b, host) => host.watched()]
];
