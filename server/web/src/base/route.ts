// Where the reader is: #/machine/HY-0001/spc is {view: 'machine', rest: ['HY-0001', 'spc']}.
import { createStore } from './store.ts';

export interface Route {
    view: string;
    rest: string[];
}

export function parseRoute(hash: string): Route {
    const parts = hash.replace(/^#\/?/, '').split('/').filter((each) => each !== '');
    const decoded = parts.map((each) => {
        try {
            return decodeURIComponent(each);
        } catch {
            return each;
        }
    });
    return { view: decoded[0] ?? 'plant', rest: decoded.slice(1) };
}

export function hrefOf(...parts: string[]): string {
    return '#/' + parts.map(encodeURIComponent).join('/');
}

export const route = createStore<Route>({ view: 'plant', rest: [] });

export function followRoute(): void {
    const read = () => route.set(parseRoute(location.hash));
    addEventListener('hashchange', read);
    read();
}
