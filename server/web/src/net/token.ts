// The token of this tab: asked once, kept until the tab closes, never in an address.
import { createStore } from '../base/store.ts';

const key = 'husky.token';

export const tokenWanted = createStore<'no' | 'first' | 'wrong'>('no');
let waiting: (() => void)[] = [];

export function token(): string {
    return sessionStorage.getItem(key) ?? '';
}

/** Resolves once the reader has given a token. */
export function askToken(refused: string): Promise<void> {
    if (refused !== token()) return Promise.resolve();
    tokenWanted.set(refused === '' ? 'first' : 'wrong');
    return new Promise((done) => waiting.push(done));
}

export function giveToken(given: string): void {
    sessionStorage.setItem(key, given.trim());
    tokenWanted.set('no');
    const told = waiting;
    waiting = [];
    for (const done of told) done();
}

/** A WebSocket has no header of its own, so its token travels as a subprotocol. */
export function socketProtocols(): string[] {
    const plain = token();
    if (plain === '') return ['husky.live'];
    const bytes = new TextEncoder().encode(plain);
    const coded = btoa(String.fromCharCode(...bytes)).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
    return ['husky.live', `husky.token.${coded}`];
}
