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

const count = (page) => page.locator('button.frame').count();

test('frames come in live, and one shows its offsets, bytes, fields and provenance', () =>
    withPage(host, { at: '#/link/HY-0001' }, async (page) => {
        await page.waitForSelector('button.frame');
        const before_ = await page.locator('.tools [role=status]').innerText();
        await until(page, (old) => document.querySelector('.tools [role=status]').innerText !== old, before_);
        await page.locator('button.frame', { hasText: 'cycle' }).first().click();
        const detail = await page.locator('.detail').innerText();
        assert.match(detail, /0x0006/);
        assert.match(detail, /documented/);
        assert.match(detail, /0010/);
        assert.match(detail, /values\.0\.note/);
        assert.match(detail, /<script>alert/);
        await page.getByRole('button', { name: 'Pause' }).click();
        await page.getByRole('button', { name: 'command', exact: true }).click();
        assert.deepEqual(await page.locator('.hex .is-chosen').allInnerTexts(), ['06 ', '00 ']);
        await checkAccess(page);
        await picture(page, 'link');
    }));

test('a filter by message and direction, and a pause', () =>
    withPage(host, { at: '#/link/HY-0001' }, async (page) => {
        await page.waitForSelector('button.frame');
        await page.getByLabel('Message').fill('status');
        await until(page, () => [...document.querySelectorAll('button.frame b')].every((each) => each.innerText === 'status'));
        await page.getByLabel('Direction').selectOption('received');
        await page.getByText('No frame yet that fits.').waitFor();
        await page.getByLabel('Message').fill('');
        await page.getByRole('button', { name: 'Pause' }).click();
        const held = await count(page);
        await page.waitForTimeout(500);
        assert.equal(await count(page), held);
        await page.getByRole('button', { name: 'Go on' }).click();
    }));

test('what is shown is saved as pcapng', () =>
    withPage(host, { at: '#/link/HY-0001' }, async (page) => {
        await page.waitForSelector('button.frame');
        const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Save as pcapng' }).click()]);
        const bytes = readFileSync(await download.path());
        assert.equal(bytes.readUInt32LE(0), 0x0a0d0d0a);
        assert.ok(bytes.length > 500);
    }));

test('frames of all machines, without a serial', () =>
    withPage(host, { at: '#/link' }, async (page) => {
        await until(page, () => new Set([...document.querySelectorAll('button.frame .serial')].map((each) => each.innerText)).size > 1);
        await checkAccess(page);
    }));
