// Numbers and times as the reader's language writes them.
import { language } from './text.ts';

const formats = new Map<string, Intl.NumberFormat>();

/** "–" for what is not known. */
export function number(value: number | null | undefined, digits = 0): string {
    if (value === null || value === undefined || !Number.isFinite(value)) return '–';
    const key = `${language.get()}${digits}`;
    let format = formats.get(key);
    if (format === undefined) {
        format = new Intl.NumberFormat(language.get(), { minimumFractionDigits: digits, maximumFractionDigits: digits });
        formats.set(key, format);
    }
    return format.format(value);
}

export function percent(share: number | null | undefined, digits = 1): string {
    if (share === null || share === undefined || !Number.isFinite(share)) return '–';
    return `${number(share * 100, digits)} %`;
}

/** As many digits as a measured value deserves: about four figures. */
export function figure(value: unknown): string {
    if (typeof value === 'string') return value;
    if (typeof value !== 'number') return '–';
    if (Number.isInteger(value)) return number(value);
    const size = Math.abs(value);
    return number(value, size >= 1000 ? 0 : size >= 100 ? 1 : size >= 10 ? 2 : 3);
}

/** 14:05:09, of the reader's clock. */
export function clock(time: string | number | null | undefined): string {
    if (time === null || time === undefined) return '–';
    const at = new Date(time);
    if (Number.isNaN(at.getTime())) return String(time);
    return at.toLocaleTimeString(language.get(), { hour12: false });
}

export function dayAndClock(time: string | number | null | undefined): string {
    if (time === null || time === undefined) return '–';
    const at = new Date(time);
    if (Number.isNaN(at.getTime())) return String(time);
    const day = at.toLocaleDateString(language.get(), { day: 'numeric', month: 'short' });
    return `${day} ${clock(time)}`;
}

/** 42 s, 7 min, 3.5 h, 2.1 d. */
export function span(seconds: number | null | undefined): string {
    if (seconds === null || seconds === undefined || !Number.isFinite(seconds)) return '–';
    const size = Math.abs(seconds);
    if (size < 90) return `${number(seconds)} s`;
    if (size < 5400) return `${number(seconds / 60)} min`;
    if (size < 172800) return `${number(seconds / 3600, 1)} h`;
    return `${number(seconds / 86400, 1)} d`;
}

export function bytes(size: number): string {
    return size < 10000 ? `${number(size)} B` : `${number(size / 1024)} KiB`;
}
