// A capture that Wireshark opens: each frame as one TCP segment over IPv4, made up around the bytes the host traced.
import type { Frame } from '../net/types.ts';
import { bytesOf } from './hex.ts';

const rawIp = 101;
const hostPort = 1310;

function block(type: number, body: Uint8Array): Uint8Array {
    const padded = (body.length + 3) & ~3;
    const out = new Uint8Array(padded + 12);
    const view = new DataView(out.buffer);
    view.setUint32(0, type, true);
    view.setUint32(4, out.length, true);
    out.set(body, 8);
    view.setUint32(out.length - 4, out.length, true);
    return out;
}

function sectionHeader(): Uint8Array {
    const body = new DataView(new ArrayBuffer(16));
    body.setUint32(0, 0x1a2b3c4d, true);
    body.setUint16(4, 1, true);
    body.setBigInt64(8, -1n, true);
    return block(0x0a0d0d0a, new Uint8Array(body.buffer));
}

function interfaceBlock(): Uint8Array {
    const body = new DataView(new ArrayBuffer(8));
    body.setUint16(0, rawIp, true);
    return block(1, new Uint8Array(body.buffer));
}

function checksum(bytes: Uint8Array): number {
    let sum = 0;
    for (let at = 0; at < bytes.length; at += 2) sum += (bytes[at] << 8) | (bytes[at + 1] ?? 0);
    while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
    return ~sum & 0xffff;
}

/** 127.0.0.1 is the host; the machine gets an address and a port of its own. */
function segment(payload: Uint8Array, sent: boolean, machine: number, sequence: number, acknowledged: number): Uint8Array {
    const out = new Uint8Array(40 + payload.length);
    const view = new DataView(out.buffer);
    const host = 0x7f000001;
    const other = (0x7f010000 + machine) >>> 0;
    const port = 40000 + (machine % 20000);
    view.setUint16(0, 0x4500);
    view.setUint16(2, out.length);
    view.setUint16(6, 0x4000);
    view.setUint16(8, 0x4006);
    view.setUint32(12, sent ? host : other);
    view.setUint32(16, sent ? other : host);
    view.setUint16(10, checksum(out.subarray(0, 20)));
    view.setUint16(20, sent ? hostPort : port);
    view.setUint16(22, sent ? port : hostPort);
    view.setUint32(24, sequence);
    view.setUint32(28, acknowledged);
    view.setUint16(32, 0x5018);
    view.setUint16(34, 0xffff);
    out.set(payload, 40);
    return out;
}

function packet(time: string, data: Uint8Array): Uint8Array {
    const body = new Uint8Array(20 + data.length);
    const view = new DataView(body.buffer);
    const micros = BigInt(Date.parse(time) || 0) * 1000n;
    view.setUint32(4, Number(micros >> 32n), true);
    view.setUint32(8, Number(micros & 0xffffffffn), true);
    view.setUint32(12, data.length, true);
    view.setUint32(16, data.length, true);
    body.set(data, 20);
    return block(6, body);
}

export function pcapng(frames: Frame[]): Uint8Array {
    const parts = [sectionHeader(), interfaceBlock()];
    const flows = new Map<string, { machine: number; sent: number; received: number }>();
    for (const frame of frames) {
        const flow = flows.get(frame.serial) ?? { machine: flows.size + 1, sent: 1, received: 1 };
        flows.set(frame.serial, flow);
        const payload = bytesOf(frame.bytes);
        const sent = frame.direction === 'sent';
        const [mine, other] = sent ? [flow.sent, flow.received] : [flow.received, flow.sent];
        parts.push(packet(frame.time, segment(payload, sent, flow.machine, mine, other)));
        if (sent) flow.sent += payload.length;
        else flow.received += payload.length;
    }
    const out = new Uint8Array(parts.reduce((sum, each) => sum + each.length, 0));
    let at = 0;
    for (const part of parts) {
        out.set(part, at);
        at += part.length;
    }
    return out;
}
