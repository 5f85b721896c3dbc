import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';

import { checkAccess, closeBrowser, picture, until, withPage } from './browser.mjs';
import { startMockHost } from './mock_host.mjs';

let host;
before(async () => {
    host = await startMockHost({ machines: 12 });
});
after(async () => {
    await host.close();
    await closeBrowser();
});

const shown = {
    overview: 'Last cycle',
    charts: 'Cycle time [s]',
    spc: 'Sigma within',
    stops: 'Pareto by duration',
    events: 'Host connected',
    setups: 'night shift',
    screen: 'Overview',
    prints: 'Shift report',
    records: 'Epochs'
};

test('every tab of a machine shows what it is for', () =>
    withPage(host, { at: '#/machine/HY-0001' }, async (page) => {
        await page.waitForSelector('.head h2');
        for (const [tab, words] of Object.entries(shown)) {
            await page.goto(`${host.url}#/machine/HY-0001/${tab}`);
            await page.getByText(words, { exact: false }).first().waitFor();
            await until(page, () => !document.querySelector('main').innerText.includes('Loading'));
            await checkAccess(page);
            await picture(page, `machine-${tab}`);
        }
    }));

test('the counters of the head follow the live feed', () =>
    withPage(host, { at: '#/machine/HY-0001' }, async (page) => {
        const cycles = () => page.locator('.side dd').nth(3).innerText();
        await page.waitForSelector('.side');
        const first = await cycles();
        await until(page, (old) => document.querySelectorAll('.side dd')[3].innerText !== old, first);
    }));

test('charts are added and removed', () =>
    withPage(host, { at: '#/machine/HY-0001/charts' }, async (page) => {
        await until(page, () => document.querySelectorAll('.chart canvas').length === 4);
        await page.getByLabel('Add a variable').selectOption({ label: 'Melt temperature [°C]' });
        await until(page, () => document.querySelectorAll('.chart canvas').length === 5);
        await page.getByRole('button', { name: 'Remove: Melt temperature [°C]' }).click();
        await until(page, () => document.querySelectorAll('.chart canvas').length === 4);
    }));

test('SPC of another variable and another subgroup size', () =>
    withPage(host, { at: '#/machine/HY-0001/spc' }, async (page) => {
        await page.getByLabel('Variable').selectOption({ label: 'Cushion [mm]' });
        await page.getByLabel('Subgroup size').selectOption('3');
        await page.getByText('X̄: Cushion [mm]').waitFor();
        assert.match(await page.locator('dl.figures').innerText(), /Cpk/);
    }));

test('events are shown in the chosen language, and HTML in them stays text', () =>
    withPage(host, { at: '#/machine/HY-0001/events' }, async (page) => {
        await page.getByText('<script>alert(2)</script>').waitFor();
        await page.getByRole('combobox', { name: 'Language' }).selectOption('D');
        await page.getByText('Leitrechner verbunden').waitFor();
        await page.getByLabel('Search').fill('E209');
        await until(page, () => document.querySelectorAll('tbody tr').length === 1);
        assert.equal(await page.locator('main img, main script').count(), 0);
    }));

test('set-ups are compared, downloaded, uploaded and sent back', () =>
    withPage(host, { at: '#/machine/HY-0001/setups' }, async (page) => {
        await page.getByText('barrel temperatures.Zone 1 set point').waitFor();
        const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Download 2' }).click()]);
        assert.match(readFileSync(await download.path(), 'utf8'), /262\.0/);
        await page.getByLabel('Send a file').setInputFiles({ name: 'new.txt', mimeType: 'text/plain', buffer: Buffer.from('Zone 1 = 1') });
        await page.getByText('Sent to the machine.').waitFor();
        assert.deepEqual(host.said.pop(), ['setup', 'Zone 1 = 1']);
        await page.getByRole('button', { name: 'Send back 1' }).click();
        await page.getByRole('button', { name: 'Read from machine' }).click();
        await page.getByLabel('Version').selectOption('3');
        await page.getByText('No difference.').waitFor();
    }));

test('keys go to the operator screen, and its text is there for a reader', () =>
    withPage(host, { at: '#/machine/HY-0001/screen' }, async (page) => {
        await page.waitForSelector('.terminal');
        await page.locator('.terminal').focus();
        await page.keyboard.press('F2');
        await until(page, () => document.querySelector('.terminal pre').innerText.includes('Process'));
        await page.getByRole('button', { name: '↓' }).click();
        await until(page, () => !document.querySelector('.terminal pre').innerText.includes('HY-0001            Process'));
        assert.deepEqual(host.said.filter(([what]) => what === 'key').map(([, key]) => key).slice(-2), [258, 273]);
    }));

test('printed pictures are shown', () =>
    withPage(host, { at: '#/machine/HY-0001/prints' }, async (page) => {
        await until(page, () => document.querySelector('.print img')?.naturalWidth === 160);
    }));

test('a machine that nobody knows is told calmly', () =>
    withPage(host, { at: '#/machine/NOBODY', allowed: [/404/] }, async (page) => {
        await page.getByText('This host knows no machine of that serial.').waitFor();
        await checkAccess(page);
    }));

test('without a serial the first machine is shown', () =>
    withPage(host, { at: '#/machine' }, async (page) => {
        await page.waitForSelector('.head h2');
        assert.equal(await page.locator('.head h2').innerText(), 'HY-0001');
    }));
