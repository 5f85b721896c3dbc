// Stretches of modes of one machine out of its events E203 ("Mode changed: automatic").
import { isMode } from './modes.ts';

export interface Stretch {
    mode: string;
    from: number;
    to: number;
}

export interface ModeChange {
    at: number;
    mode: string;
}

const words: Record<string, string> = { automatic: 'auto', 'semi-automatic': 'semi-auto', setup: 'set-up' };

/** E203 also says why a machine stands; only words that are modes count. */
export function modeOfEvent(type: string | undefined, text: string): string | null {
    if (type !== 'E203') return null;
    const at = text.lastIndexOf(':');
    if (at < 0) return null;
    const word = text.slice(at + 1).trim().toLowerCase();
    const mode = words[word] ?? word;
    return isMode(mode) ? mode : null;
}

/** From `begin` to `now`; what was before the first change is unknown and not drawn. */
export function stretches(changes: ModeChange[], begin: number, now: number): Stretch[] {
    const found: Stretch[] = [];
    changes.forEach((change, index) => {
        const to = index + 1 < changes.length ? changes[index + 1].at : now;
        if (to <= begin || change.at >= now || to <= change.at) return;
        const from = Math.max(begin, change.at);
        const last = found[found.length - 1];
        if (last !== undefined && last.mode === change.mode && last.to === from) last.to = to;
        else found.push({ mode: change.mode, from, to });
    });
    return found;
}
