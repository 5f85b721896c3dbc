import assert from 'node:assert/strict';
import { test } from 'node:test';

import { faultOf } from '../../../server/web/src/maths/faults.ts';
import { heightOf, inSight, rowsOf } from '../../../server/web/src/maths/grid.ts';
import { bytesOf, ownersOf, hexLines } from '../../../server/web/src/maths/hex.ts';
import { histogram } from '../../../server/web/src/maths/histogram.ts';
import { keyOf } from '../../../server/web/src/maths/keys.ts';
import { familyOf, kindOf } from '../../../server/web/src/maths/modes.ts';
import { product, quality, shown, withProduct } from '../../../server/web/src/maths/oee.ts';
import { pareto, stopsOf, type Edge } from '../../../server/web/src/maths/pareto.ts';
import { pcapng } from '../../../server/web/src/maths/pcapng.ts';
import { modeOfEvent, stretches } from '../../../server/web/src/maths/timeline.ts';

const edge = (id: number, begins: boolean, at: number, side = 0): Edge => ({ id, side, begins, at, name: `stop ${id}` });

test('beginnings and ends pair by number and tandem side; an end alone is dropped', () => {
    const stops = stopsOf([edge(9, false, 5), edge(108, true, 10), edge(108, true, 20, 1), edge(108, false, 40), edge(7, true, 50)]);
    assert.deepEqual(stops.map((each) => [each.id, each.from, each.to]), [[108, 10, 40], [108, 20, null], [7, 50, null]]);
});

test('a Pareto is sorted by duration and cumulates to 1; what lasts counts until now', () => {
    const stops = stopsOf([edge(1, true, 0), edge(1, false, 1000), edge(2, true, 2000), edge(2, false, 5000), edge(3, true, 9000)]);
    const bars = pareto(stops, 15000);
    assert.deepEqual(bars.map((each) => [each.id, each.seconds, each.count, each.cumulated]), [[3, 6, 1, 0.6], [2, 3, 1, 0.9], [1, 1, 1, 1]]);
    assert.deepEqual(pareto([], 0), []);
});

test('OEE is the product, unknown if a factor is, and shown within 0 to 1', () => {
    assert.equal(product(0.5, 0.5, 1), 0.25);
    assert.equal(product(0.9, null, 1), null);
    assert.equal(shown(1.08), 1);
    assert.equal(shown(null), null);
    assert.equal(quality(0, 0), null);
    assert.equal(quality(3, 1), 0.75);
    assert.equal(withProduct({ availability: 1, performance: 0.5, quality: 1, oee: null }).oee, 0.5);
});

test('a histogram counts each value once, also where all are equal', () => {
    const bins = histogram([1, 2, 2, 3, 10]);
    assert.equal(bins?.counts.reduce((sum, each) => sum + each), 5);
    assert.equal(histogram([5, 5, 5])?.counts.reduce((sum, each) => sum + each), 3);
    assert.equal(histogram([]), null);
});

test('modes come out of E203 and become stretches until now', () => {
    assert.equal(modeOfEvent('E203', 'Mode changed: automatic'), 'auto');
    assert.equal(modeOfEvent('E203', 'Mode changed: interrupted'), 'interrupted');
    assert.equal(modeOfEvent('E201', 'User: OP1'), null);
    assert.equal(modeOfEvent('E203', 'Reason for standstill entered: Safety gate opened'), null);
    assert.equal(modeOfEvent('E203', 'Mode changed: constructor'), null);
    const found = stretches([{ at: 0, mode: 'auto' }, { at: 10, mode: 'off' }, { at: 10, mode: 'auto' }, { at: 20, mode: 'off' }], 5, 30);
    assert.deepEqual(found, [{ mode: 'auto', from: 5, to: 20 }, { mode: 'off', from: 20, to: 30 }]);
});

test('modes that nobody knows rest, machines without a link are gone', () => {
    assert.equal(kindOf('auto'), 'run');
    assert.equal(kindOf('auto', false), 'gone');
    assert.equal(kindOf('something new'), 'rest');
    assert.equal(familyOf(undefined, 'PF-10.89-96', ''), 'PET');
    assert.equal(familyOf('tech', 'PF-1', ''), 'TECH');
});

test('only rows in sight are drawn', () => {
    const machines = Array.from({ length: 5000 }, (_, index) => ({ serial: `M${index}` }) as never);
    const rows = rowsOf([{ name: 'PET', machines }], { tileHeight: 100, headingHeight: 40, columns: 7 });
    assert.equal(rows.length, 1 + Math.ceil(5000 / 7));
    assert.equal(heightOf(rows), 40 + 715 * 100);
    assert.deepEqual(inSight(rows, 0, 140).map((row) => row.top), [0, 40]);
    assert.equal(inSight(rows, 30000, 30800).length, 9);
    assert.deepEqual(inSight([], 0, 100), []);
});

test('bytes become lines with offsets, and belong to fields', () => {
    assert.deepEqual(hexLines(bytesOf('0a0041'), 2), [{ offset: 0, bytes: ['0a', '00'], text: '··' }, { offset: 2, bytes: ['41'], text: 'A' }]);
    assert.deepEqual([...ownersOf([{ offset: 0, size: 2 }, { offset: 3, size: 9 }], 5)], [0, 0, -1, 1, 1]);
});

test('keys are those of a display link; those of the browser stay with it', () => {
    const plain = { ctrlKey: false, altKey: false, metaKey: false };
    assert.equal(keyOf({ key: 'F1', ...plain }), 257);
    assert.equal(keyOf({ key: 'F12', ...plain }), 268);
    assert.equal(keyOf({ key: 'ArrowUp', ...plain }), 272);
    assert.equal(keyOf({ key: 'ü', ...plain }), 252);
    assert.equal(keyOf({ key: 'Tab', ...plain }), null);
    assert.equal(keyOf({ key: '€', ...plain }), null);
    assert.equal(keyOf({ key: 'r', ...plain, ctrlKey: true }), null);
});

test('a fault of the form is what POST /api/v1/faults takes', () => {
    const form = { machine: ' HY-1 ', message: 'cycle', effect: 'drop', argument: '', every: '10', first: '' };
    assert.deepEqual(faultOf(form), { machine: 'HY-1', message: 'cycle', every: 10, do: 'drop' });
    assert.deepEqual(faultOf({ ...form, machine: '', message: '', effect: 'delay', argument: '2s', every: '' }), { way: 'both', do: { delay: '2s' } });
    assert.deepEqual(faultOf({ ...form, effect: 'garbage', argument: '', every: '1', first: '3' }), { machine: 'HY-1', message: 'cycle', first: 3, do: { garbage: 16 } });
});

test('a capture has a section, an interface and a packet for each frame', () => {
    const frame = (number: number, direction: 'sent' | 'received') => ({ number, direction, time: '2026-01-01T00:00:00.500Z', serial: 'A', name: 'status', code: 1, size: 4, provenance: 'R', fields: {}, bytes: '04000100' });
    const bytes = pcapng([frame(1, 'sent'), frame(2, 'received')]);
    const view = new DataView(bytes.buffer);
    const types: number[] = [];
    for (let at = 0; at < bytes.length; at += view.getUint32(at + 4, true)) types.push(view.getUint32(at, true));
    assert.deepEqual(types, [0x0a0d0d0a, 1, 6, 6]);
    assert.deepEqual([...bytes.slice(-8, -4)], [4, 0, 1, 0]);
});
