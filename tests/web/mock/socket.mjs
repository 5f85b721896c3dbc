// The server's half of a WebSocket, as much of RFC 6455 as the page needs.
import { createHash } from 'node:crypto';

const salt = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';

function frame(opcode, payload) {
    const size = payload.length;
    const head = size < 126 ? Buffer.from([0x80 | opcode, size]) : Buffer.alloc(size < 65536 ? 4 : 10);
    if (size >= 126) {
        head[0] = 0x80 | opcode;
        head[1] = size < 65536 ? 126 : 127;
        if (size < 65536) head.writeUInt16BE(size, 2);
        else head.writeBigUInt64BE(BigInt(size), 2);
    }
    return Buffer.concat([head, payload]);
}

/** Answers the upgrade; `told.message(text)` and `told.close()` are called. Returns send(text) and close(). */
export function accept(request, socket, told) {
    const key = createHash('sha1').update(request.headers['sec-websocket-key'] + salt).digest('base64');
    const offered = (request.headers['sec-websocket-protocol'] ?? '').split(/,\s*/).filter((each) => each !== '');
    const chosen = offered.find((each) => !each.startsWith('husky.token.'));
    socket.write(
        'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n' +
            `Sec-WebSocket-Accept: ${key}\r\n${chosen === undefined ? '' : `Sec-WebSocket-Protocol: ${chosen}\r\n`}\r\n`
    );
    let waiting = Buffer.alloc(0);
    let open = true;
    const end = () => {
        if (!open) return;
        open = false;
        socket.destroy();
        told.close?.();
    };
    socket.on('data', (bytes) => {
        waiting = Buffer.concat([waiting, bytes]);
        while (waiting.length >= 6) {
            let size = waiting[1] & 127;
            let at = 2;
            if (size === 126) {
                size = waiting.readUInt16BE(2);
                at = 4;
            }
            if (waiting.length < at + 4 + size) return;
            const mask = waiting.subarray(at, at + 4);
            const payload = Buffer.from(waiting.subarray(at + 4, at + 4 + size)).map((byte, index) => byte ^ mask[index % 4]);
            const opcode = waiting[0] & 15;
            waiting = waiting.subarray(at + 4 + size);
            if (opcode === 8) {
                socket.write(frame(8, payload));
                end();
                return;
            }
            if (opcode === 1) told.message?.(payload.toString('utf8'));
        }
    });
    socket.on('close', end);
    socket.on('error', end);
    return { send: (text) => open && socket.write(frame(1, Buffer.from(text))), close: end };
}

export function tokenOf(request) {
    const offered = (request.headers['sec-websocket-protocol'] ?? '').split(/,\s*/);
    const coded = offered.find((each) => each.startsWith('husky.token.'));
    return coded === undefined ? '' : Buffer.from(coded.slice(12), 'base64url').toString('utf8');
}
