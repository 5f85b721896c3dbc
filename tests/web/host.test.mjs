// The page that husky-host serves, with twelve machines that report to it: what a made-up host cannot show.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';

import { checkAccess, closeBrowser, factor, picture, until, withPage } from './browser.mjs';
import { fleetProgram, startRealHost } from './real_host.mjs';

const token = 'geheim+/?';
const scenarios = process.env.HUSKY_SCENARIOS ?? fileURLToPath(new URL('../../configs/scenarios', import.meta.url));
let host;
let closed;
before(async () => {
    host = await startRealHost({ count: 12, environment: { HUSKY_HOST_SCENARIOS_FOLDER: scenarios, HUSKY_HOST_SCENARIOS_PLAYER: fleetProgram } });
    closed = await startRealHost({ count: 0, token });
});
after(async () => {
    await closeBrowser();
    await closed?.stop();
    await host?.stop();
});

/** As it is on the wire: fetch() would unpack it, and clean the path. */
function asked(at, path, headers = {}, method = 'GET') {
    const { hostname, port } = new URL(at.url);
    return new Promise((resolve, reject) => {
        const sent = request({ hostname, port, path, headers, method, agent: false }, (answer) => {
            const pieces = [];
            answer.on('data', (piece) => pieces.push(piece));
            answer.on('end', () => resolve({ status: answer.statusCode, headers: answer.headers, body: Buffer.concat(pieces) }));
        });
        sent.on('error', reject);
        sent.end();
    });
}

/** Console errors that these tests mean to cause. */
const allowed = [];

const files = { '/': ['index.html', /^text\/html/], '/page.js': ['page.js', /^text\/javascript/], '/page.css': ['page.css', /^text\/css/], '/icon.svg': ['icon.svg', /^image\/svg/] };

test('the host sends what was built, packed where it may, and not twice to one browser', async () => {
    for (const [path, [name, type]] of Object.entries(files)) {
        const built = readFileSync(new URL(`../../server/web/dist/${name}`, import.meta.url));
        const plain = await asked(host, path);
        assert.equal(plain.status, 200);
        assert.match(plain.headers['content-type'], type);
        assert.match(plain.headers['content-security-policy'], /default-src 'none'; script-src 'self'; style-src 'self';/);
        assert.equal(plain.headers['x-content-type-options'], 'nosniff');
        assert.deepEqual(plain.body, built);
        const packed = await asked(host, path, { 'Accept-Encoding': 'gzip, deflate, br' });
        assert.equal(packed.headers['content-encoding'], 'gzip');
        assert.deepEqual(gunzipSync(packed.body), built);
        const known = await asked(host, path, { 'If-None-Match': packed.headers.etag });
        assert.deepEqual([known.status, known.body.length], [304, 0]);
        const head = await asked(host, path, {}, 'HEAD');
        assert.deepEqual([head.status, head.headers['content-length'], head.body.length], [200, String(built.length), 0]);
    }
});

test('only the files are free of the token, and no path leads past it', async () => {
    for (const path of Object.keys(files)) assert.equal((await asked(closed, path)).status, 200, path);
    for (const path of ['/api/v1/machines', '/api/v1/live', '/metrics', '/openapi.json', '/page.js/../api/v1/machines', '//api/v1/machines', '/api%2fv1%2fmachines', '/nothing'])
        assert.equal((await asked(closed, path)).status, 401, path);
    for (const path of ['/../etc/passwd', '/%2e%2e/%2e%2e/etc/passwd', '/..%2fpage.js', '/page.js/', '//page.js', '/page.js%00', '/dist/page.js', '/page.js.map', '/\\page.js'])
        assert.ok([400, 404].includes((await asked(host, path)).status), path);
});

test('the plant shows the machines that are linked, and what they do', () =>
    withPage(host, { allowed }, async (page) => {
        await until(page, () => document.querySelector('ul.line')?.innerText.includes('12 of 12'));
        assert.equal(await page.locator('a.tile').count(), 12);
        await page.waitForSelector('.feed.live');
        await until(page, () => document.querySelectorAll('.tile.run').length > 6);
        await checkAccess(page);
        await picture(page, 'real-plant');
        await page.locator('a.tile').first().click();
        await page.waitForSelector('.head h2');
        assert.equal(await page.locator('.head h2').innerText(), 'HY-0001');
    }));

const tabs = {
    overview: /Cycle time/,
    charts: /Cycle time \[s\]/,
    spc: /Subgroup size/,
    stops: /Timeline of modes/,
    events: /Received/,
    setups: /Compare/,
    screen: /F1 Overview/,
    prints: /Nothing has been printed/,
    records: /Life cycle counter/
};

test('every tab of a machine shows what the host has of it', () =>
    withPage(host, { allowed, at: '#/machine/HY-0001' }, async (page) => {
        await page.waitForSelector('.feed.live');
        for (const [tab, words] of Object.entries(tabs)) {
            await page.goto(`${host.url}#/machine/HY-0001/${tab}`);
            await page.locator('main').getByText(words).first().waitFor();
            await until(page, () => !document.querySelector('main').innerText.includes('Loading'));
            if (allowed.length === 0) assert.doesNotMatch(await page.locator('main').innerText(), /does not (offer|answer)/, tab);
            await checkAccess(page);
            await picture(page, `real-${tab}`);
        }
    }));

test('the head and the charts of a machine move with its cycles', () =>
    withPage(host, { allowed, at: '#/machine/HY-0001' }, async (page) => {
        await page.waitForSelector('.chart canvas');
        const cycles = await page.locator('.side dd').nth(3).innerText();
        await until(page, (old) => document.querySelectorAll('.side dd')[3].innerText !== old, cycles);
    }));

test('frames of a link come in, decoded', () =>
    withPage(host, { allowed, at: '#/link/HY-0001' }, async (page) => {
        await page.waitForSelector('button.frame');
        const seen = await page.locator('.tools [role=status]').innerText();
        await until(page, (old) => document.querySelector('.tools [role=status]').innerText !== old, seen);
        await page.getByRole('button', { name: 'Pause' }).click();
        await page.locator('button.frame', { hasText: 'cycle' }).first().click();
        await page.getByRole('button', { name: 'command', exact: true }).click();
        assert.deepEqual(await page.locator('.hex .is-chosen').allInnerTexts(), ['08 ', '00 ']);
        await checkAccess(page);
        await picture(page, 'real-link');
    }));

test('a key goes to the machine, which draws another page', () =>
    withPage(host, { allowed, at: '#/machine/HY-0001/screen' }, async (page) => {
        await page.waitForSelector('.terminal');
        await page.locator('.terminal').focus();
        await page.keyboard.press('F4');
        await until(page, () => /HY-0001\s+Alarms/.test(document.querySelector('.terminal pre').textContent));
        await page.getByRole('button', { name: 'F1 Overview' }).click();
        await until(page, () => /HY-0001\s+Overview/.test(document.querySelector('.terminal pre').textContent));
    }));

test('a set-up is read from the machine, kept, saved and sent back', () =>
    withPage(host, { allowed, at: '#/machine/HY-0002/setups' }, async (page) => {
        await page.getByRole('button', { name: 'Read from machine' }).click();
        const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Download 1' }).click()]);
        const text = readFileSync(await download.path(), 'utf8');
        assert.match(text, /\[hold\]/);
        await page.getByRole('button', { name: 'Send back 1' }).click();
        await page.getByText('Sent to the machine.').waitFor();
        await page.getByLabel('Send a file').setInputFiles({ name: 'night.txt', mimeType: 'text/plain', buffer: Buffer.from(text) });
        await page.getByText('Sent to the machine.').waitFor();
    }));

test('faults are placed and cleared', () =>
    withPage(host, { allowed, at: '#/test' }, async (page) => {
        await page.getByText('No fault is placed').waitFor();
        await page.getByLabel('Machine').first().fill('HY-0003');
        await page.getByLabel('Message').selectOption('event');
        await page.getByLabel('What happens').selectOption('delay');
        await page.getByLabel('How much (mean)').fill('3s');
        await page.getByRole('button', { name: 'Place', exact: true }).click();
        await page.getByRole('button', { name: /^Clear \d+$/ }).waitFor();
        const placed = JSON.parse((await asked(host, '/api/v1/faults')).body).items;
        assert.deepEqual(placed.map((each) => [each.fault.machine, each.fault.message]), [['HY-0003', 'event']]);
        await checkAccess(page);
        await page.getByRole('button', { name: /^Clear \d+$/ }).click();
        await page.getByText('No fault is placed').waitFor();
        await page.getByLabel('How much (mean)').fill('soon');
        assert.equal(JSON.parse((await asked(host, '/api/v1/faults')).body).items.length, 0);
    }));

test('a scenario is played against the host, and its steps and verdict are watched', () =>
    withPage(host, { allowed, at: '#/test' }, async (page) => {
        await page.getByRole('button', { name: 'Run unknown-commands' }).click();
        await page.getByText('Verdict: ▶ running').waitFor();
        await page.getByRole('cell', { name: '✓ done' }).first().waitFor();
        await page.getByText('Verdict: ✓ passed').waitFor({ timeout: 60000 * factor });
        await checkAccess(page);
        await picture(page, 'real-scenario');
    }));

test('the token is asked for once, kept for a reload, and opens the feed', () =>
    withPage(closed, { allowed: [/401/, ...allowed] }, async (page) => {
        await page.getByText('This host wants a token.').waitFor();
        await page.getByLabel('Token').fill('wrong');
        await page.keyboard.press('Enter');
        await page.getByText('The host does not accept this token.').waitFor();
        await page.getByLabel('Token').fill(token);
        await page.keyboard.press('Enter');
        await page.waitForSelector('.command');
        await page.waitForSelector('.feed.live');
        await page.reload();
        await page.waitForSelector('.command');
        await page.waitForSelector('.feed.live');
        assert.equal(await page.locator('form.token').count(), 0);
    }));

test('machines that go away are shown as offline', () =>
    withPage(host, { allowed }, async (page) => {
        await until(page, () => document.querySelector('ul.line')?.innerText.includes('12 of'));
        await host.stopFleet();
        await until(page, () => /^! 0 of/.test(document.querySelector('ul.line').innerText));
        assert.equal(await page.locator('.tile').count(), await page.locator('.tile.gone').count());
    }));

test('one machine, then all of them, are forgotten', () =>
    withPage(host, { allowed, at: '#/test' }, async (page) => {
        const panel = page.locator('section.panel', { hasText: 'Between tests' });
        await panel.getByLabel('Machine').fill('HY-0002');
        await panel.getByRole('button', { name: 'Forget this machine' }).click();
        await page.getByText('Forgotten.').waitFor();
        assert.equal((await asked(host, '/api/v1/machines/HY-0002')).status, 404);
        await panel.getByRole('button', { name: 'Forget everything' }).click();
        await panel.getByRole('button', { name: 'Yes, forget' }).click();
        await panel.getByRole('button', { name: 'Forget everything' }).waitFor();
        await page.getByText('Forgotten.').waitFor();
        await page.getByRole('link', { name: 'Plant' }).click();
        await page.waitForSelector('.command');
        assert.deepEqual(JSON.parse((await asked(host, '/api/v1/machines')).body).items, []);
    }));
