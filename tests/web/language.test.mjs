import assert from 'node:assert/strict';
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

const german = { locale: 'de-DE', colorScheme: 'dark' };

test('a German browser gets German, in the dark too', () =>
    withPage(host, { context: german }, async (page) => {
        await page.waitForSelector('a.tile');
        assert.match(await page.locator('ul.line').innerText(), /verbunden/);
        assert.equal(await page.evaluate(() => document.documentElement.lang), 'de');
        await checkAccess(page);
        await picture(page, 'plant-german-dark');
    }));

test('no view has a fault of access in German and in the dark', () =>
    withPage(host, { context: german }, async (page) => {
        await page.waitForSelector('.feed.live');
        for (const view of ['machine/HY-0001/overview', 'machine/HY-0001/spc', 'machine/HY-0001/stops', 'machine/HY-0001/setups', 'link/HY-0001', 'test']) {
            await page.goto(`${host.url}#/${view}`);
            await page.waitForSelector('.feed.live');
            await until(page, () => !document.querySelector('main').innerText.includes('Lädt'));
            await checkAccess(page);
        }
    }));

test('the language is switched and kept', () =>
    withPage(host, {}, async (page) => {
        await page.waitForSelector('a.tile');
        await page.getByRole('button', { name: 'Deutsch' }).click();
        await page.getByText('Ordnen nach').waitFor();
        await page.reload();
        await page.getByText('Ordnen nach').waitFor();
    }));

test('a narrow window keeps everything in reach', () =>
    withPage(host, { context: { viewport: { width: 420, height: 800 } } }, async (page) => {
        await page.waitForSelector('a.tile');
        assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
        await checkAccess(page);
    }));
