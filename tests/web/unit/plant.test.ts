import assert from 'node:assert/strict';
import { test } from 'node:test';

import { countKinds, select, type Choice } from '../../../server/web/src/maths/select.ts';
import type { Machine } from '../../../server/web/src/net/types.ts';
import { appended, cyclesPerMinute, emptyPlant, kept, plantAfter } from '../../../server/web/src/state/plant.ts';

const machine = (serial: string, mode = 'auto', more: Partial<Machine> = {}): Machine => ({
    serial, online: true, address: null, tandem: false, epoch: 1, life_counter: 1, last_cycle_at: null, linked_since: null, cycles_stored: 10,
    duplicates: 0, gaps: 0, events: 0, interruptions: 0, languages: ['E'], variables: 1,
    sides: [{ tandem_side: 0, mode, production: 'production', job: `JOB-${serial}`, mould: 'PF-1', cycles: 1, good_parts: 1, bad_parts: 0 }],
    ...more
});
const host = (cycles: number) => ({ machines: 1, online: 1, cycles, missing: 0, duplicates: 0, faults: 0, store: 'ok' });
const choice: Choice = { search: '', kind: 'all', sort: 'serial', group: 'none' };

test('a snapshot replaces all machines, a delta those it names', () => {
    const first = plantAfter(emptyPlant, { type: 'snapshot', number: 1, machines: [machine('A'), machine('B')] }, 0);
    const second = plantAfter(first, { type: 'delta', number: 2, machines: [machine('B', 'off')] }, 100);
    assert.equal(second.machines.get('A'), first.machines.get('A'));
    assert.equal(second.machines.get('B')?.sides[0].mode, 'off');
    const third = plantAfter(second, { type: 'snapshot', number: 3, machines: [machine('C')] }, 200);
    assert.deepEqual([...third.machines.keys()], ['C']);
});

test('a delta without machines keeps the map, so that nothing is drawn anew', () => {
    const first = plantAfter(emptyPlant, { type: 'snapshot', number: 1, machines: [machine('A')] }, 0);
    assert.equal(plantAfter(first, { type: 'delta', number: 2, host: host(5) }, 1).machines, first.machines);
});

test('lists that grow are bounded', () => {
    assert.deepEqual(appended([1, 2, 3], [4, 5], 3), [3, 4, 5]);
    const old: number[] = [];
    assert.equal(appended(old, undefined, 3), old);
    const cycle = { serial: 'A', tandem_side: 0, epoch: 1, life_counter: 1, machine_time: null, receive_time: '', values: { '101': 5.5 } };
    const grown = plantAfter(emptyPlant, { type: 'delta', number: 1, cycles: new Array(kept.cycles + 7).fill(cycle) }, 0);
    assert.equal(grown.cycles.length, kept.cycles);
    assert.equal(grown.beats.get('A')?.cycleTime, 5.5);
});

test('cycles a minute need three seconds, and begin anew after a reset', () => {
    let plant = emptyPlant;
    for (const [at, cycles] of [[0, 100], [1000, 110], [2000, 120], [4000, 140]]) plant = plantAfter(plant, { type: 'delta', number: 1, host: host(cycles) }, at);
    assert.equal(cyclesPerMinute(plant.pace, 2000), null);
    assert.equal(cyclesPerMinute(plant.pace, 4000), 600);
    assert.equal(cyclesPerMinute(plant.pace, 60000), 40);
    assert.equal(cyclesPerMinute(plant.pace, 70000), 0);
    plant = plantAfter(plant, { type: 'delta', number: 2, host: host(0) }, 6000);
    assert.equal(cyclesPerMinute(plant.pace, 6000), null);
});

test('totals are counted where the host sends none', () => {
    const plant = plantAfter(emptyPlant, { type: 'snapshot', number: 1, machines: [machine('A', 'auto', { gaps: 2 }), machine('B', 'auto', { online: false })] }, 0);
    assert.deepEqual(plant.host, { machines: 2, online: 1, cycles: 20, missing: 2, duplicates: 0, faults: 0, store: '' });
});

test('machines are searched by words, sorted by number or by the worst state, and grouped', () => {
    const all = [machine('HY-10'), machine('HY-9', 'interrupted'), machine('HY-2', 'off', { online: false })];
    const serials = (asked: Partial<Choice>) => select(all, { ...choice, ...asked }).flatMap((group) => group.machines.map((each) => each.serial));
    assert.deepEqual(serials({}), ['HY-2', 'HY-9', 'HY-10']);
    assert.deepEqual(serials({ sort: 'state' }), ['HY-9', 'HY-2', 'HY-10']);
    assert.deepEqual(serials({ search: 'pet hy-1' }), ['HY-10']);
    assert.deepEqual(serials({ kind: 'gone' }), ['HY-2']);
    assert.deepEqual(select(all, { ...choice, group: 'state' }).map((group) => group.name), ['gone', 'run', 'stop']);
    assert.deepEqual(countKinds(all), { run: 1, stop: 1, work: 0, heat: 0, rest: 0, gone: 1 });
});

test('a tandem machine is as bad as its worse side', () => {
    const tandem = machine('T', 'auto', { tandem: true });
    tandem.sides.push({ ...tandem.sides[0], tandem_side: 1, mode: 'interrupted' });
    assert.equal(countKinds([tandem]).stop, 1);
});
