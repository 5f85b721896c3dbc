"""A machine and a host that follow a script, on plain blocking sockets.

Every wait has a deadline. `pieces` decides how what we send is cut: whole messages, single bytes, random pieces.
"""

import os
import random
import select
import socket
import time

import wire

FACTOR = float(os.environ.get("HUSKY_E2E_TIMEOUT_FACTOR", "1"))


def seconds(value):
    """A deadline, stretched for slow builds."""
    return value * FACTOR


def whole(data):
    yield data


def one_by_one(data):
    for at in range(len(data)):
        yield data[at : at + 1]


def random_pieces(seed):
    pick = random.Random(seed)

    def cut(data):
        at = 0
        while at < len(data):
            size = pick.choice((1, 2, 3, 5, 17, 100, 1000))
            yield data[at : at + size]
            at += size

    return cut


class Closed(AssertionError):
    """The other end closed the link."""


class Link:
    """One TCP link seen from our end."""

    def __init__(self, sock, pieces=whole):
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket, self.pieces = sock, pieces
        self.reader = wire.FrameReader()

    def send_bytes(self, data):
        self.socket.settimeout(seconds(10))
        for piece in self.pieces(data):
            self.socket.sendall(piece)

    def send(self, name, /, **fields):
        self.send_bytes(wire.encode(name, **fields))

    def send_frame(self, command, payload=b"", size=None):
        self.send_bytes(wire.frame(command, payload, size))

    def receive_any(self, timeout=10):
        """The next message, whatever it is."""
        end = time.monotonic() + seconds(timeout)
        while (data := self.reader.next()) is None:
            self.socket.settimeout(max(0.001, end - time.monotonic()))
            try:
                got = self.socket.recv(65536)
            except (ConnectionError, TimeoutError) as problem:
                if isinstance(problem, TimeoutError):
                    raise AssertionError(f"no message within {seconds(timeout):g} s") from None
                raise Closed(f"the link was reset: {problem}") from None
            if not got:
                raise Closed("the link was closed")
            self.reader.feed(got)
        return wire.decode(data)

    receive = receive_any

    def expect(self, name, timeout=10, **fields):
        """The next message must be this one, with at least these fields."""
        message = self.receive(timeout)
        if message.name != name or any(message[key] != value for key, value in fields.items()):
            raise AssertionError(f"expected {name} {fields}, got {message}")
        return message

    def expect_error(self, code, command=None, timeout=10):
        message = self.expect("error", timeout, code=code)
        if command is not None and message["command"] != command:
            raise AssertionError(f"expected an error about 0x{command:04X}, got {message}")
        return message

    def expect_closed(self, timeout=10):
        """Nothing more comes but the end."""
        try:
            message = self.receive(timeout)
        except Closed:
            return
        raise AssertionError(f"expected the end of the link, got {message}")

    def wait_closed(self, timeout=10):
        """The link ends in time; what came before does not matter. Returns it."""
        end, messages = time.monotonic() + seconds(timeout), []
        try:
            while True:
                messages.append(self.receive_any((end - time.monotonic()) / FACTOR))
        except Closed:
            return messages

    def readable(self, timeout):
        """Whether there is something to read (or the end), within so many seconds."""
        waiting = select.poll()  # select() refuses descriptors from 1024 on
        waiting.register(self.socket, select.POLLIN)
        return bool(waiting.poll(timeout * 1000))

    def fence(self, timeout=10):
        """Proof that everything sent so far was dealt with and not answered: the next answer is to this question."""
        self.send("identify")
        return self.expect("identify_response", timeout)

    def close(self):
        self.socket.close()

    def reset(self):
        """Ends the link as a crash would: with RST."""
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
        self.socket.close()


class ScriptedMachine(Link):
    """A machine that answers what hosts ask. What it was asked is in `requests`."""

    LANGUAGES = {"E": "English", "D": "Deutsch"}

    @classmethod
    def dial(cls, address, timeout=10, **options):
        return cls(socket.create_connection(address, seconds(timeout)), **options)

    def __init__(self, sock, pieces=whole, variables=5, interruptions=3, page=50, missing=(), answering=True):
        super().__init__(sock, pieces)
        self.requests, self.answering = [], answering
        self.last_cycle = ()  # life counter and end time, which a read of variables 1 and 4 gives; empty: unavailable
        self.variables = [{"variable_id": 101 + i, "value_type": wire.F32, "units": "s", "description": f"Variable {101 + i}"}
                          for i in range(variables)]
        self.interruptions = [{"interruption_id": 1 + i, "description": f"Interruption {1 + i}"} for i in range(interruptions)]
        self.page, self.missing = page, missing

    def initialise(self, serial, result=0):
        self.send("init", serial_number=serial)
        return self.expect("init_response", result=result)

    def receive(self, timeout=10):
        """The next message that is not a question of the host; questions are answered on the way."""
        end = time.monotonic() + seconds(timeout)
        while True:
            message = self.receive_any(max(0.001, (end - time.monotonic()) / FACTOR))
            answer = getattr(self, f"on_{message.name}", None)
            if answer is None:
                return message
            self.requests.append(message)
            if self.answering:
                if message.name in self.missing:
                    self.send(f"{message.name}_response", result=3)
                else:
                    answer(message)

    def asked(self):
        """Names of the requests so far."""
        return [request.name for request in self.requests]

    def until(self, condition, timeout=10):
        """Keeps the conversation going until `condition` holds."""
        end = time.monotonic() + seconds(timeout)
        while not condition():
            if time.monotonic() > end:
                raise AssertionError(f"not in time; asked so far: {self.asked()}")
            if self.readable(0.05) or self.reader.pending:
                try:
                    message = self.receive(0.2)
                except Closed:
                    raise
                except AssertionError:
                    continue
                raise AssertionError(f"unexpected {message}")

    def polled(self):
        """Waits until the host has asked everything of rule 3."""
        self.until(lambda: "status" in self.asked())
        return self

    def _page_of(self, table, first):
        return table[first : first + self.page] if first <= len(table) else None

    def on_languages(self, _):
        self.send("languages_response", languages=[{"language_code": c, "language_name": n} for c, n in self.LANGUAGES.items()])

    def on_list(self, request):
        page = self._page_of(self.variables, request["first_index"])
        self.send("list_response", result=2 if page is None else 0, total_variables=len(self.variables),
                  first_index=request["first_index"], variables=page or [])

    def on_interruption_list(self, request):
        page = self._page_of(self.interruptions, request["first_index"])
        self.send("interruption_list_response", result=2 if page is None else 0, total=len(self.interruptions),
                  first_index=request["first_index"], interruptions=page or [])

    def on_cycle_select(self, _):
        self.send("cycle_select_response")

    def on_status(self, _):
        self.send("status_response", mode=8, production=4, job="JOB 1", mould="MOULD 1")

    def on_read(self, request):
        known = dict(zip((1, 4), self.last_cycle))
        self.send("read_response", variables=[
            {"variable_id": v["variable_id"], "value_type": wire.UNAVAILABLE if known.get(v["variable_id"]) is None else wire.I32,
             "value": known.get(v["variable_id"])} for v in request["variables"]])


class HostLink(Link):
    """The host's end of a link that a machine dialled. Indications that come between answers are kept in `indications`."""

    INDICATIONS = ("cycle", "event", "cycle_interruption", "status_change")

    def __init__(self, sock, pieces=whole):
        super().__init__(sock, pieces)
        self.indications = []

    def welcome(self, result=0, synch_time=None, timeout=10):
        """Takes the machine's init and answers it; returns the serial."""
        serial = self.expect("init", timeout)["serial_number"]
        self.send("init_response", result=result, synch_time=int(time.time()) if synch_time is None else synch_time)
        return serial

    def receive(self, timeout=10):
        """The next message that is not an indication."""
        end = time.monotonic() + seconds(timeout)
        while True:
            message = self.receive_any(max(0.001, (end - time.monotonic()) / FACTOR))
            if message.name not in self.INDICATIONS:
                return message
            self.indications.append(message)

    def ask(self, name, timeout=10, **fields):
        self.send(name, **fields)
        return self.expect(f"{name}_response", timeout)

    def select(self, *ids, side=0):
        return self.ask("cycle_select", tandem_side=side, variables=[{"variable_id": i} for i in ids])

    def indication(self, name, timeout=20):
        """The next indication of this name that was not looked at yet."""
        end = time.monotonic() + seconds(timeout)
        while True:
            while self.indications:
                message = self.indications.pop(0)
                if message.name == name:
                    return message
            message = self.receive_any(max(0.001, (end - time.monotonic()) / FACTOR))
            if message.name not in self.INDICATIONS:
                raise AssertionError(f"waiting for {name}, got {message}")
            self.indications.append(message)

    def pages(self, name, table, total, language=" "):
        """All entries of a paged list, with its rules checked on the way."""
        entries, first = [], 0
        while True:
            answer = self.ask(name, language_code=language, first_index=first)
            assert answer["result"] == 0 and answer["first_index"] == first, answer
            if not answer[table]:
                assert first == answer[total] == len(entries), answer
                return entries
            entries += answer[table]
            first += len(answer[table])


class ScriptedHost:
    """Listens on a free port and hands over links."""

    def __init__(self, port=0):
        self.socket = socket.create_server(("127.0.0.1", port), backlog=128)
        self.address = "127.0.0.1:%d" % self.socket.getsockname()[1]
        self.links = []

    def accept(self, timeout=20, **options):
        self.socket.settimeout(seconds(timeout))
        try:
            link = HostLink(self.socket.accept()[0], **options)
        except TimeoutError:
            raise AssertionError(f"no machine dialled within {seconds(timeout):g} s") from None
        self.links.append(link)
        return link

    def close(self):
        for link in self.links:
            link.close()
        self.socket.close()
