// husky-host and husky-fleet as a user starts them, on free ports: what the page must get along with.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const hostProgram = process.env.HUSKY_HOST_BIN ?? '../../build/release/server/husky-host';
export const fleetProgram = process.env.HUSKY_FLEET_BIN ?? '../../build/release/client/husky-fleet';

/** Resolves once the program says that it is ready, with what that line names; rejects if it ends before. */
function start(program, given, folder, environment) {
    const child = spawn(program, given, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...environment } });
    let said = '';
    child.stderr.on('data', (bytes) => (said = (said + bytes).slice(-4000)));
    const ended = new Promise((done) => child.on('close', (code) => done(code)));
    const stop = async () => {
        child.kill('SIGTERM');
        assert.equal(await ended, 0, said);
    };
    return new Promise((resolve, reject) => {
        child.on('error', reject);
        createInterface({ input: child.stdout }).on('line', (line) => {
            if (!line.startsWith('ready')) return;
            const named = line.split(' ').slice(1).map((pair) => pair.split('='));
            resolve({ stop, ready: Object.fromEntries(named) });
        });
        void ended.then((code) => reject(new Error(`${program} ended with ${code}: ${said}`)));
    });
}

/** A host and `count` machines that report to it, ten times as fast as real ones. `token`: of its API. `environment`: settings. */
export async function startRealHost(options = {}) {
    const folder = mkdtempSync(join(tmpdir(), 'husky-web-host-'));
    const running = [];
    const stop = async () => {
        try {
            while (running.length > 0) await running.pop().stop();
        } finally {
            rmSync(folder, { recursive: true, force: true });
        }
    };
    try {
        const given = ['serve', '--bind', '127.0.0.1', '--port', '0', '--lpd-port', '0', '--http-port', '0', '--store', 'sqlite:husky.db'];
        if (options.token !== undefined) {
            writeFileSync(join(folder, 'token'), `${options.token}\n`);
            given.push('--http-token-file', 'token');
        }
        running.push(await start(hostProgram, given, folder, options.environment));
        const { tcp, lpd, http } = running[0].ready;
        if (options.count > 0) running.push(await start(fleetProgram, ['run', '--host', tcp, '--lpd', lpd, '--count', String(options.count), '--seed', '7', '--time-scale', '10'], folder));
        const stopFleet = () => running.pop().stop();
        return { url: `http://${http}/`, stop, stopFleet };
    } catch (failed) {
        await stop();
        throw failed;
    }
}
