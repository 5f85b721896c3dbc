// State outside of components: a value, who wants to know of its changes, and the hook that draws them.
import { useEffect, useState } from 'preact/hooks';

export interface Store<T> {
    get(): T;
    set(value: T): void;
    subscribe(told: () => void): () => void;
}

export function createStore<T>(first: T): Store<T> {
    let value = first;
    const listeners = new Set<() => void>();
    return {
        get: () => value,
        set(next) {
            if (Object.is(next, value)) return;
            value = next;
            for (const told of [...listeners]) told();
        },
        subscribe(told) {
            listeners.add(told);
            return () => listeners.delete(told);
        }
    };
}

/** The value of the store now; draws again, at most once a frame, when it changes. */
export function useStore<T>(store: Store<T>): T {
    const [, draw] = useState({});
    useEffect(() => {
        let frame = 0;
        const seen = store.get();
        const later = () => {
            if (frame === 0)
                frame = requestAnimationFrame(() => {
                    frame = 0;
                    draw({});
                });
        };
        const stop = store.subscribe(later);
        if (!Object.is(seen, store.get())) later();
        return () => {
            stop();
            cancelAnimationFrame(frame);
        };
    }, [store]);
    return store.get();
}
