// Modes of machines as the host names them, and the few kinds that the page tells apart by colour, sign and word.
export type Kind = 'run' | 'stop' | 'work' | 'heat' | 'rest' | 'gone';

const kinds: Record<string, Kind> = {
    off: 'rest',
    idle: 'rest',
    standby: 'rest',
    heating: 'heat',
    manual: 'work',
    'set-up': 'work',
    purge: 'work',
    'dry cycle': 'work',
    maintenance: 'work',
    'semi-auto': 'run',
    auto: 'run',
    interrupted: 'stop'
};

export function isMode(word: string): boolean {
    return Object.hasOwn(kinds, word);
}

export function kindOf(mode: string, online = true): Kind {
    return online ? (kinds[mode] ?? 'rest') : 'gone';
}

/** What stands beside the word, for eyes that do not tell colours. */
export const signs: Record<Kind, string> = { run: '▶', stop: '■', work: '◆', heat: '▲', rest: '○', gone: '✕' };

/** The worst first. */
export const kindOrder: Kind[] = ['stop', 'gone', 'heat', 'work', 'rest', 'run'];

const families: [RegExp, string][] = [
    [/^(PET|PF)/i, 'PET'],
    [/^CAP/i, 'CAP'],
    [/^(TUB|TW)/i, 'THINWALL'],
    [/^(TRIM|TECH)/i, 'TECH']
];

/** The host's word for it, or what the names of mould and job give away. */
export function familyOf(given: string | null | undefined, mould: string, job: string): string {
    if (given !== undefined && given !== null && given !== '') return given.toUpperCase();
    const found = families.find(([pattern]) => pattern.test(mould) || pattern.test(job));
    return found === undefined ? '–' : found[1];
}
