import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { checkAccess, closeBrowser, withPage } from './browser.mjs';
import { startMockHost } from './mock_host.mjs';

let host;
before(async () => {
    host = await startMockHost({ machines: 12, token: 'geheim+/ä' });
});
after(async () => {
    await host.close();
    await closeBrowser();
});

const allowed = [/401/];

test('the token is asked once, a wrong one is refused, the right one is kept for a reload and never in an address', () =>
    withPage(host, { allowed }, async (page) => {
        const addresses = [];
        page.on('request', (request) => addresses.push(request.url()));
        page.on('websocket', (socket) => addresses.push(socket.url()));
        await page.getByText('This host wants a token.').waitFor();
        await checkAccess(page);
        await page.getByLabel('Token').fill('wrong');
        await page.keyboard.press('Enter');
        await page.getByText('The host does not accept this token.').waitFor();
        await checkAccess(page);
        await page.getByLabel('Token').fill('geheim');
        await page.keyboard.press('Enter');
        await page.getByText('The host does not accept this token.').waitFor();
        host.options.token = 'geheim';
        await page.getByLabel('Token').fill('geheim');
        await page.keyboard.press('Enter');
        await page.waitForSelector('.feed.live');
        assert.equal(await page.locator('a.tile').count(), 12);
        await page.reload();
        await page.waitForSelector('a.tile');
        assert.equal(await page.locator('form.token').count(), 0);
        assert.ok(addresses.every((each) => !each.includes('geheim')));
    }));

test('another tab is asked again', () =>
    withPage(host, { allowed }, async (page) => {
        await page.getByText('This host wants a token.').waitFor();
    }));
