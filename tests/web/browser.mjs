// A page in Debian's Chromium that fails a test on any console error, any request that leaves the host, any fault that
// axe-core finds.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const executable = process.env.HUSKY_CHROMIUM ?? ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find(existsSync);
if (executable === undefined && process.env.CI !== 'true') {
    console.log('skipped: no Chromium here; tools/setup.sh test installs it, HUSKY_CHROMIUM names another');
    process.exit(77);
}

/** Slow computers may be given more time. */
export const factor = Number(process.env.HUSKY_E2E_TIMEOUT_FACTOR ?? 1);

let browser;

export async function openBrowser() {
    browser ??= await chromium.launch({ executablePath: executable, headless: true, args: ['--no-sandbox', '--disable-gpu'] });
    return browser;
}

export async function closeBrowser() {
    await browser?.close();
    browser = undefined;
}

/** Runs `work(page)`. `allowed` are console errors that the test means to cause. */
export async function withPage(host, options, work) {
    const context = await (await openBrowser()).newContext({ viewport: { width: 1366, height: 820 }, locale: 'en-GB', acceptDownloads: true, ...options.context });
    const faults = [];
    const origin = new URL(host.url).origin;
    const allowed = options.allowed ?? [];
    context.on('request', (request) => {
        const url = request.url();
        if (!url.startsWith(origin) && !url.startsWith('blob:')) faults.push(`a request left the host: ${url}`);
    });
    const page = await context.newPage();
    page.setDefaultTimeout(10000 * factor);
    page.on('console', (message) => {
        if ((message.type() === 'error' || message.type() === 'warning') && !allowed.some((each) => each.test(message.text()))) faults.push(`${message.type()}: ${message.text()}`);
    });
    page.on('pageerror', (error) => faults.push(`thrown: ${error.message}`));
    page.on('dialog', (dialog) => {
        faults.push(`a dialog: ${dialog.message()}`);
        void dialog.dismiss();
    });
    try {
        await page.goto(host.url + (options.at ?? ''));
        await work(page);
        assert.deepEqual(faults, []);
    } finally {
        await context.close();
    }
}

/** Asks the page until it says yes. Playwright's own waitForFunction needs eval, which the page's policy forbids. */
export async function until(page, says, argument) {
    const end = Date.now() + 10000 * factor;
    while (!(await page.evaluate(says, argument))) {
        assert.ok(Date.now() < end, `never came true: ${says}`);
        await new Promise((done) => setTimeout(done, 50));
    }
}

/** The page's policy forbids scripts of others in it, so axe-core comes by way of the debugger. */
export async function checkAccess(page) {
    await page.evaluate(axe);
    const found = await page.evaluate(async () => (await window.axe.run(document, { resultTypes: ['violations'] })).violations.map((each) => `${each.id}: ${each.nodes.slice(0, 3).map((node) => `${node.target.join(' ')} ${node.failureSummary}`).join(' | ')}`));
    assert.deepEqual(found, []);
}

export async function picture(page, name) {
    if (process.env.HUSKY_PICTURES !== undefined) await page.screenshot({ path: `${process.env.HUSKY_PICTURES}/${name}.png` });
}
