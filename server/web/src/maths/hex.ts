export function bytesOf(hex: string): Uint8Array {
    const clean = hex.replace(/[^0-9a-fA-F]/g, '');
    const bytes = new Uint8Array(clean.length >> 1);
    for (let at = 0; at < bytes.length; at += 1) bytes[at] = parseInt(clean.substr(at * 2, 2), 16);
    return bytes;
}

export interface HexLine {
    offset: number;
    bytes: string[];
    text: string;
}

export function hexLines(bytes: Uint8Array, width = 16): HexLine[] {
    const lines: HexLine[] = [];
    for (let offset = 0; offset < bytes.length; offset += width) {
        const part = [...bytes.slice(offset, offset + width)];
        lines.push({
            offset,
            bytes: part.map((each) => each.toString(16).padStart(2, '0')),
            text: part.map((each) => (each >= 32 && each < 127 ? String.fromCharCode(each) : '·')).join('')
        });
    }
    return lines;
}

/** For each byte the number of the field that it belongs to, -1 for none. */
export function ownersOf(fields: { offset: number; size: number }[], size: number): Int32Array {
    const owners = new Int32Array(size).fill(-1);
    fields.forEach((field, index) => owners.fill(index, field.offset, field.offset + field.size));
    return owners;
}
