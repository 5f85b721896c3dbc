"""A client of RFC 6455 that is enough for the host: texts of JSON, no extensions."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import socket
import struct
import time
from types import TracebackType
from typing import Any, Mapping, Optional, Type

from .address import Address
from .errors import NotInTime, Problem, Unreachable
from .waiting import stretched

GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
LARGEST_HEAD = 65536
TEXT, CLOSE, PING, PONG = 1, 8, 9, 10


class WebSocket:
    """Messages in order, from receive(). Problem if the host refuses; Unreachable when the connection is over."""

    def __init__(self, address: Address, path: str, headers: Optional[Mapping[str, str]] = None, timeout: float = 10.0) -> None:
        self._pending = b""
        try:
            self._socket = socket.create_connection((address.host, address.port), stretched(timeout))
        except OSError as problem:
            raise Unreachable(f"{address}: {problem.strerror or problem}") from None
        try:
            self._open(address, path, headers or {}, time.monotonic() + stretched(timeout))
        except BaseException:
            self._socket.close()
            raise

    def _open(self, address: Address, path: str, headers: Mapping[str, str], end: float) -> None:
        key = base64.b64encode(os.urandom(16)).decode()
        lines = [f"GET {path} HTTP/1.1", f"Host: {address}", "Upgrade: websocket", "Connection: Upgrade", f"Sec-WebSocket-Key: {key}",
                 "Sec-WebSocket-Version: 13", *(f"{name}: {value}" for name, value in headers.items())]
        self._socket.sendall("\r\n".join([*lines, "", ""]).encode())
        while b"\r\n\r\n" not in self._pending:
            if len(self._pending) > LARGEST_HEAD:
                raise Unreachable(f"GET {path}: no answer of HTTP")
            self._more(end)
        head, self._pending = self._pending.split(b"\r\n\r\n", 1)
        words = head.decode("latin-1").split()
        status = int(words[1]) if len(words) > 1 and words[1].isdigit() else 0
        if status == 101:
            if base64.b64encode(hashlib.sha1((key + GUID).encode()).digest()) not in head:
                raise Unreachable(f"GET {path}: the answer is of no WebSocket")
            return
        raise Problem(f"GET {path}", status, self._refusal(head, end))

    def _refusal(self, head: bytes, end: float) -> Mapping[str, Any]:
        length = next((int(line.split(b":", 1)[1]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")), 0)
        try:
            document = json.loads(self._take(min(length, LARGEST_HEAD), end))
            return document if isinstance(document, dict) else {}
        except (ValueError, Unreachable, NotInTime):
            return {}

    def receive(self, timeout: float = 10.0) -> Any:
        """The next message, decoded. NotInTime if none comes; pings are answered on the way."""
        end = time.monotonic() + stretched(timeout)
        whole = b""
        while True:
            first, second = self._take(2, end)
            size = second & 0x7F
            if size >= 126:
                size = int.from_bytes(self._take(2 if size == 126 else 8, end), "big")
            payload = self._take(size, end)
            kind = first & 0x0F
            if kind == CLOSE:
                raise Unreachable(f"the host closed the WebSocket: {payload[2:].decode('utf-8', 'replace') or 'without a word'}")
            if kind == PING:
                self._frame(PONG, payload)
            elif kind in (0, TEXT):
                whole += payload
                if first & 0x80:
                    return json.loads(whole)

    def send(self, message: Any) -> None:
        """An object, as JSON."""
        self._frame(TEXT, json.dumps(message).encode())

    def close(self) -> None:
        try:
            self._frame(CLOSE, struct.pack("!H", 1000))
        except Unreachable:
            pass
        self._socket.close()

    def __enter__(self) -> WebSocket:
        return self

    def __exit__(self, kind: Optional[Type[BaseException]], error: Optional[BaseException], trace: Optional[TracebackType]) -> None:
        self.close()

    def _frame(self, kind: int, payload: bytes) -> None:
        mask, size = os.urandom(4), len(payload)
        if size < 126:
            head = struct.pack("!BB", 0x80 | kind, 0x80 | size)
        elif size < 65536:
            head = struct.pack("!BBH", 0x80 | kind, 0xFE, size)
        else:
            head = struct.pack("!BBQ", 0x80 | kind, 0xFF, size)
        try:
            self._socket.sendall(head + mask + bytes(byte ^ mask[i % 4] for i, byte in enumerate(payload)))
        except OSError as problem:
            raise Unreachable(f"the WebSocket is over: {problem.strerror or problem}") from None

    def _take(self, count: int, end: float) -> bytes:
        while len(self._pending) < count:
            self._more(end)
        taken, self._pending = self._pending[:count], self._pending[count:]
        return taken

    def _more(self, end: float) -> None:
        try:
            self._socket.settimeout(max(0.001, end - time.monotonic()))
            got = self._socket.recv(1 << 16)
        except socket.timeout:
            raise NotInTime("no message of the WebSocket in time") from None
        except OSError as problem:
            raise Unreachable(f"the WebSocket is over: {problem.strerror or problem}") from None
        if not got:
            raise Unreachable("the WebSocket is over")
        self._pending += got
