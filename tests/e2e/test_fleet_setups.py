"""Set-ups of a cell of husky-fleet, in blocks, against a host that was written from the contract alone."""

import re
import struct
import unittest
import zlib

import programs
import wire

OK, REFUSED, BAD_ARGUMENT, NOT_AVAILABLE, BUSY, BAD_CHECKSUM, WRONG_OFFSET = range(7)


def text_with(whole, name, value, section=None):
    """The set-up with one parameter set, in the first line of that name, or in the first behind [section]."""
    text = whole.decode("utf-8")
    begin = text.index(f"[{section}]") if section else 0
    at = re.compile(rf"^{re.escape(name)} = .*$", re.MULTILINE).search(text, begin)
    assert at, name
    return (text[: at.start()] + f"{name} = {value}" + text[at.end() :]).encode("utf-8")


class Cells(programs.EndToEnd):
    def start(self, *args, family="pet", scale=50):
        """`family` is left out where a file in `args` names it."""
        self.the_host = self.listen()
        chosen = ("--family", family) if family else ()
        self.the_fleet = self.fleet("--host", self.the_host.address, "--count", 1, "--seed", 7, "--time-scale", scale, *chosen, *args)

    def accept(self):
        link = self.the_host.accept()
        link.serial = link.welcome()
        return link

    def cell(self, *args, **options):
        self.start(*args, **options)
        return self.accept()

    def block_up(self, link, offset, number=1, result=OK):
        answer = link.ask("upload_setup", setup_number=number, offset=offset)
        self.assertEqual((answer["result"], answer["setup_number"], answer["offset"]), (result, number, offset))
        return answer

    def upload(self, link, number=1, offset=0):
        """The set-up from `offset` on, with its checksum and size checked if it is whole; and how many blocks it took."""
        got, blocks = b"", 0
        while True:
            answer = self.block_up(link, offset + len(got), number)
            got, blocks = got + answer["data"], blocks + 1
            if offset + len(got) == answer["total_size"]:
                break
            self.assertTrue(answer["data"])
        if offset == 0:
            self.assertEqual(zlib.crc32(got), answer["crc32"])
        return got, blocks

    def block_down(self, link, whole, offset, size=4000, number=1, data=None, **head):
        fields = {"setup_number": number, "total_size": len(whole), "crc32": zlib.crc32(whole), "offset": offset,
                  "data": whole[offset : offset + size] if data is None else data} | head
        answer = link.ask("download_setup", **fields)
        return answer["result"], answer["next_offset"]

    def download(self, link, whole, number=1, size=4000, **head):
        """Sends the whole, block by block; the last answer's result."""
        for offset in range(0, len(whole), size):
            result, following = self.block_down(link, whole, offset, size, number, **head)
            if result != OK:
                self.assertEqual(following, 0)
                return result
            self.assertEqual(following, min(offset + size, len(whole)))
        return result

    def mean_cycle(self, link, cycles=12):
        """Mean cycle time of the cycles behind the one that runs; 101 must be selected."""
        link.indications.clear()
        link.indication("cycle")
        times = [wire.values_of(link.indication("cycle"))[101] for _ in range(cycles)]
        return sum(times) / len(times)

    def event(self, link, beginning):
        while True:
            texts = {t["language_code"]: t for t in link.indication("event")["languages"]}
            if texts["E"]["event_text"].startswith(beginning):
                return texts


class Upload(Cells):
    def test_the_set_up_is_a_readable_text_of_the_promised_size(self):
        whole, blocks = self.upload(self.cell())
        text = whole.decode("utf-8")
        parameters = [line for line in text.splitlines() if " = " in line]
        self.assertTrue(10_000 <= len(whole) <= 60_000, len(whole))
        self.assertTrue(300 <= len(parameters) <= 1500, len(parameters))
        self.assertGreater(blocks, 1)
        for line in ("family = pet", "[hold]", "Cooling time = 0.550 s", "Tip 96 set point = 285.0 °C"):
            self.assertTrue(line + "\n" in text, line)

    def test_the_same_seed_gives_the_same_bytes(self):
        self.assertEqual(self.upload(self.cell())[0], self.upload(self.cell())[0])

    def test_an_upload_goes_on_at_any_offset_on_a_new_link(self):
        link = self.cell(scale=0.01)  # so that no operator changes anything meanwhile
        whole, _ = self.upload(link)
        for offset in range(0, len(whole), 6000):
            link.close()
            link = self.accept()
            self.assertEqual(self.upload(link, offset=offset)[0], whole[offset:])

    def test_past_the_end_and_other_numbers(self):
        link = self.cell(scale=0.01)
        whole, _ = self.upload(link)
        self.assertEqual(self.block_up(link, len(whole))["data"], b"")
        for offset in (len(whole) + 1, 0xFFFFFFFF):
            self.assertEqual(self.block_up(link, offset, result=BAD_ARGUMENT)["data"], b"")
        for number in (0, 9, 65535):
            self.block_up(link, 0, number, BAD_ARGUMENT)
        for number in range(2, 9):
            self.block_up(link, 0, number, NOT_AVAILABLE)

    def test_after_start_of_job_set_up_1_is_not_available_until_one_is_downloaded(self):
        link = self.cell()
        whole, _ = self.upload(link)
        self.assertEqual(link.ask("start")["result"], OK)
        empty = self.block_up(link, 0, result=NOT_AVAILABLE)
        self.assertEqual((empty["total_size"], empty["crc32"], empty["data"]), (0, 0, b""))
        self.assertEqual(self.download(link, whole), OK)
        self.assertEqual(self.upload(link)[0], whole)


class Download(Cells):
    def test_a_download_changes_how_the_cell_runs(self):
        link = self.cell()
        self.assertEqual(link.select(101)["result"], OK)
        before = self.mean_cycle(link)
        whole, _ = self.upload(link)
        slower = text_with(text_with(whole, "Cooling time", "1.550 s"), "Step 2 time", "0.760 s", "hold")
        self.assertEqual(self.download(link, slower), OK)
        self.event(link, "Set-up 1 loaded")
        after = self.mean_cycle(link)
        self.assertTrue(1.4 < after - before < 1.6, (before, after))
        self.assertEqual(self.upload(link)[0], slower)
        self.assertEqual(self.download(link, whole), OK)
        self.mean_cycle(link, 2)
        self.assertTrue(abs(self.mean_cycle(link) - before) < 0.1)

    def test_a_set_up_that_is_kept_runs_nothing(self):
        link = self.cell()
        link.select(101)
        whole, _ = self.upload(link)
        slower = text_with(whole, "Cooling time", "5.000 s")
        self.assertEqual(self.download(link, slower, number=3), OK)
        self.assertEqual(self.upload(link, number=3)[0], slower)
        self.assertEqual(self.upload(link)[0], whole)
        self.assertLess(self.mean_cycle(link), 6.5)

    def test_whatever_size_the_blocks_have(self):
        link = self.cell(scale=0.01)
        whole, _ = self.upload(link)
        for size in (997, 8192, len(whole), 60_000):
            changed = text_with(whole, "Cooling time", f"0.{size % 900:03} s")
            self.assertEqual(self.download(link, changed, size=size), OK)
            self.assertEqual(self.upload(link)[0], changed)

    def test_a_cut_at_each_block_in_turn_leaves_the_old_set_up(self):
        link = self.cell(scale=0.01)
        whole, _ = self.upload(link)
        changed = text_with(whole, "Cooling time", "0.600 s")
        for cut in range(0, len(whole), 8000):
            for offset in range(0, cut, 8000):
                self.assertEqual(self.block_down(link, changed, offset, 8000)[0], OK)
            link.close()
            link = self.accept()
            if cut > 0:
                self.assertEqual(self.block_down(link, changed, cut, 8000), (WRONG_OFFSET, 0))
            self.assertEqual(self.upload(link)[0], whole)
        self.assertEqual(self.download(link, changed), OK)
        self.assertEqual(self.upload(link)[0], changed)

    def test_tandem_sides_are_set_apart(self):
        link = self.cell("--config", self.tandem(), family=None, scale=200)
        whole, _ = self.upload(link)
        self.assertIn(b"\nsides = 2\n", whole)
        changed = text_with(whole, "Cooling time", "40.000 s", "side 1: timers")
        self.assertEqual(self.download(link, changed), OK)
        for side in (0, 1):
            self.assertEqual(link.select(106, side=side)["result"], OK)
        link.indications.clear()
        seen = {0: [], 1: []}
        while min(map(len, seen.values())) < 4:
            cycle = link.indication("cycle")
            seen[cycle["tandem_side"]].append(wire.values_of(cycle)[106])
        self.assertAlmostEqual(seen[0][-1], 30, delta=0.1)
        self.assertAlmostEqual(seen[1][-1], 40, delta=0.1)

    def tandem(self):
        file = self.folder / "fleet.yaml"
        file.write_text("groups: [{family: tech, tandem: true}]\n", encoding="utf-8")
        return file


class BadBlocks(Cells):
    """What is refused leaves the set-up as it was, and the machine linked."""

    def setUp(self):
        super().setUp()
        self.link = self.cell(scale=0.01)
        self.whole, _ = self.upload(self.link)
        self.changed = text_with(self.whole, "Cooling time", "0.600 s")

    def tearDown(self):
        self.assertEqual(self.upload(self.link)[0], self.whole)
        super().tearDown()

    def test_a_bit_flipped_on_the_way(self):
        for bit in range(5, 8 * len(self.changed), 40_009):
            flipped = bytearray(self.changed)
            flipped[bit // 8] ^= 1 << bit % 8
            self.assertEqual(self.download(self.link, bytes(flipped), crc32=zlib.crc32(self.changed)), BAD_CHECKSUM)

    def test_out_of_order_and_overlapping(self):
        send = lambda offset, **more: self.block_down(self.link, self.changed, offset, 4000, **more)
        self.assertEqual(send(4000), (WRONG_OFFSET, 0))
        self.assertEqual(send(0), (OK, 4000))
        for offset in (8000, 1, 3999, 4001, 20_000):
            self.assertEqual(send(offset), (WRONG_OFFSET, 4000))
        self.assertEqual(send(4000), (OK, 8000))
        self.assertEqual(send(4000), (WRONG_OFFSET, 8000))

    def test_another_head_in_the_middle(self):
        for head in ({"number": 2}, {"total_size": len(self.changed) + 1}, {"crc32": 1}):
            self.assertEqual(self.block_down(self.link, self.changed, 0), (OK, 4000))
            self.assertEqual(self.block_down(self.link, self.changed, 4000, **head), (WRONG_OFFSET, 0))

    def test_past_the_end_empty_and_too_large(self):
        total = len(self.changed)
        self.assertEqual(self.block_down(self.link, self.changed, 0), (OK, 4000))
        past = self.changed[4000:] + b"!"
        for offset, data, size in ((4000, past, total), (total, b"!", total), (0xFFFFFFFF, b"!", total), (4000, b"", total),
                                   (0, b"", 0), (0, b"x", 0xFFFFFFFF), (0, b"x", 16 * 1024 * 1024 + 1)):
            result, _ = self.block_down(self.link, self.changed, offset, data=data, total_size=size)
            self.assertEqual(result, BAD_ARGUMENT, (offset, size))

    def test_numbers_that_no_machine_has(self):
        for number in (0, 9, 65535):
            self.assertEqual(self.block_down(self.link, self.changed, 0, number=number)[0], BAD_ARGUMENT)

    def test_a_block_that_lies_about_its_length(self):
        head = struct.pack("<HIIIH", 1, len(self.changed), zlib.crc32(self.changed), 0, 100)
        self.link.send_frame(wire.CODES["download_setup"], head + self.changed[:99])
        self.link.expect_error(2, wire.CODES["download_setup"])

    def test_contents_that_do_not_fit(self):
        whole = self.whole
        latin_1 = whole.decode("utf-8").encode("latin-1")
        for what in (text_with(whole, "family", "cap"), text_with(whole, "machine model", "P9999"),
                     text_with(whole, "cavities", "72"), text_with(whole, "screw diameter", "60 mm"),
                     text_with(whole, "units", "US"), text_with(whole, "format", "2"),
                     whole + b"Part colour = red\n", whole + b"[colours]\n", whole + b"Mould = TWICE\n",
                     text_with(whole, "Cooling time", "-0.001 s"), text_with(whole, "Clamp tonnage", "4001 kN"),
                     text_with(whole, "Cooling time", "600 ms"), text_with(whole, "Zone 1 set point", "500 °F"),
                     text_with(whole, "Cooling time", "soon"), text_with(whole, "Cooling time", "0." + "9" * 300 + " s"),
                     text_with(whole, "Hold time low", "9.0000 s", "process limits"),
                     latin_1, bytes(range(256)), b"\0" * 70_000, b"x"):
            self.assertEqual(self.download(self.link, what), BAD_ARGUMENT, what[:60])
        self.assertEqual(self.download(self.link, whole), OK)


class Refusals(Cells):
    def test_the_log_says_why_a_set_up_was_refused(self):
        link = self.cell()
        whole, _ = self.upload(link)
        self.assertEqual(self.download(link, text_with(whole, "Clamp tonnage", "4001 kN")), BAD_ARGUMENT)
        texts = self.event(link, "Set-up 1 refused: value out of limits")
        self.assertEqual(texts["E"]["type_text"], "E204")
        self.assertIn("[clamp profile] Clamp tonnage", texts["E"]["event_text"])
        self.assertIn("Wert außerhalb der Grenzen", texts["D"]["event_text"])

    def test_the_largest_set_up_is_a_setting(self):
        file = self.folder / "small.yaml"
        file.write_text("link: {max_setup_size: 20000}\n", encoding="utf-8")
        link = self.cell("--config", file)
        whole, _ = self.upload(link)
        self.assertEqual(self.block_down(link, whole, 0), (BAD_ARGUMENT, 0))


if __name__ == "__main__":
    programs.main()
