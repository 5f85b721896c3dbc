"""The tests' own codec against the bytes that the contract prints."""

import random
import unittest

import wire

# name, fields, bytes
TABLE = [
    ("start", {"tandem_side": 0}, "05 00 03 00 00"),
    ("start_response", {"result": 0}, "06 00 03 80 00 00"),
    ("init", {"serial_number": "HY-0001"},
     "14 00 01 00 48 59 2D 30 30 30 31 20 20 20 20 20 20 20 20 20"),
    ("init_response", {"result": 0, "synch_time": 0x6955B900}, "0A 00 01 80 00 00 00 B9 55 69"),
    ("identify", {}, "04 00 70 00"),
    ("languages", {}, "04 00 04 00"),
    ("list", {"language_code": "E", "first_index": 258}, "07 00 05 00 45 02 01"),
    ("cycle_select", {"tandem_side": 0, "number_variables": 2, "variables": [{"variable_id": 101}, {"variable_id": 5}]},
     "0B 00 07 00 00 02 00 65 00 05 00"),
    ("cycle", {"result": 0, "tandem_side": 1, "number_variables": 4, "variables": [
        {"variable_id": 1, "value_type": 2, "value": 7}, {"variable_id": 4, "value_type": 2, "value": 0x6955B900},
        {"variable_id": 101, "value_type": 1, "value": 5.5}, {"variable_id": 999, "value_type": 0, "value": None}]},
     "21 00 08 00 00 00 01 04 00 01 00 02 07 00 00 00 04 00 02 00 B9 55 69 65 00 01 00 00 B0 40 E7 03 00"),
    ("screen", {"number_commands": 2, "commands": [
        {"op": 0, "x": 80, "y": 25, "attribute": 7, "length": 0, "data": b""},
        {"op": 1, "x": 1, "y": 2, "attribute": 31, "length": 2, "data": b"OK"}]},
     "18 00 05 01 02 00 00 50 00 19 00 07 00 00 01 01 00 02 00 1F 02 00 4F 4B"),
    ("download_setup_response", {"result": 6, "next_offset": 512}, "0A 00 21 80 06 00 00 02 00 00"),
]


class OwnCodec(unittest.TestCase):
    def test_encodes_the_bytes_of_the_contract(self):
        for name, fields, expected in TABLE:
            with self.subTest(name):
                self.assertEqual(wire.encode(name, **fields), bytes.fromhex(expected))

    def test_decodes_the_bytes_of_the_contract(self):
        for name, fields, data in TABLE:
            with self.subTest(name):
                message = wire.decode(bytes.fromhex(data))
                self.assertEqual((message.name, message.fields), (name, fields))

    def test_refuses_a_message_cut_short_or_too_long(self):
        for name, _, data in TABLE:
            whole = bytes.fromhex(data)
            code = wire.CODES[name]
            for length in range(len(whole) - 4):
                with self.subTest(name, length=length), self.assertRaises(wire.WireError):
                    wire.decode(wire.frame(code, whole[4 : 4 + length]))
            with self.subTest(name, length="one more"), self.assertRaises(wire.WireError):
                wire.decode(wire.frame(code, whole[4:] + b"\0"))

    def test_fixed_sizes_are_those_of_the_contract(self):
        self.assertEqual(len(wire.encode("identify_response")), 77)
        self.assertEqual(len(wire.event("door open", languages="")), 22)
        self.assertEqual(len(wire.event("door open", languages="EDF")), 22 + 264 * 3)

    def test_cuts_a_stream_at_any_byte(self):
        stream = b"".join(bytes.fromhex(data) for _, _, data in TABLE)
        seed = random.randrange(2**32)
        pick = random.Random(seed)
        for pieces in ([1] * len(stream), [len(stream)], [pick.randint(1, 9) for _ in range(len(stream))]):
            reader, at, names = wire.FrameReader(), 0, []
            for piece in pieces:
                reader.feed(stream[at : at + piece])
                at += piece
                while (message := reader.next()) is not None:
                    names.append(wire.decode(message).name)
            self.assertEqual(names, [name for name, _, _ in TABLE], f"seed {seed}")

    def test_text_is_latin_1_padded_with_spaces_and_read_with_either_padding(self):
        self.assertEqual(wire.text_bytes("Düse 1 €", 10), b"D\xfcse 1 ?  ")
        padded = wire.encode("init", serial_number=b"HY-0001".ljust(16, b"\0"))
        self.assertEqual(wire.decode(padded)["serial_number"], "HY-0001")

    def test_response_words_are_request_words_with_the_top_bit(self):
        for name, code in wire.CODES.items():
            if name.endswith("_response"):
                self.assertEqual(code, wire.CODES[name.removesuffix("_response")] | wire.RESPONSE, name)


if __name__ == "__main__":
    unittest.main()
