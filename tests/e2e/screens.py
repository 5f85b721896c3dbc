"""The host's end of a display link, and the screen that a machine draws on it, written from the contract alone."""

import struct

import peers

COLUMNS, ROWS = 80, 25
F1, UP, DOWN, LEFT, RIGHT, PAGE_UP, PAGE_DOWN, HOME, ENTER, ESCAPE = 0x0101, *range(0x0110, 0x0119)


def key_f(number):
    return F1 + number - 1


class Screen:
    """Character cells. Lines and boxes are one symbol each here: what they look like is for pictures."""

    def __init__(self):
        self.columns = self.rows = 0
        self.cells, self.cursor = [], None

    def apply(self, message):
        for command in message["commands"]:
            self._draw(command)

    def _draw(self, c):
        x, y, data, attribute = c["x"], c["y"], c["data"], c["attribute"]
        numbers = struct.unpack(f"<{len(data) // 2}H", data[:len(data) // 2 * 2])
        if c["op"] == 0:
            assert 0 < x <= 200 and 0 < y <= 100 and not data, c
            self.columns, self.rows, self.cursor = x, y, None
            self.cells = [[(" ", attribute)] * x for _ in range(y)]
        elif c["op"] == 1:
            for i, byte in enumerate(data):
                self._put(x + i, y, bytes([byte]).decode("latin-1"), attribute)
        elif c["op"] in (2, 3):
            (length,) = numbers
            for i in range(length):
                self._put(*((x + i, y) if c["op"] == 2 else (x, y + i)), "-", attribute)
        elif c["op"] == 4:
            width, height = numbers
            for i in range(width):
                self._put(x + i, y, "-", attribute), self._put(x + i, y + height - 1, "-", attribute)
            for i in range(height):
                self._put(x, y + i, "-", attribute), self._put(x + width - 1, y + i, "-", attribute)
        elif c["op"] == 5:
            width, filled = numbers
            assert filled <= 1000, c
            for i in range(width):
                self._put(x + i, y, "#" if i + 1 <= width * filled / 1000 else " ", attribute)
        elif c["op"] == 6:
            assert x < self.columns and y < self.rows and not data, c
            self.cursor = (x, y)
        else:
            raise AssertionError(f"unknown op {c}")

    def _put(self, x, y, symbol, attribute):
        assert x < self.columns and y < self.rows, (x, y)
        self.cells[y][x] = (symbol, attribute)

    def row(self, y):
        return "".join(symbol for symbol, _ in self.cells[y])

    def text(self):
        return "\n".join(self.row(y).rstrip() for y in range(self.rows))


class DisplayLink(peers.Link):
    """A display link that a machine dialled; screens and menus that come are applied on the way."""

    def __init__(self, link):
        super().__init__(link.socket, link.pieces)
        self.reader = link.reader
        self.screen, self.menu, self.screens = Screen(), None, []

    def welcome(self, result=0, synch_time=1):
        serial = self.expect("display_init")["serial_number"]
        self.send("display_init_response", result=result, synch_time=synch_time)
        return serial

    def receive(self, timeout=10):
        """The next message that draws nothing."""
        while True:
            message = self.receive_any(timeout)
            if message.name == "screen":
                self.screen.apply(message)
                self.screens.append(message)
            elif message.name == "menu":
                self.menu = {k["key_code"]: k["label"] for k in message["keys"]}
            else:
                return message

    def expect_error(self, code, command=None, timeout=10):
        message = self.expect("display_error", timeout, code=code)
        assert command is None or message["command"] == command, message
        return message

    def start(self):
        """The size of the screen, with the screen itself still to come."""
        self.send("display_start")
        answer = self.expect("display_start_response", result=0)
        return answer["columns"], answer["rows"]

    def press(self, *keys):
        for key in keys:
            self.send("key", key_code=key if isinstance(key, int) else ord(key))

    def until(self, condition, what, timeout=10):
        """Takes drawings until `condition(screen)` holds."""
        end = peers.time.monotonic() + peers.seconds(timeout)
        while not (self.screen.rows and condition(self.screen)):
            if peers.time.monotonic() > end:
                raise AssertionError(f"not in time: {what}\n{self.screen.text()}")
            try:
                message = self.receive_any(0.2)
            except peers.Closed:
                raise
            except AssertionError:
                continue
            if message.name == "screen":
                self.screen.apply(message)
                self.screens.append(message)
            elif message.name == "menu":
                self.menu = {k["key_code"]: k["label"] for k in message["keys"]}
            else:
                raise AssertionError(f"unexpected {message}")
        return self.screen

    def shows(self, text, timeout=10):
        return self.until(lambda screen: text in screen.text(), f"'{text}' on the screen", timeout)
