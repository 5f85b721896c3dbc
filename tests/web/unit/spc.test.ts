import assert from 'node:assert/strict';
import { test } from 'node:test';

import { brokenRules, capability, constantsFor, controlLimits, firstWhole, subgroups } from '../../../server/web/src/maths/spc.ts';

// Montgomery's piston rings, textbook version: 25 subgroups of five.
const rings = `74.030 74.002 74.019 73.992 74.008 73.995 73.992 74.001 74.011 74.004 73.988 74.024 74.021 74.005 74.002
74.002 73.996 73.993 74.015 74.009 73.992 74.007 74.015 73.989 74.014 74.009 73.994 73.997 73.985 73.993
73.995 74.006 73.994 74.000 74.005 73.985 74.003 73.993 74.015 73.988 74.008 73.995 74.009 74.005 74.004
73.998 74.000 73.990 74.007 73.995 73.994 73.998 73.994 73.995 73.990 74.004 74.000 74.007 74.000 73.996
73.983 74.002 73.998 73.997 74.012 74.006 73.967 73.994 74.000 73.984 74.012 74.014 73.998 73.999 74.007
74.000 73.984 74.005 73.998 73.996 73.994 74.012 73.986 74.005 74.007 74.006 74.010 74.018 74.003 74.000
73.984 74.002 74.003 74.005 73.997 74.000 74.010 74.013 74.020 74.003 73.982 74.001 74.015 74.005 73.996
74.004 73.999 73.990 74.006 74.009 74.010 73.989 73.990 74.009 74.014 74.015 74.008 73.993 74.000 74.010
73.982 73.984 73.995 74.017 74.013`.split(/\s+/).map(Number);

const near = (value: number, expected: number, within: number) =>
    assert.ok(Math.abs(value - expected) <= within, `${value} is not ${expected} within ${within}`);

test('the limits of the piston rings are those of the textbook', () => {
    const limits = controlLimits(subgroups(rings, 5), 5);
    assert.ok(limits);
    near(limits.centre, 74.001176, 5e-7);
    near(limits.meanRange, 0.02324, 5e-7);
    near(limits.upper, 74.01459, 5e-6);
    near(limits.lower, 73.98777, 5e-6);
    near(limits.rangeUpper, 0.04913, 5e-6);
    assert.equal(limits.rangeLower, 0);
    near(limits.sigma, 0.009992, 1e-6);
});

test('the capability of the piston rings is that of the textbook', () => {
    const limits = controlLimits(subgroups(rings, 5), 5)!;
    const able = capability(limits.centre, limits.sigma, 73.95, 74.05);
    near(able.cp!, 1.668, 5e-4);
    near(able.cpk!, 1.629, 5e-4);
});

test('NIST 6.1.6: Cp 1, Cpk 0.6667', () => {
    const able = capability(16, 2, 8, 20);
    assert.equal(able.cp, 1);
    near(able.cpk!, 0.6667, 5e-5);
});

test('one limit gives Cpk without Cp, none gives neither, no scatter gives neither', () => {
    assert.deepEqual(capability(16, 2, null, 22), { cp: null, cpk: 1 });
    assert.deepEqual(capability(16, 2, null, null), { cp: null, cpk: null });
    assert.deepEqual(capability(16, 0, 8, 20), { cp: null, cpk: null });
});

test('an unfinished subgroup waits, and one subgroup has no limits', () => {
    assert.equal(subgroups([1, 2, 3, 4, 5, 6], 5).length, 1);
    assert.equal(controlLimits(subgroups([1, 2, 3, 4, 5, 6], 5), 5), null);
    assert.throws(() => constantsFor(11), RangeError);
});

test('a window that moves on keeps its subgroups', () => {
    assert.equal(firstWhole([1, 2, 3], 5), 0);
    assert.equal(firstWhole([4, 5, 6, 7], 5), 2);
    assert.equal(firstWhole([7, 8], 5), 0);
    assert.equal(firstWhole([], 5), 0);
});

test('later subgroups do not move the limits of the first 25', () => {
    const groups = subgroups(rings, 5);
    assert.deepEqual(controlLimits([...groups, { mean: 99, range: 9 }], 5), controlLimits(groups, 5));
});

const unit = { centre: 0, upper: 3, lower: -3, meanRange: 1, rangeUpper: 2, rangeLower: 0, sigma: 1 };

test('each Western Electric rule is seen at the point that breaks it', () => {
    assert.deepEqual(brokenRules([0, 3.1, -3.1], unit), [null, 1, 1]);
    assert.deepEqual(brokenRules([2.1, 0, 2.2], unit), [null, null, 2]);
    assert.deepEqual(brokenRules([2.1, 0, -2.2], unit), [null, null, null]);
    assert.deepEqual(brokenRules([1.1, 1.2, 0, 1.3, 1.4], unit), [null, null, null, null, 3]);
    assert.deepEqual(brokenRules([1, 1, 1, 1, 1, 1, 1, 1].map((each) => each / 2), unit), [null, null, null, null, null, null, null, 4]);
    assert.deepEqual(brokenRules([0, 0, 0, 0, 0, 0, 0, 0], unit), new Array(8).fill(null));
});

test('the piston rings are in control', () => {
    const groups = subgroups(rings, 5);
    const broken = brokenRules(groups.map((each) => each.mean), controlLimits(groups, 5)!);
    assert.ok(broken.every((rule) => rule !== 1));
});
