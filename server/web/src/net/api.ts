// Requests to the host that served this page. Errors become Problem; a 401 asks for the token and tries again.
import { askToken, token } from './token.ts';
import type { List } from './types.ts';

export class Problem extends Error {
    constructor(readonly status: number, message: string) {
        super(message);
    }
}

export type Query = Record<string, string | number | undefined>;

export function address(path: string, query: Query = {}): string {
    const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== '');
    const text = given.map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`).join('&');
    return `api/v1/${path}${text === '' ? '' : `?${text}`}`;
}

async function problemOf(answer: Response): Promise<Problem> {
    let detail = answer.statusText;
    try {
        const document = await answer.json();
        detail = document.detail ?? document.title ?? detail;
    } catch {
        // not a problem document: the status says enough
    }
    return new Problem(answer.status, detail);
}

export async function send(method: string, path: string, query: Query = {}, body?: BodyInit, type?: string): Promise<Response> {
    for (;;) {
        const used = token();
        const headers: Record<string, string> = {};
        if (used !== '') headers['Authorization'] = `Bearer ${used}`;
        if (type !== undefined) headers['Content-Type'] = type;
        let answer: Response;
        try {
            answer = await fetch(address(path, query), { method, headers, body, cache: 'no-cache' });
        } catch {
            throw new Problem(0, 'no answer');
        }
        if (answer.status === 401) {
            await askToken(used);
            continue;
        }
        if (!answer.ok) throw await problemOf(answer);
        return answer;
    }
}

export async function getJson<T>(path: string, query: Query = {}): Promise<T> {
    return (await send('GET', path, query)).json();
}

export async function sendJson<T>(method: string, path: string, body: unknown): Promise<T> {
    const answer = await send(method, path, {}, JSON.stringify(body), 'application/json');
    return answer.status === 204 ? (undefined as T) : answer.json();
}

/** Pages of a list until `most` items are there. */
export async function getList<T>(path: string, most: number, query: Query = {}): Promise<T[]> {
    const items: T[] = [];
    let after: number | string | undefined;
    do {
        const page: List<T> = await getJson(path, { ...query, limit: Math.min(1000, most - items.length), after });
        items.push(...page.items);
        after = page.next ?? undefined;
    } while (after !== undefined && items.length < most);
    return items;
}

/** The newest `most` items, oldest first. */
export async function newest<T>(path: string, most: number, query: Query = {}): Promise<T[]> {
    return (await getList<T>(path, most, { ...query, order: 'desc' })).reverse();
}

export function machinePath(serial: string, ...rest: (string | number)[]): string {
    return ['machines', serial, ...rest].map((each) => encodeURIComponent(String(each))).join('/');
}
