"""Each bad input gets the answer that the contract names, is counted, and harms nobody else."""

import math
import struct
import time
import unittest

import peers
import programs
import wire

CYCLE, STATUS_CHANGE, EVENT, ERROR = (wire.CODES[n] for n in ("cycle", "status_change", "event", "error"))


def cycle_with(*values, counter=1, end_time=1000):
    return wire.cycle(counter, end_time, values=values)


class BadInput(programs.EndToEnd):
    def setUp(self):
        super().setUp()
        self.the_host, self.count = self.host(), 0

    @property
    def serial(self):
        """Of the newest link."""
        return f"HY-{self.count:04}"

    def fresh(self, initialised=True):
        self.count += 1
        machine = self.connect(self.the_host, self.serial if initialised else None)
        return machine.polled() if initialised else machine

    def both(self):
        """A link before and one after init."""
        for initialised in (False, True):
            with self.subTest(initialised=initialised):
                yield self.fresh(initialised)

    def refused(self, machine, data, code, command):
        """The answer is this error, the link stays in step, and nothing else is said about it."""
        machine.send_bytes(data)
        machine.expect_error(code, command)
        machine.fence()


class Frames(BadInput):
    def test_a_size_below_4_gets_error_2_about_command_0_and_the_end(self):
        for size in range(4):
            for machine in self.both():
                machine.send_bytes(struct.pack("<HH", size, wire.CODES["init"]))
                machine.expect_error(2, 0)
                machine.expect_closed()

    def test_a_size_below_4_is_judged_on_its_two_bytes_alone(self):
        for size in range(4):
            for machine in self.both():
                machine.send_bytes(struct.pack("<H", size))
                machine.expect_error(2, 0)
                machine.expect_closed()

    def test_the_error_arrives_even_when_much_more_was_on_its_way(self):
        for machine in self.both():
            machine.send_bytes(struct.pack("<H", 3) + b"x" * 50_000)
            machine.expect_error(2, 0)
            machine.wait_closed()

    def test_what_came_before_a_broken_size_still_counts(self):
        machine = self.fresh()
        serial = self.serial
        machine.send_bytes(wire.cycle(1, 1000) + wire.cycle(2, 1001) + b"\0\0")
        machine.expect_error(2, 0)
        programs.eventually(lambda: self.the_host.counters(serial) == [1, 2], "both cycles")

    def test_trailing_bytes_get_error_2_and_the_link_stays(self):
        for name in ("status_change", "identify"):
            machine = self.fresh()
            with self.subTest(name):
                self.refused(machine, wire.frame(wire.CODES[name], wire.encode(name)[4:] + b"\0"), 2, wire.CODES[name])
        self.refused(self.fresh(), wire.frame(CYCLE, wire.cycle(1, 2)[4:] + b"\0"), 2, CYCLE)

    def test_missing_bytes_get_error_2_and_the_link_stays(self):
        machine = self.fresh()
        whole = {CYCLE: cycle_with((101, wire.F32, 1.0), (201, wire.TEXT, "x")), EVENT: wire.event("x"),
                 STATUS_CHANGE: wire.encode("status_change"), 0x0051: wire.interruption(1, 1, "x")}
        for command, data in whole.items():
            payload = data[4:]
            for length in sorted({0, 1, len(payload) // 2, len(payload) - 1}):
                with self.subTest(command=hex(command), length=length):
                    self.refused(machine, wire.frame(command, payload[:length]), 2, command)

    def test_a_cycle_cut_at_every_byte_gets_error_2_each_time(self):
        machine = self.fresh()
        payload = cycle_with((101, wire.F32, 1.0), (999, wire.UNAVAILABLE, None), (201, wire.TEXT, "x"))[4:]
        for length in range(len(payload)):
            with self.subTest(length=length):
                self.refused(machine, wire.frame(CYCLE, payload[:length]), 2, CYCLE)

    def test_an_unknown_value_type_gets_error_2_and_the_link_stays(self):
        machine = self.fresh()
        for value_type in (4, 127, 255):
            payload = struct.pack("<HBHHB", 0, 0, 1, 101, value_type) + b"\0\0\0\0"
            with self.subTest(value_type=value_type):
                self.refused(machine, wire.frame(CYCLE, payload), 2, CYCLE)

    def test_a_count_that_promises_more_than_is_there_gets_error_2(self):
        machine = self.fresh()
        self.refused(machine, wire.frame(CYCLE, struct.pack("<HBH", 0, 0, 65535)), 2, CYCLE)
        self.refused(machine, wire.frame(EVENT, b" " * 16 + struct.pack("<H", 65535)), 2, EVENT)

    def test_an_unknown_command_gets_error_1_and_the_link_stays(self):
        for machine in self.both():
            for command in (0x0000, 0x8000, 0x0002, 0x006F, 0x7FFF):
                with self.subTest(command=hex(command)):
                    self.refused(machine, wire.frame(command), 1, command)
                    self.refused(machine, wire.frame(command, b"anything"), 1, command)

    def test_an_unknown_command_of_the_largest_size_gets_error_1_and_the_link_stays(self):
        for machine in self.both():
            self.refused(machine, wire.frame(0x6666, b"x" * 65531), 1, 0x6666)

    def test_a_command_from_the_wrong_end_gets_error_1_and_the_link_stays(self):
        machine = self.fresh()
        for name in ("start", "languages", "list", "read", "cycle_select", "interruption_list", "spc_read", "spc_write", "status",
                     "upload_setup", "download_setup"):
            with self.subTest(name):
                self.refused(machine, wire.encode(name), 1, wire.CODES[name])

    def test_a_command_of_another_link_type_gets_error_1_and_the_link_stays(self):
        machine = self.fresh()
        for command, payload in ((0x0101, b" " * 16), (0x0102, b""), (0x0103, b""), (0x0104, b"\1\1"), (0x0105, b"\0\0"), (0x0106, b"\0\0")):
            with self.subTest(command=hex(command)):
                self.refused(machine, wire.frame(command, payload), 1, command)

    def test_a_response_that_nobody_waits_for_is_dropped(self):
        machine = self.fresh()
        for name in ("start_response", "read_response", "languages_response", "status_response", "identify_response",
                     "upload_setup_response", "init_response"):
            with self.subTest(name):
                machine.send_bytes(wire.encode(name))
                machine.fence()

    def test_an_error_is_never_answered(self):
        for machine in self.both():
            machine.send("error", command=CYCLE, code=7, text="nothing to add")
            machine.send("error", command=0, code=65535, text="\xff" * 64)
            machine.fence()

    def test_a_malformed_question_to_the_host_is_not_also_answered(self):
        machine = self.fresh(initialised=False)
        machine.send_bytes(wire.frame(wire.CODES["identify"], b"\0"))
        machine.expect_error(2, wire.CODES["identify"])
        machine.fence()


class BeforeInit(BadInput):
    def test_unknown_comes_before_malformed_comes_before_not_initialised(self):
        machine = self.fresh(initialised=False)
        self.refused(machine, wire.frame(0x6666, b"x"), 1, 0x6666)
        self.refused(machine, wire.frame(CYCLE, b"x"), 2, CYCLE)
        self.refused(machine, wire.cycle(1, 1000), 3, CYCLE)
        machine.initialise("HY-9000")

    def test_every_indication_before_init_gets_error_3(self):
        machine = self.fresh(initialised=False)
        for data in (wire.cycle(1, 1000), wire.event("x"), wire.interruption(1, 1, "x"), wire.encode("status_change")):
            command = struct.unpack_from("<HH", data)[1]
            with self.subTest(command=hex(command)):
                self.refused(machine, data, 3, command)

    def test_a_cycle_before_init_is_not_stored(self):
        machine = self.fresh(initialised=False)
        self.refused(machine, wire.cycle(1, 1000), 3, CYCLE)
        machine.initialise("HY-9001")
        machine.send_bytes(wire.cycle(2, 1001))
        programs.eventually(lambda: 2 in self.the_host.counters("HY-9001"), "the cycle after init")
        self.assertEqual(self.the_host.counters("HY-9001"), [2])

    def test_a_malformed_init_gets_error_2_and_may_be_sent_again(self):
        machine = self.fresh(initialised=False)
        self.refused(machine, wire.frame(1, b"HY-0001"), 2, 1)
        self.refused(machine, wire.frame(1, b"HY-0001".ljust(17)), 2, 1)
        machine.initialise("HY-9002")


class OddValues(BadInput):
    def test_nan_and_infinity_are_stored_and_the_api_stays_json(self):
        machine = self.fresh()
        serial = self.serial
        odd = [(101, wire.F32, math.nan), (102, wire.F32, math.inf), (103, wire.F32, -math.inf), (104, wire.F32, 1.5)]
        machine.send_bytes(cycle_with(*odd))
        machine.fence()
        stored = programs.eventually(lambda: self.the_host.cycles(serial), "the cycle")[0]
        self.assertIsNone(stored["values"]["101"])
        self.assertEqual(stored["values"]["104"], 1.5)

    def test_a_mode_that_nobody_knows_is_kept(self):
        machine = self.fresh()
        machine.send("status_change", tandem_side=9, mode=200, production=77, job="JOB", mould="MOULD")
        machine.send_bytes(wire.interruption(65535, 9, "x", side=9))
        machine.fence()
        self.assertEqual(self.the_host.get("/api/v1/machines").status, 200)

    def test_text_outside_ascii_arrives_as_utf_8(self):
        machine = self.fresh()
        serial = self.serial
        machine.send_bytes(wire.event("Schließdüse öffnet nicht"))
        events = programs.eventually(lambda: self.the_host.items(f"/api/v1/machines/{serial}/events"), "the event")
        self.assertIn("Schließdüse öffnet nicht", str(events))

    def test_control_characters_in_texts_do_not_break_the_api_or_the_log(self):
        machine = self.fresh()
        serial = self.serial
        machine.send_bytes(wire.event('quote " back \\ nul \0 esc \x1b[31m newline \n end'))
        machine.send("status_change", mode=8, job='"\\\n\x1b', mould="\x00\x01x")
        machine.fence()
        programs.eventually(lambda: self.the_host.items(f"/api/v1/machines/{serial}/events"), "the event")
        self.assertEqual(self.the_host.get("/api/v1/machines").json["next"], None)
        self.assertNotIn("\x1b[31m newline", self.the_host.stderr())

    def test_a_hostile_serial_is_only_a_name(self):
        hostile = "'; DROP TABLE--\""[:16]
        machine = self.connect(self.the_host, hostile)
        machine.send_bytes(wire.cycle(1, 1000))
        machine.fence()
        programs.eventually(lambda: self.the_host.query("select count(*) from cycles where serial = ?", hostile) == [(1,)], "the row")
        self.assertIn(hostile, [m["serial"] for m in self.the_host.items("/api/v1/machines")])


class Company(BadInput):
    def test_bad_input_is_counted_in_the_metrics(self):
        machine = self.fresh()
        for what, data, code in (("malformed", wire.frame(CYCLE), 2), ("unknown", wire.frame(0x6666), 1)):
            before = self.the_host.metrics()
            machine.send_bytes(data)
            machine.expect_error(code)
            with self.subTest(what):
                programs.eventually(lambda b=before: self.grown(b), "a counter for it grew", 3)

    def test_a_dropped_response_is_counted_in_the_metrics(self):
        machine = self.fresh()
        machine.fence()
        before = self.the_host.metrics()
        machine.send_bytes(wire.encode("start_response"))
        machine.fence()
        programs.eventually(lambda: self.grown(before, ("drop", "unexpected", "unsolicited", "stray")), "a counter for it grew", 3)

    def grown(self, before, words=("error", "bad", "malformed", "unknown", "reject", "refused")):
        """Names of counters about faults that grew since."""
        return [k for k, v in self.the_host.metrics().items() if v > before.get(k, 0) and any(word in k.lower() for word in words)]

    def test_a_flood_of_bad_input_is_logged_at_a_limited_rate(self):
        machine = self.fresh()
        before = len(self.the_host.stderr().splitlines())
        for _ in range(50):
            machine.send_bytes(wire.frame(0x6666) * 100)
            for _ in range(100):
                machine.expect_error(1)
        self.assertLess(len(self.the_host.stderr().splitlines()) - before, 500, "5000 bad messages, one log line each?")

    def test_random_bytes_never_end_the_host_or_disturb_a_neighbour(self):
        neighbour = self.fresh()
        serial = self.serial
        seed = time.time_ns() % 2**32
        pick = peers.random.Random(seed)
        for _ in range(30):
            peer = self.fresh(initialised=pick.random() < 0.5)
            try:
                peer.send_bytes(pick.randbytes(pick.randint(1, 4000)))
                for _ in range(20):
                    peer.send_frame(pick.choice(list(wire.NAMES)), pick.randbytes(pick.randint(0, 60)))
            except OSError:
                pass
            peer.reset() if pick.random() < 0.5 else peer.close()
        neighbour.send_bytes(wire.cycle(1, 1000))
        neighbour.fence()
        programs.eventually(lambda: self.the_host.counters(serial) == [1], f"the neighbour's cycle, seed {seed}")


if __name__ == "__main__":
    programs.main()
