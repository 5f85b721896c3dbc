// A made-up host for browser tests: serves server/web/dist and an API with N machines out of a seed.
// `node mock_host.mjs [machines] [port]` runs it by itself.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { Plant } from './mock/plant.mjs';
import { routes } from './mock/routes.mjs';
import { accept, tokenOf } from './mock/socket.mjs';

const dist = join(dirname(fileURLToPath(import.meta.url)), '../../server/web/dist');
const files = { '/': ['index.html', 'text/html; charset=utf-8'], '/page.js': ['page.js', 'text/javascript; charset=utf-8'], '/page.css': ['page.css', 'text/css; charset=utf-8'], '/icon.svg': ['icon.svg', 'image/svg+xml'] };
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

class MockHost {
    constructor(options) {
        this.options = options;
        this.plant = new Plant(options.machines ?? 12, options.seed ?? 1);
        this.faults = [];
        this.said = [];
        this.viewers = new Set();
        this.run = null;
        this.server = createServer((request, response) => this.answer(request, response));
        this.server.on('upgrade', (request, socket) => this.upgrade(request, socket));
        this.timer = setInterval(() => this.tick(), 100);
    }

    place(fault) {
        if (fault.do === undefined) return { status: 400, problem: 'do: is missing' };
        const placed = { id: (this.faults[this.faults.length - 1]?.id ?? 0) + 1, fault, matched: 0, done: 0, seed: 1 };
        this.faults = [...this.faults, placed];
        return { status: 201, value: placed };
    }

    forget(machine) {
        this.plant.machines.delete(machine.item.serial);
        for (const viewer of this.viewers) viewer.fresh = true;
        return { status: 204 };
    }

    forgetAll() {
        this.plant.machines.clear();
        for (const viewer of this.viewers) viewer.fresh = true;
        return { status: 204 };
    }

    play(name) {
        this.run = { id: 1, name, asked: 0 };
        return { status: 201, value: this.watched() };
    }

    watched() {
        const step = (this.run.asked += 1);
        const state = (at) => (step > at ? 'done' : 'waiting');
        return { id: 1, name: this.run.name, state: step > 3 ? 'passed' : 'running', reason: '', steps: [{ name: 'linked', state: state(1) }, { name: 'cable pulled', state: state(2) }], expectations: [{ name: 'the host notices', state: step > 3 ? 'met' : 'open', came: step > 3 ? '<b>1 came</b>' : undefined }] };
    }

    answer(request, response) {
        const url = new URL(request.url, 'http://host');
        const file = files[url.pathname];
        if (file !== undefined) {
            response.writeHead(200, { 'Content-Type': file[1], 'Content-Security-Policy': policy, 'X-Content-Type-Options': 'nosniff', 'Cache-Control': 'no-cache' });
            response.end(readFileSync(join(dist, file[0])));
            return;
        }
        const body = [];
        request.on('data', (bytes) => body.push(bytes));
        request.on('end', () => this.answerApi(request, response, url, Buffer.concat(body).toString()));
    }

    answerApi(request, response, url, body) {
        const reply = (status, value, type = 'application/json') => {
            response.writeHead(status, { 'Content-Type': type });
            response.end(value === undefined ? undefined : typeof value === 'string' || Buffer.isBuffer(value) ? value : JSON.stringify(value));
        };
        const problem = (status, detail) => reply(status, { status, title: detail, detail }, 'application/problem+json');
        const { token } = this.options;
        if (token !== undefined && request.headers.authorization !== `Bearer ${token}`) return problem(401, 'no token');
        const path = decodeURIComponent(url.pathname.replace(/^\/api\/v1\//, ''));
        for (const [method, pattern, handler] of routes) {
            const match = pattern.exec(path);
            if (match === null || method !== request.method) continue;
            if (this.options.without?.some((each) => each.test(path))) return problem(404, 'not found');
            const serial = /^machines\/([^/]+)/.exec(path)?.[1];
            const machine = serial === undefined ? undefined : this.plant.filled(serial);
            if (serial !== undefined && machine === undefined) return problem(404, 'no machine of that serial has reported');
            const given = handler(machine, match, url.searchParams, body, this);
            if (given.problem !== undefined) return problem(given.status, given.problem);
            if (given.type !== undefined) return reply(given.status, given.body, given.type);
            return given.status === 204 ? reply(204) : given.value !== undefined ? reply(given.status, given.value) : reply(200, given);
        }
        return problem(404, 'there is nothing here');
    }

    upgrade(request, socket) {
        const url = new URL(request.url, 'http://host');
        const refused = this.options.token !== undefined && tokenOf(request) !== this.options.token;
        const display = /^\/api\/v1\/machines\/([^/]+)\/display$/.exec(url.pathname);
        if (refused || (url.pathname !== '/api/v1/live' && display === null) || this.options.noLive) {
            socket.end(`HTTP/1.1 ${refused ? '401 Unauthorized' : '404 Not Found'}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`);
            return;
        }
        if (display !== null) this.showScreen(request, socket);
        else this.watch(request, socket, url.searchParams);
    }

    watch(request, socket, query) {
        const viewer = { machines: query.get('machines')?.split(','), topics: (query.get('topics') ?? 'status,cycles,events').split(','), number: 0, fresh: true };
        const opened = accept(request, socket, { close: () => this.viewers.delete(viewer) });
        viewer.send = (message) => opened.send(JSON.stringify(message));
        viewer.close = opened.close;
        this.viewers.add(viewer);
        this.tell(viewer, null);
    }

    tell(viewer, done) {
        viewer.number += 1;
        const wanted = (each) => viewer.machines === undefined || viewer.machines.includes(each.serial);
        const base = { number: viewer.number, time: new Date().toISOString(), host: { ...this.plant.host(), faults: this.faults.length } };
        if (viewer.fresh || done === null) {
            viewer.fresh = false;
            viewer.send({ type: 'snapshot', ...base, machines: [...this.plant.machines.values()].map((each) => each.item).filter(wanted) });
            return;
        }
        const message = { type: 'delta', ...base };
        if (viewer.topics.includes('status')) message.machines = done.machines.filter(wanted);
        if (viewer.topics.includes('cycles')) message.cycles = done.cycles.filter(wanted);
        if (viewer.topics.includes('events')) Object.assign(message, { events: done.events.filter(wanted), interruptions: done.interruptions.filter(wanted) });
        if (viewer.topics.includes('frames')) message.frames = done.frames.filter(wanted);
        viewer.send(message);
    }

    tick() {
        if (this.viewers.size === 0 || this.options.still) return;
        const done = this.plant.step(this.options.share);
        for (const viewer of this.viewers) this.tell(viewer, done);
    }

    showScreen(request, socket) {
        const line = (text) => text.padEnd(80).slice(0, 80);
        const screen = (title) => ({
            columns: 80, rows: 25, text: [line(` HY-0001            ${title}`), line(' automatic          production'), line(`┌${'─'.repeat(38)}┐┌${'─'.repeat(38)}┐`), ...Array.from({ length: 21 }, () => line('│ ████████▉ 99.55%')), line(' F1 Overview     F2 Process')],
            attributes: Array.from({ length: 25 }, (_, row) => new Array(80).fill(row === 0 ? 0x1f : 7)), cursor: { x: 4, y: 3 }, menu: [{ key: 257, label: 'Overview' }, { key: 258, label: 'Process' }]
        });
        const opened = accept(request, socket, {
            message: (text) => {
                const { key } = JSON.parse(text);
                this.said.push(['key', key]);
                opened.send(JSON.stringify(key === 258 ? screen('Process') : screen('Overview')));
            }
        });
        opened.send(JSON.stringify(screen('Overview')));
    }

    /** Ends the feeds, as a host that goes away. */
    drop() {
        for (const viewer of this.viewers) viewer.close();
    }

    close() {
        clearInterval(this.timer);
        this.drop();
        this.server.closeAllConnections?.();
        return new Promise((done) => this.server.close(done));
    }
}

export async function startMockHost(options = {}) {
    const host = new MockHost(options);
    await new Promise((done) => host.server.listen(options.port ?? 0, '127.0.0.1', done));
    host.url = `http://127.0.0.1:${host.server.address().port}/`;
    return host;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
    const host = await startMockHost({ machines: Number(process.argv[2] ?? 12), port: Number(process.argv[3] ?? 0) });
    console.log(host.url);
}
