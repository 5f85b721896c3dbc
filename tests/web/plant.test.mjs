import assert from 'node:assert/strict';
import { after, test } from 'node:test';

import { checkAccess, closeBrowser, factor, picture, until, withPage } from './browser.mjs';
import { startMockHost } from './mock_host.mjs';

after(closeBrowser);

async function withHost(options, work) {
    const host = await startMockHost(options);
    try {
        await work(host);
    } finally {
        await host.close();
    }
}

const tiles = (page) => page.locator('a.tile');

test('the plant shows twelve machines, its line and OEE, and stays in order', () =>
    withHost({ machines: 12 }, (host) =>
        withPage(host, {}, async (page) => {
            await page.waitForSelector('a.tile');
            assert.equal(await tiles(page).count(), 12);
            assert.match(await page.locator('ul.line').innerText(), /of 12/);
            assert.match(await page.locator('.oee').innerText(), /87\.8 %/);
            await until(page, () => /\d\s*cycles a minute/.test(document.querySelector('ul.line').innerText));
            await checkAccess(page);
            await picture(page, 'plant-12');
        })
    ));

test('search, sort, filter and groups choose what is shown, and come back after another view', () =>
    withHost({ machines: 24 }, (host) =>
        withPage(host, {}, async (page) => {
            await page.waitForSelector('a.tile');
            await page.getByLabel('Search').fill('cap');
            await until(page, () => document.querySelectorAll('a.tile').length === 6);
            await page.getByRole('link', { name: 'Test' }).click();
            await page.getByRole('link', { name: 'Plant' }).click();
            await until(page, () => document.querySelectorAll('a.tile').length === 6);
            await page.getByLabel('Search').fill('no such machine');
            await page.getByRole('button', { name: 'Show all' }).click();
            await page.getByLabel('Group by').selectOption('family');
            await page.waitForSelector('.row h2');
            assert.match(await page.locator('.row h2').first().innerText(), /CAP\s+6/);
            await page.getByLabel('Sort by').selectOption('state');
            await page.getByRole('button', { name: /at rest/ }).click();
            await checkAccess(page);
        })
    ));

test('arrow keys go from tile to tile and Enter opens a machine', () =>
    withHost({ machines: 40, still: true }, (host) =>
        withPage(host, {}, async (page) => {
            await tiles(page).first().focus();
            await page.keyboard.press('ArrowRight');
            assert.equal(await page.evaluate(() => document.activeElement.dataset.serial), 'HY-0002');
            const columns = await tiles(page).evaluateAll((all) => all.filter((each) => each.getBoundingClientRect().top === all[0].getBoundingClientRect().top).length);
            for (let each = 0; each < 5; each += 1) await page.keyboard.press('ArrowDown');
            const reached = `HY-${String(2 + 5 * columns).padStart(4, '0')}`;
            await page.waitForFunction((serial) => document.activeElement.dataset.serial === serial, reached);
            await page.keyboard.press('Enter');
            await page.waitForSelector('.head h2');
            assert.equal(await page.locator('.head h2').innerText(), reached);
        })
    ));

test('5,000 machines: little is drawn, scrolling and searching answer fast', () =>
    withHost({ machines: 5000, share: 0.01 }, (host) =>
        withPage(host, {}, async (page) => {
            await page.waitForSelector('a.tile');
            assert.ok((await tiles(page).count()) < 120);
            await page.locator('.tiles').evaluate((area) => area.scrollTo(0, area.scrollHeight));
            await page.waitForSelector('[data-serial="HY-5000"]');
            const slowest = await page.evaluate(async () => {
                const area = document.querySelector('.tiles');
                const pauses = [];
                let last = performance.now();
                for (let step = 0; step < 60; step += 1) {
                    area.scrollTo(0, step * 700);
                    await new Promise(requestAnimationFrame);
                    pauses.push(performance.now() - last);
                    last = performance.now();
                }
                return pauses.sort((a, b) => a - b)[54];
            });
            assert.ok(slowest < 100 * factor, `nine of ten frames within ${slowest} ms`);
            await page.getByLabel('Search').fill('HY-4321');
            await until(page, () => document.querySelectorAll('a.tile').length === 1);
            await page.getByLabel('Search').fill('');
            await checkAccess(page);
            await picture(page, 'plant-5000');
        })
    ));

test('a host without machines says how to start some', () =>
    withHost({ machines: 0 }, (host) =>
        withPage(host, {}, async (page) => {
            await page.waitForSelector('.command');
            assert.match(await page.locator('.command').innerText(), /husky-fleet run --count 12/);
            await checkAccess(page);
        })
    ));

test('after a lost feed the page comes back by itself', () =>
    withHost({ machines: 3 }, (host) =>
        withPage(host, {}, async (page) => {
            await page.waitForSelector('.feed.live');
            host.drop();
            host.plant.add(4);
            await until(page, () => document.querySelectorAll('a.tile').length === 4);
            await page.waitForSelector('.feed.live');
        })
    ));

test('a host without a feed and without OEE is asked every two seconds', () =>
    withHost({ machines: 3, noLive: true, without: [/^oee$/] }, (host) =>
        withPage(host, { allowed: [/404/, /WebSocket/] }, async (page) => {
            await page.waitForSelector('.feed.polling', { timeout: 10000 });
            assert.equal(await tiles(page).count(), 3);
            assert.match(await page.locator('.oee').innerText(), /–/);
            await checkAccess(page);
        })
    ));
