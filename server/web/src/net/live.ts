// The live feed: a WebSocket that comes back by itself, and polling where a host has none.
import { getList } from './api.ts';
import { socketProtocols } from './token.ts';
import type { LiveMessage, Machine } from './types.ts';

export type Feed = 'connecting' | 'live' | 'polling' | 'lost';

export interface LiveRequest {
    machines?: string[];
    topics: string[];
}

interface Told {
    message(message: LiveMessage): void;
    feed(state: Feed): void;
}

const longestPause = 10000;
const pollEvery = 2000;
/** After this many attempts without a first message the host is taken for one without a feed. */
const attemptsBeforePolling = 2;
const pollsBeforeConnecting = 15;

export function socketAddress(path: string): string {
    const at = new URL(path, location.href);
    at.protocol = at.protocol === 'https:' ? 'wss:' : 'ws:';
    at.hash = '';
    return at.href;
}

function liveAddress(asked: LiveRequest): string {
    const parts = [`topics=${asked.topics.join(',')}`];
    if (asked.machines !== undefined) parts.push(`machines=${asked.machines.map(encodeURIComponent).join(',')}`);
    return socketAddress(`api/v1/live?${parts.join('&')}`);
}

/** Returns what ends it. The first GET finds out whether a token is wanted, which a WebSocket cannot tell. */
export function openLive(asked: LiveRequest, told: Told): () => void {
    let ended = false;
    let socket: WebSocket | undefined;
    let timer = 0;
    let failures = 0;

    const again = (run: () => void, pause: number) => {
        if (!ended) timer = window.setTimeout(run, pause);
    };

    const poll = async (left: number): Promise<void> => {
        if (left === 0) {
            failures = attemptsBeforePolling - 1;
            return connect();
        }
        try {
            const machines = await getList<Machine>('machines', 20000);
            if (ended) return;
            told.feed('polling');
            told.message({ type: 'snapshot', number: 0, machines });
        } catch {
            if (!ended) told.feed('lost');
        }
        again(() => void poll(left - 1), pollEvery);
    };

    const connect = async () => {
        try {
            await getList('machines', 1);
        } catch {
            if (ended) return;
            told.feed('lost');
            failures += 1;
            again(connect, Math.min(longestPause, 500 * 2 ** Math.min(failures, 5)));
            return;
        }
        if (ended) return;
        let spoke = false;
        socket = new WebSocket(liveAddress(asked), socketProtocols());
        socket.onmessage = (event) => {
            if (ended) return;
            if (!spoke) told.feed('live');
            spoke = true;
            failures = 0;
            told.message(JSON.parse(event.data));
        };
        socket.onclose = () => {
            if (ended) return;
            failures += spoke ? 0 : 1;
            if (failures >= attemptsBeforePolling) {
                void poll(pollsBeforeConnecting);
                return;
            }
            told.feed(spoke ? 'lost' : 'connecting');
            again(connect, 500);
        };
    };

    told.feed('connecting');
    void connect();
    return () => {
        ended = true;
        window.clearTimeout(timer);
        socket?.close();
    };
}
