// What a page costs: first content, answer to a hand, size of the script, growth of its memory.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, test } from 'node:test';
import { gzipSync } from 'node:zlib';

import { closeBrowser, factor, withPage } from './browser.mjs';
import { startMockHost } from './mock_host.mjs';

after(closeBrowser);

const seconds = Number(process.env.HUSKY_WEB_SOAK_S ?? 6);

test('the script is under 150,000 bytes compressed', () => {
    const size = gzipSync(readFileSync(new URL('../../server/web/dist/page.js', import.meta.url)), { level: 9 }).length;
    assert.ok(size < 150000, `${size} bytes`);
});

test('nothing inline is in the page, and nothing names another host', () => {
    const html = readFileSync(new URL('../../server/web/dist/index.html', import.meta.url), 'utf8');
    assert.doesNotMatch(html, /style=|\son\w+=|<style|<script(?![^>]*src=)|https?:/);
});

test('with 1,000 machines: first content under 1 s, a click under 100 ms, no growth of memory', async () => {
    const host = await startMockHost({ machines: 1000 });
    try {
        await withPage(host, {}, async (page) => {
            await page.waitForSelector('a.tile');
            const paint = await page.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0].startTime);
            assert.ok(paint < 1000 * factor, `first content after ${paint} ms`);
            const answer = await page.evaluate(async () => {
                const began = performance.now();
                [...document.querySelectorAll('button.kind')].find((each) => each.classList.contains('run')).click();
                await new Promise(requestAnimationFrame);
                await new Promise((done) => setTimeout(done, 0));
                return performance.now() - began;
            });
            assert.ok(answer < 100 * factor, `a click took ${answer} ms`);
            const client = await page.context().newCDPSession(page);
            const used = async () => {
                await client.send('HeapProfiler.collectGarbage');
                return (await client.send('Runtime.getHeapUsage')).usedSize;
            };
            await page.waitForTimeout(seconds * 300);
            const early = await used();
            await page.waitForTimeout(seconds * 700);
            const late = await used();
            assert.ok(late < early * 1.15 + 5e6, `${early} bytes grew to ${late}`);
        });
    } finally {
        await host.close();
    }
});
