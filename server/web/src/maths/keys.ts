// Keys of a keyboard as the numbers of a display link (docs/display.md).
const named: Record<string, number> = {
    ArrowUp: 272, ArrowDown: 273, ArrowLeft: 274, ArrowRight: 275, PageUp: 276, PageDown: 277, Home: 278, Enter: 279, Escape: 280
};

export function keyOf(event: { key: string; ctrlKey: boolean; altKey: boolean; metaKey: boolean }): number | null {
    if (event.ctrlKey || event.altKey || event.metaKey) return null;
    const functionKey = /^F([1-9]|1[0-2])$/.exec(event.key);
    if (functionKey !== null) return 256 + Number(functionKey[1]);
    if (named[event.key] !== undefined) return named[event.key];
    if ([...event.key].length !== 1) return null;
    const code = event.key.codePointAt(0) ?? 0;
    return (code >= 32 && code < 127) || (code >= 160 && code <= 255) ? code : null;
}
