import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { checkAccess, closeBrowser, picture, withPage } from './browser.mjs';
import { startMockHost } from './mock_host.mjs';

let host;
before(async () => {
    host = await startMockHost({ machines: 12 });
});
after(async () => {
    await host.close();
    await closeBrowser();
});

test('a fault is placed by machine and message, watched and cleared', () =>
    withPage(host, { at: '#/test' }, async (page) => {
        await page.getByText('No fault is placed').waitFor();
        await page.getByLabel('Machine').first().fill('HY-0003');
        await page.getByLabel('Message').selectOption('event');
        await page.getByLabel('What happens').selectOption('delay');
        await page.getByLabel('How much (mean)').fill('3s');
        await page.getByRole('button', { name: 'Place', exact: true }).click();
        await page.getByRole('button', { name: 'Clear 1' }).waitFor();
        assert.deepEqual(host.faults[0].fault, { machine: 'HY-0003', message: 'event', do: { delay: '3s' } });
        await checkAccess(page);
        await picture(page, 'test');
        await page.getByRole('button', { name: 'Place', exact: true }).click();
        await page.getByRole('button', { name: 'Clear 2' }).waitFor();
        await page.getByRole('button', { name: 'Clear 1' }).click();
        await page.getByRole('button', { name: 'Clear 1' }).waitFor({ state: 'detached' });
        await page.getByRole('button', { name: 'Clear all' }).click();
        await page.getByText('No fault is placed').waitFor();
    }));

test('a scenario is run and its steps and verdict are watched', () =>
    withPage(host, { at: '#/test' }, async (page) => {
        await page.getByRole('button', { name: 'Run cable-pull' }).click();
        await page.getByText('Verdict: ✓ passed').waitFor({ timeout: 10000 });
        await page.getByText('the host notices').waitFor();
        await checkAccess(page);
    }));

test('a host without scenarios shows the command', async () => {
    const plain = await startMockHost({ machines: 2, plays: false });
    try {
        await withPage(plain, { at: '#/test' }, async (page) => {
            await page.getByText(/husky-fleet check/).waitFor();
            await checkAccess(page);
        });
    } finally {
        await plain.close();
    }
});

test('the host tells its version, its store and its settings', () =>
    withPage(host, { at: '#/test' }, async (page) => {
        await page.getByText('sqlite:husky.db').waitFor();
        await page.getByText('Settings in force').click();
        await page.getByText('"port": 8310').waitFor();
        await checkAccess(page);
    }));

test('one machine is forgotten, then everything, but not without being asked', () =>
    withPage(host, { at: '#/test' }, async (page) => {
        const panel = page.locator('section.panel', { hasText: 'Between tests' });
        await panel.getByLabel('Machine').fill('HY-0002');
        await panel.getByRole('button', { name: 'Forget this machine' }).click();
        await page.getByText('Forgotten.').waitFor();
        assert.equal(host.plant.machines.size, 11);
        await page.getByRole('button', { name: 'Forget everything' }).click();
        await page.getByRole('button', { name: 'No' }).click();
        assert.equal(host.plant.machines.size, 11);
        await page.getByRole('button', { name: 'Forget everything' }).click();
        await checkAccess(page);
        await page.getByRole('button', { name: 'Yes, forget' }).click();
        await page.getByRole('button', { name: 'Forget everything' }).waitFor();
        await page.getByText('Forgotten.').waitFor();
        assert.equal(host.plant.machines.size, 0);
        await page.getByRole('link', { name: 'Plant' }).click();
        await page.waitForSelector('.command');
    }));
