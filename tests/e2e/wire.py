"""The wire of port 1310 as a client would write it from the contract alone.

Nothing here is taken from, or checked against, the C++ codec: these tests exist to show that the two agree.
`MESSAGES` is the contract's table, nearly word for word; `encode` and `decode` follow it. Both are strict:
a message that our own programs should never send raises `WireError`.
"""

import re
import struct
from dataclasses import dataclass, field

NUMBERS = {"u8": "<B", "u16": "<H", "u32": "<I", "i32": "<i", "f32": "<f"}
F32, I32, TEXT, UNAVAILABLE = 1, 2, 3, 0
RESPONSE = 0x8000
MAX_SIZE = 65535

_STATUS = "tandem_side u8, mode u8, production u8, job text[20], mould text[20], cycles u32, good_parts u32, bad_parts u32"
_VALUES = "number_variables u16, repeat variables {variable_id u16, value_type u8, value value}"
_SELECTION = "tandem_side u8, number_variables u16, repeat variables {variable_id u16}"
_LIMITS = "ucl f32, lcl f32, usl f32, lsl f32"

MESSAGES = f"""
init                        0x0001  serial_number text[16]
init_response               0x8001  result u16, synch_time u32
start                       0x0003  tandem_side u8
start_response              0x8003  result u16
languages                   0x0004
languages_response          0x8004  result u16, number_languages u16, repeat languages {{language_code text[1], language_name text[16]}}
list                        0x0005  language_code text[1], first_index u16
list_response               0x8005  result u16, total_variables u16, first_index u16, number_variables u16, repeat variables {{variable_id u16, value_type u8, units text[8], description text[40]}}
read                        0x0006  {_SELECTION}
read_response               0x8006  result u16, {_VALUES}
cycle_select                0x0007  {_SELECTION}
cycle_select_response       0x8007  result u16
cycle                       0x0008  result u16, tandem_side u8, {_VALUES}
interruption_list           0x0009  language_code text[1], first_index u16
interruption_list_response  0x8009  result u16, total u16, first_index u16, number u16, repeat interruptions {{interruption_id u16, description text[64]}}
spc_read                    0x000A  tandem_side u8, variable_id u16
spc_read_response           0x800A  result u16, variable_id u16, subgroup_size u16, subgroups u16, mean f32, range_mean f32, std_dev f32, {_LIMITS}, cp f32, cpk f32
spc_write                   0x000B  tandem_side u8, variable_id u16, subgroup_size u16, {_LIMITS}
spc_write_response          0x800B  result u16
status                      0x000C  tandem_side u8
status_response             0x800C  result u16, {_STATUS}
upload_setup                0x0020  setup_number u16, offset u32
upload_setup_response       0x8020  result u16, setup_number u16, total_size u32, crc32 u32, offset u32, data_size u16, data bytes
download_setup              0x0021  setup_number u16, total_size u32, crc32 u32, offset u32, data_size u16, data bytes
download_setup_response     0x8021  result u16, next_offset u32
event                       0x0050  date text[8], time text[8], number_languages u16, repeat languages {{language_code text[1], type_text text[8], event_text text[255]}}
cycle_interruption          0x0051  interruption_id u16, state u8, tandem_side u8, date text[8], time text[8], number_languages u16, repeat languages {{language_code text[1], text text[255]}}
status_change               0x0052  {_STATUS}
identify                    0x0070
identify_response           0x8070  result u16, revision u16, role u8, name text[32], software text[32], links u32
error                       0x007F  command u16, code u16, text text[64]
display_init                0x0101  serial_number text[16]
display_init_response       0x8101  result u16, synch_time u32
display_start               0x0102
display_start_response      0x8102  result u16, columns u16, rows u16
display_stop                0x0103
display_stop_response       0x8103  result u16
key                         0x0104  key_code u16
screen                      0x0105  number_commands u16, repeat commands {{op u8, x u16, y u16, attribute u8, length u16, data bytes}}
menu                        0x0106  number_keys u16, repeat keys {{key_code u16, label text[16]}}
display_error               0x010F  command u16, code u16, text text[64]
"""


class WireError(Exception):
    """Bytes that the contract does not allow."""


@dataclass
class Message:
    name: str
    fields: dict = field(default_factory=dict)
    raw: bytes = b""

    def __getitem__(self, key):
        return self.fields[key]

    def __repr__(self):
        return f"{self.name}{self.fields}"


def _parse_fields(text):
    """'a u16, repeat b {c u8}' -> [('a', 'u16', None), ('b', 'repeat', [('c', 'u8', None)])]"""
    fields = []
    for part in re.findall(r"\s*repeat \w+ \{[^}]*\}|[^,]+", text):
        part = part.strip()
        repeat = re.fullmatch(r"repeat (\w+) \{(.*)\}", part)
        if repeat:
            fields.append((repeat[1], "repeat", _parse_fields(repeat[2])))
        elif part:
            name, kind = part.split()
            fields.append((name, kind, None))
    return fields


def _parse_messages(text):
    table = {}
    for line in text.strip().splitlines():
        name, code, *rest = line.split(None, 2)
        table[name] = (int(code, 16), _parse_fields(rest[0] if rest else ""))
    return table


LAYOUTS = _parse_messages(MESSAGES)
CODES = {name: code for name, (code, _) in LAYOUTS.items()}
NAMES = {code: name for name, code in CODES.items()}


def frame(command, payload=b"", size=None):
    """A framed message; `size` lies about its length."""
    return struct.pack("<HH", 4 + len(payload) if size is None else size, command) + payload


def text_bytes(text, width):
    return text.encode("latin-1", "replace")[:width].ljust(width, b" ")


def _put_value(value_type, value):
    if value_type == UNAVAILABLE:
        return b""
    if value_type == F32:
        return struct.pack("<f", value)
    if value_type == I32:
        return struct.pack("<i", value)
    if value_type == TEXT:
        return text_bytes(value, 32)
    raise WireError(f"value_type {value_type}")


def _put_fields(layout, values):
    out = b""
    values = dict(values)
    for (count, _, _), (counted, kind, _) in zip(layout, layout[1:]):
        if kind in ("repeat", "bytes"):
            values.setdefault(count, len(values.get(counted, ())))
    for name, kind, inner in layout:
        value = values.get(name, [] if kind == "repeat" else b"" if kind == "bytes" else None)
        if value is None and kind.startswith("text"):
            value = ""
        if kind == "repeat":
            out += b"".join(_put_fields(inner, item) for item in value)
        elif kind == "bytes":
            out += value
        elif kind == "value":
            out += _put_value(values["value_type"], value)
        elif kind.startswith("text"):
            out += value.ljust(int(kind[5:-1]), b" ") if isinstance(value, bytes) else text_bytes(value, int(kind[5:-1]))
        else:
            out += struct.pack(NUMBERS[kind], value or 0)
    return out


def encode(name, /, **fields):
    """The bytes of a message. Counts follow from their lists unless given; what is not given is zero or empty."""
    code, layout = LAYOUTS[name]
    unknown = set(fields) - {entry[0] for entry in layout}
    if unknown:
        raise TypeError(f"{name} has no field {unknown}")
    return frame(code, _put_fields(layout, fields))


class _Cursor:
    def __init__(self, data):
        self.data, self.at = data, 0

    def take(self, count):
        if self.at + count > len(self.data):
            raise WireError(f"truncated: {count} bytes wanted at {self.at} of {len(self.data)}")
        self.at += count
        return self.data[self.at - count : self.at]

    def number(self, kind):
        code = NUMBERS[kind]
        return struct.unpack(code, self.take(struct.calcsize(code)))[0]

    def text(self, width):
        return self.take(width).decode("latin-1").rstrip(" \0")


def _take_value(cursor, value_type):
    if value_type == UNAVAILABLE:
        return None
    if value_type == F32:
        return cursor.number("f32")
    if value_type == I32:
        return cursor.number("i32")
    if value_type == TEXT:
        return cursor.text(32)
    raise WireError(f"value_type {value_type}")


def _take_fields(layout, cursor):
    out, last = {}, 0
    for name, kind, inner in layout:
        if kind == "repeat":
            out[name] = [_take_fields(inner, cursor) for _ in range(last)]
        elif kind == "bytes":
            out[name] = cursor.take(last)
        elif kind == "value":
            out[name] = _take_value(cursor, out["value_type"])
        elif kind.startswith("text"):
            out[name] = cursor.text(int(kind[5:-1]))
        else:
            out[name] = last = cursor.number(kind)
    return out


def decode(data):
    """One whole framed message."""
    size, code = struct.unpack_from("<HH", data)
    if size != len(data):
        raise WireError(f"message_size {size}, but {len(data)} bytes")
    if code not in NAMES:
        raise WireError(f"unknown command 0x{code:04X}")
    name = NAMES[code]
    cursor = _Cursor(data[4:])
    fields = _take_fields(LAYOUTS[name][1], cursor)
    if cursor.at != len(cursor.data):
        raise WireError(f"{name}: {len(cursor.data) - cursor.at} bytes too many")
    return Message(name, fields, bytes(data))


class FrameReader:
    """Cuts a stream, fed in any pieces, into whole messages."""

    def __init__(self):
        self.pending = bytearray()

    def feed(self, data):
        self.pending += data

    def next(self):
        if len(self.pending) < 2:
            return None
        size = struct.unpack_from("<H", self.pending)[0]
        if size < 4:
            raise WireError(f"message_size {size}")
        if len(self.pending) < size:
            return None
        message = bytes(self.pending[:size])
        del self.pending[:size]
        return message


def values_of(cycle):
    """The variables of a cycle or read response by id, in their order."""
    return {v["variable_id"]: v["value"] for v in cycle["variables"]}


def cycle(counter, end_time, side=0, values=()):
    """A cycle message: variables 1 and 4 first, then `values` as (id, value_type, value)."""
    carried = [(1, I32, counter), (4, I32, end_time), *values]
    return encode("cycle", tandem_side=side,
                  variables=[{"variable_id": i, "value_type": t, "value": v} for i, t, v in carried])


def event(text, kind="EV", date="26/01/01", time="00:00:00", languages="E"):
    return encode("event", date=date, time=time,
                  languages=[{"language_code": c, "type_text": kind, "event_text": text} for c in languages])


def interruption(number, state, text, side=0, date="26/01/01", time="00:00:00", languages="E"):
    return encode("cycle_interruption", interruption_id=number, state=state, tandem_side=side, date=date, time=time,
                  languages=[{"language_code": c, "text": text} for c in languages])


def draw(op, x, y, data=b"", attribute=7):
    """One drawing of a screen message; numbers in `data` become u16, a text Latin-1."""
    if isinstance(data, str):
        data = data.encode("latin-1")
    elif not isinstance(data, bytes):
        data = b"".join(struct.pack("<H", number) for number in data)
    return {"op": op, "x": x, "y": y, "attribute": attribute, "data": data}
