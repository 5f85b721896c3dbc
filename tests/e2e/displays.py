"""The machine's end of a display link, and a viewer's end of a WebSocket, written from the contract and RFC 6455."""

import base64
import hashlib
import json
import os
import socket
import struct
import threading
import time

import peers
import wire

CLEAR, TEXT, HORIZONTAL, VERTICAL, BOX, BAR, CURSOR = range(7)
F1, ENTER = 0x0101, 0x0117


class ScriptedDisplay(peers.Link):
    """A machine's display link. A thread answers the host; what came is in `log`, keys in `keys`."""

    def __init__(self, sock, columns=80, rows=25, drawings=(), answering=True):
        super().__init__(sock)
        self.columns, self.rows, self.drawings, self.answering = columns, rows, list(drawings), answering
        self.start_result, self.log, self.keys, self.errors = 0, [], [], []
        self.news, self.over = threading.Condition(), False
        self.thread = None

    @classmethod
    def dial(cls, address, serial=None, **options):
        link = cls(socket.create_connection(address, peers.seconds(10)), **options)
        if serial is not None:
            link.initialise(serial)
            link.serve()
        return link

    def initialise(self, serial, result=0):
        self.send("display_init", serial_number=serial)
        return self.expect("display_init_response", result=result)

    def expect_error(self, code, command=None, timeout=10):
        message = self.expect("display_error", timeout, code=code)
        assert command is None or message["command"] == command, message
        return message

    def serve(self):
        self.thread = threading.Thread(target=self._serve, daemon=True)
        self.thread.start()

    def _serve(self):
        try:
            while True:
                message = self.receive_any(3600)
                with self.news:
                    self.log.append(message.name)
                    if message.name == "key":
                        self.keys.append(message["key_code"])
                    if message.name in ("error", "display_error"):
                        self.errors.append((message.name, message["code"], message["command"]))
                    self.news.notify_all()
                if self.answering:
                    self._answer(message.name)
        except (AssertionError, OSError, ValueError):
            pass
        with self.news:
            self.over = True
            self.news.notify_all()

    def _answer(self, name):
        if name == "display_start":
            self.send("display_start_response", result=self.start_result, columns=self.columns, rows=self.rows)
            if self.start_result == 0 and self.drawings:
                self.draw(*self.drawings)
        elif name == "display_stop":
            self.send("display_stop_response")
        elif name == "identify":
            self.send("identify_response", revision=0x0202, role=1, name="scripted", software="1", links=1)

    def draw(self, *drawings):
        self.send("screen", commands=list(drawings))

    def until(self, condition, what, timeout=10):
        with self.news:
            if not self.news.wait_for(condition, peers.seconds(timeout)):
                raise AssertionError(f"not in time: {what}; log: {self.log}")

    def heard(self, name, times=1):
        self.until(lambda: self.log.count(name) >= times, f"{name} x {times}")
        return self

    def close(self):
        try:
            self.socket.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass
        if self.thread:
            self.thread.join(peers.seconds(5))
        self.socket.close()


class Refused(AssertionError):
    def __init__(self, status, text):
        super().__init__(f"{status}: {text}")
        self.status = status


class WebSocket:
    """A client of RFC 6455 on a blocking socket."""

    def __init__(self, address, path, headers=None, receive_buffer=None, tls=None):
        self.socket = socket.socket()
        if receive_buffer:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        self.socket.settimeout(peers.seconds(10))
        self.socket.connect(address)
        if tls:
            self.socket = tls.wrap_socket(self.socket, server_hostname=address[0])
        self.pending = b""
        key = base64.b64encode(os.urandom(16)).decode()
        lines = [f"GET {path} HTTP/1.1", "Host: %s:%d" % address, "Upgrade: websocket", "Connection: Upgrade",
                 f"Sec-WebSocket-Key: {key}", "Sec-WebSocket-Version: 13"]
        lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
        self.socket.sendall("\r\n".join(lines + ["", ""]).encode())
        while b"\r\n\r\n" not in self.pending:
            got = self.socket.recv(4096)
            if not got:
                raise Refused(0, "closed")
            self.pending += got
        head, self.pending = self.pending.split(b"\r\n\r\n", 1)
        status = int(head.split()[1])
        if status != 101:
            self.socket.close()
            raise Refused(status, head.decode() + self.pending.decode("utf-8", "replace"))
        proof = base64.b64encode(hashlib.sha1((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").encode()).digest())
        assert proof in head, head

    def _take(self, count, end):
        while len(self.pending) < count:
            self.socket.settimeout(max(0.001, end - time.monotonic()))
            try:
                got = self.socket.recv(1 << 16)
            except TimeoutError:
                raise AssertionError("no WebSocket message in time") from None
            except ConnectionError as problem:
                raise peers.Closed(str(problem)) from None
            if not got:
                raise peers.Closed("the WebSocket ended")
            self.pending += got
        taken, self.pending = self.pending[:count], self.pending[count:]
        return taken

    def _frame(self, end):
        first, second = self._take(2, end)
        assert first & 0x80, "the host does not fragment"
        assert not second & 0x80, "the host does not mask"
        size = second & 0x7F
        if size >= 126:
            size = int.from_bytes(self._take(2 if size == 126 else 8, end), "big")
        return first & 0x0F, self._take(size, end)

    def receive(self, timeout=10, answer_pings=True):
        """The next text as JSON."""
        end = time.monotonic() + peers.seconds(timeout)
        while True:
            opcode, payload = self._frame(end)
            if opcode == 1:
                return json.loads(payload)
            if opcode == 8:
                raise peers.Closed(f"closed: {payload!r}")
            if opcode == 9 and answer_pings:
                self.send_frame(10, payload)

    def until(self, condition, timeout=10):
        """The first message that is as wanted; earlier ones are passed over."""
        end = time.monotonic() + peers.seconds(timeout)
        while not condition(message := self.receive((end - time.monotonic()) / peers.FACTOR)):
            pass
        return message

    def send_frame(self, opcode, payload):
        mask = os.urandom(4)
        size = len(payload)
        head = struct.pack("!BB", 0x80 | opcode, 0x80 | size) if size < 126 else struct.pack("!BBH", 0x80 | opcode, 0xFE, size)
        self.socket.sendall(head + mask + bytes(b ^ mask[i % 4] for i, b in enumerate(payload)))

    def send(self, message):
        self.send_frame(1, message if isinstance(message, bytes) else json.dumps(message).encode())

    def close(self):
        self.socket.close()
