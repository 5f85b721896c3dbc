"""How husky-host opens, polls, takes over and ends a type 1 link."""

import time
import unittest

import peers
import programs
import wire

REFUSING = """
machines:
  - serial: HY-0001
unknown_machines: refuse
"""


class Opening(programs.EndToEnd):
    def test_init_is_answered_with_ok_and_the_time_of_the_host(self):
        machine = self.connect(self.host())
        machine.send_bytes(bytes.fromhex("14 00 01 00 48 59 2D 30 30 30 31 20 20 20 20 20 20 20 20 20"))
        answer = machine.expect("init_response", result=0)
        self.assertEqual(answer.raw[:6], bytes.fromhex("0A 00 01 80 00 00"))
        self.assertLess(abs(answer["synch_time"] - time.time()), programs.seconds(5))

    def test_the_host_says_nothing_before_init(self):
        machine = self.connect(self.host())
        self.assertEqual(machine.fence()["role"], 0)

    def test_identify_is_answered_before_and_after_init_and_counts_links(self):
        host = self.host()
        machine = self.connect(host)
        self.assertEqual(machine.fence().fields | {"name": "", "software": ""},
                         {"result": 0, "revision": 0x0202, "role": 0, "name": "", "software": "", "links": 0})
        machine.initialise("HY-0001")
        self.assertEqual(machine.fence()["links"], 1)

    def test_a_second_init_with_the_same_serial_is_answered_again(self):
        machine = self.connect(self.host(), "HY-0001")
        machine.initialise("HY-0001")
        machine.fence()

    def test_a_second_init_with_another_serial_gets_3_and_the_end(self):
        machine = self.connect(self.host(), "HY-0001")
        machine.initialise("HY-0002", result=3)
        machine.expect_closed()

    def test_a_blank_serial_gets_3_and_the_end(self):
        host = self.host()
        for name, blank in {"spaces": b" " * 16, "zeros": b"\0" * 16}.items():
            with self.subTest(name):
                machine = self.connect(host)
                machine.initialise(blank, result=3)
                machine.expect_closed()

    def test_a_serial_padded_with_zeros_is_the_same_machine(self):
        host = self.host()
        machine = self.connect(host)
        machine.initialise(b"HY-0001".ljust(16, b"\0"))
        machine.send_bytes(wire.cycle(1, 1000))
        programs.eventually(lambda: host.counters("HY-0001") == [1], "the cycle under the trimmed serial")

    def test_a_latin_1_serial_of_full_width_is_taken_and_shown_as_utf_8(self):
        host = self.host()
        self.connect(host, "Düse-Ä-345678901")
        programs.eventually(lambda: "Düse-Ä-345678901" in [m["serial"] for m in host.items("/api/v1/machines")], "the serial")
        self.assertEqual(host.get("/api/v1/machines/D%C3%BCse-%C3%84-345678901").status, 200)

    def test_an_unknown_serial_gets_1_and_the_end_where_the_policy_is_refuse(self):
        host = self.host(config=REFUSING)
        stranger = self.connect(host)
        stranger.initialise("HY-0002", result=1)
        stranger.expect_closed()
        self.connect(host, "HY-0001").fence()

    def test_without_a_list_every_serial_is_accepted_whatever_the_policy(self):
        self.connect(self.host(HUSKY_HOST_UNKNOWN_MACHINES="refuse"), "HY-0002").fence()

    def test_a_known_list_with_policy_accept_takes_strangers_too(self):
        self.connect(self.host(config=REFUSING.replace("refuse", "accept")), "HY-0002").fence()

    def test_no_init_within_the_timeout_gets_error_6_and_the_end(self):
        machine = self.connect(self.host(HUSKY_HOST_LINK_INIT_TIMEOUT_S="0.5"))
        machine.expect_error(6)
        machine.expect_closed()

    def test_identify_does_not_stretch_the_init_timeout(self):
        machine = self.connect(self.host(HUSKY_HOST_LINK_INIT_TIMEOUT_S="0.5"))
        end = time.monotonic() + programs.seconds(10)
        machine.send("identify")
        while (message := machine.receive()).name == "identify_response" and time.monotonic() < end:
            machine.send("identify")
        self.assertEqual((message.name, message["code"]), ("error", 6))
        machine.expect_closed()


class Polling(programs.EndToEnd):
    def test_the_host_asks_in_the_order_of_the_contract(self):
        machine = self.connect(self.host(), "HY-0001").polled()
        order = [name for i, name in enumerate(machine.asked()) if i == 0 or machine.asked()[i - 1] != name]
        self.assertEqual(order[:5], ["languages", "list", "interruption_list", "cycle_select", "status"])

    def test_all_pages_are_read_from_0_on_in_a_language_of_the_machine(self):
        machine = self.connect(self.host(), "HY-0001", variables=230, interruptions=120, page=50).polled()
        for name, firsts in (("list", [0, 50, 100, 150, 200]), ("interruption_list", [0, 50, 100])):
            with self.subTest(name):
                asked = [r for r in machine.requests if r.name == name]
                self.assertLessEqual({r["language_code"] for r in asked}, {"", *machine.LANGUAGES})
                per_language = {r["language_code"] for r in asked}
                for language in per_language:
                    got = [r["first_index"] for r in asked if r["language_code"] == language]
                    # the empty page at the total may be asked for, but need not be
                    self.assertEqual(got[: len(firsts)], firsts)
                    self.assertLessEqual(len(got), len(firsts) + 1)

    def test_a_machine_that_lacks_everything_stays_linked_and_useful(self):
        host = self.host()
        machine = self.connect(host, "HY-0001", missing=("languages", "list", "interruption_list", "cycle_select", "status")).polled()
        machine.send_bytes(wire.cycle(1, 1000))
        machine.fence()
        programs.eventually(lambda: host.counters("HY-0001") == [1], "the cycle")

    def test_a_machine_that_does_not_know_the_questions_stays_linked_and_useful(self):
        host = self.host()
        machine = self.connect(host, "HY-0001", answering=False)
        for name in ("languages", "list", "interruption_list", "cycle_select", "status"):
            machine.until(lambda name=name: name in machine.asked())
            machine.send("error", command=wire.CODES[name], code=1, text="unknown")
        machine.send_bytes(wire.cycle(1, 1000))
        machine.fence()
        programs.eventually(lambda: host.counters("HY-0001") == [1], "the cycle")

    def test_a_list_that_never_advances_does_not_hold_the_host_for_ever(self):
        machine = self.connect(self.host(), "HY-0001", variables=10, page=0)
        machine.until(lambda: "interruption_list" in machine.asked())

    def test_status_is_asked_again_and_again(self):
        machine = self.connect(self.host(HUSKY_HOST_LINK_STATUS_INTERVAL_S="0.2"), "HY-0001")
        machine.until(lambda: machine.asked().count("status") >= 4)

    def test_a_question_without_an_answer_gets_error_6_and_the_end(self):
        machine = self.connect(self.host(HUSKY_HOST_LINK_RESPONSE_TIMEOUT_S="0.5"), "HY-0001", answering=False)
        machine.expect_error(6)
        machine.expect_closed()

    def test_after_a_reconnect_the_host_asks_everything_again(self):
        host = self.host()
        machine = self.connect(host, "HY-0001").polled()
        machine.close()
        programs.eventually(lambda: self.connect(host).fence()["links"] == 0, "the old link gone")
        self.connect(host, "HY-0001").polled()


class Takeover(programs.EndToEnd):
    def test_a_silent_older_link_is_closed_and_the_newer_accepted(self):
        host = self.host(HUSKY_HOST_LINK_TAKEOVER_TIMEOUT_S="0.5")
        older = self.connect(host, "HY-0001").polled()
        older.answering = False
        newer = self.connect(host, "HY-0001")
        self.assertIn("status", [message.name for message in older.wait_closed()])
        newer.polled()
        newer.send_bytes(wire.cycle(1, 1000))
        programs.eventually(lambda: host.counters("HY-0001") == [1], "a cycle by the newer link")

    def test_an_older_link_that_answers_keeps_its_place(self):
        host = self.host(HUSKY_HOST_LINK_TAKEOVER_TIMEOUT_S=5)
        older = self.connect(host, "HY-0001").polled()
        polls = older.asked().count("status")
        newer = self.connect(host)
        newer.send("init", serial_number="HY-0001")
        older.until(lambda: older.asked().count("status") > polls)
        newer.expect("init_response", result=2)
        newer.expect_closed()
        older.send_bytes(wire.cycle(1, 1000))
        older.fence()
        programs.eventually(lambda: host.counters("HY-0001") == [1], "a cycle by the older link")

    def test_takeover_works_before_the_first_polls_are_answered(self):
        host = self.host(HUSKY_HOST_LINK_TAKEOVER_TIMEOUT_S="0.5")
        older = self.connect(host, "HY-0001", answering=False)
        newer = self.connect(host, "HY-0001")
        older.wait_closed()
        newer.polled()

    def test_a_crowd_with_one_serial_leaves_exactly_one_link(self):
        host = self.host(HUSKY_HOST_LINK_TAKEOVER_TIMEOUT_S="0.3")
        crowd = [self.connect(host, answering=False) for _ in range(8)]
        for machine in crowd:
            machine.send("init", serial_number="HY-0001")
        results = [machine.expect("init_response")["result"] for machine in crowd]
        self.assertLessEqual(set(results), {0, 2})
        programs.eventually(lambda: self.connect(host).fence()["links"] == 1, "one link")
        last = self.connect(host, "HY-0001").polled()
        self.assertEqual(last.fence()["links"], 1)



class Segmentation(programs.EndToEnd):
    def conversation(self, seed=None):
        return b"".join([
            wire.encode("identify"), wire.encode("init", serial_number="HY-0001"),
            wire.event("Door open", date="26/01/01", time="00:00:01"), wire.interruption(7, 1, "No melt"),
            wire.interruption(7, 0, "No melt"),
            wire.encode("status_change", mode=8, production=4, job="JOB 1", mould="MOULD 1", cycles=3, good_parts=9, bad_parts=1),
            *(wire.cycle(n, 1000 + n, values=programs.values(v101=5.5, v201="HyPET", v999=None)) for n in range(1, 41)),
            wire.encode("identify")])

    def hear(self, pieces, note):
        host = self.host()
        machine = self.connect(host, pieces=pieces)
        machine.send_bytes(self.conversation())
        machine.expect("identify_response", links=0)
        machine.expect("init_response", result=0)
        machine.expect("identify_response", links=1)
        machine.polled()
        programs.eventually(lambda: host.counters("HY-0001") == list(range(1, 41)), f"40 cycles in order, {note}")
        self.assertEqual(len(host.items("/api/v1/machines/HY-0001/events")), 1, note)
        self.assertEqual(len(host.items("/api/v1/machines/HY-0001/interruptions")), 2, note)

    def test_a_whole_conversation_in_one_segment_is_understood(self):
        self.hear(peers.whole, "in one segment")

    def test_a_conversation_one_byte_at_a_time_is_understood(self):
        self.hear(peers.one_by_one, "byte by byte")

    def test_a_conversation_cut_at_random_is_understood(self):
        seed = time.time_ns() % 2**32
        self.hear(peers.random_pieces(seed), f"pieces from seed {seed}")


if __name__ == "__main__":
    programs.main()
