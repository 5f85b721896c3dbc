// The one plant of this page and its feed. A view says what it wants to see while it is shown.
import { useEffect } from 'preact/hooks';

import { createStore } from '../base/store.ts';
import { openLive, type Feed, type LiveRequest } from '../net/live.ts';
import { emptyPlant, plantAfter } from './plant.ts';

export const plant = createStore(emptyPlant);
export const feed = createStore<Feed>('connecting');

/** Machines that are not asked for stay as they were, so that coming back shows something at once. Null: nothing is asked. */
export function useLive(asked: LiveRequest | null): void {
    const key = JSON.stringify(asked);
    useEffect(() => {
        if (asked === null) return undefined;
        plant.set({ ...plant.get(), cycles: [], events: [], interruptions: [], frames: [] });
        return openLive(asked, {
            message(message) {
                const partial = asked.machines !== undefined && message.type === 'snapshot';
                const old = plant.get();
                const taken = partial ? { ...message, type: 'delta' as const } : message;
                plant.set(plantAfter(old, taken, Date.now()));
            },
            feed: feed.set
        });
    }, [key]);
}
