"""A cell of husky-fleet against a host that was written from the contract alone."""

import math
import struct
import time
import unittest

import peers
import programs
import wire

LANGUAGES = "EDFS"


class OneCell(programs.EndToEnd):
    """One PET cell at fifty times the pace, linked to a scripted host."""

    def start(self, *args, pieces=peers.whole, **environment):
        self.the_host = self.listen()
        self.the_fleet = self.fleet("--host", self.the_host.address, "--count", 1, "--seed", 7, "--family", "pet",
                                    "--time-scale", 50, *args, **environment)
        return self.the_host.accept(pieces=pieces)

    def cell(self, *args, **options):
        link = self.start(*args, **options)
        link.welcome()
        return link


class Opening(OneCell):
    def test_the_machine_speaks_first_and_names_itself(self):
        link = self.start()
        self.assertEqual(link.expect("init").raw, bytes.fromhex("14 00 01 00 48 59 2D 30 30 30 31 20 20 20 20 20 20 20 20 20"))

    def test_the_fleet_is_ready_after_the_first_init(self):
        self.cell()
        self.assertEqual(self.the_fleet.ready(), {"machines": "1"})

    def test_identify_is_answered_before_and_after_init_with_the_role_of_a_machine(self):
        link = self.start()
        init = link.expect("init")
        self.assertEqual(init["serial_number"], "HY-0001")
        answer = link.fence()
        self.assertEqual((answer["result"], answer["revision"], answer["role"]), (0, 0x0202, 1))
        link.send("init_response", synch_time=int(time.time()))
        self.assertEqual(link.fence()["role"], 1)

    def test_the_machine_sets_its_clock_by_the_host(self):
        link = self.start()
        link.welcome(synch_time=1_000_000_000)
        times = [wire.values_of(link.indication("cycle"))[4] for _ in range(3)]
        self.assertTrue(all(1_000_000_000 <= t < 1_000_003_600 for t in times[1:]), times)

    def test_a_refused_machine_comes_back_and_speaks_again(self):
        for result in (1, 2, 3):
            with self.subTest(result=result):
                link = self.start()
                link.welcome(result=result)
                link.close()
                self.assertEqual(self.the_host.accept().welcome(), "HY-0001")

    def test_a_machine_that_gets_no_answer_to_init_ends_the_link_and_comes_back(self):
        link = self.start(HUSKY_FLEET_LINK_RESPONSE_TIMEOUT_S="0.5")
        link.expect("init")
        link.expect_error(6)
        link.expect_closed()
        self.assertEqual(self.the_host.accept().welcome(), "HY-0001")

    def test_a_host_that_falls_silent_is_left_with_error_6(self):
        link = self.cell(HUSKY_FLEET_LINK_SILENCE_TIMEOUT_S="0.7")
        link.expect_error(6)
        link.wait_closed()
        self.assertEqual(self.the_host.accept().welcome(), "HY-0001")

    def test_a_closed_link_is_dialled_again_soon(self):
        link = self.cell()
        for _ in range(3):
            link.reset()
            # n starts at 0 again after each init that went well: at most a second
            link = self.the_host.accept(timeout=2)
            self.assertEqual(link.welcome(), "HY-0001")


class Questions(OneCell):
    def test_languages_are_among_those_of_the_contract(self):
        answer = self.cell().ask("languages")
        self.assertIn(answer["result"], (0, 3))
        codes = [language["language_code"] for language in answer["languages"]]
        self.assertEqual(len(codes), len(set(codes)))
        self.assertLessEqual(set(codes), set(LANGUAGES))
        self.assertTrue(all(language["language_name"] for language in answer["languages"]))

    def test_the_list_is_paged_and_complete_in_every_language(self):
        link = self.cell()
        own = link.pages("list", "variables", "total_variables")
        ids = [v["variable_id"] for v in own]
        self.assertEqual(len(ids), len(set(ids)))
        self.assertLessEqual({1, 2, 4, 5, 101, 104, 122}, set(ids))
        kinds = {v["variable_id"]: v["value_type"] for v in own}
        self.assertEqual({kinds[i] for i in (1, 2, 4, 5)}, {wire.I32})
        self.assertEqual({kinds[i] for i in (101, 104, 122)}, {wire.F32})
        self.assertTrue(all(v["description"] for v in own))
        for language in link.ask("languages")["languages"]:
            page = link.pages("list", "variables", "total_variables", language["language_code"])
            self.assertEqual([v["variable_id"] for v in page], ids, language)

    def test_the_interruption_list_is_paged_and_complete_in_every_language(self):
        link = self.cell()
        own = link.pages("interruption_list", "interruptions", "total")
        self.assertGreaterEqual(len(own), 12)
        for language in link.ask("languages")["languages"]:
            page = link.pages("interruption_list", "interruptions", "total", language["language_code"])
            self.assertEqual([i["interruption_id"] for i in page], [i["interruption_id"] for i in own])

    def test_past_the_end_and_an_unknown_language_get_result_2(self):
        link = self.cell()
        for name, total in (("list", "total_variables"), ("interruption_list", "total")):
            with self.subTest(name):
                count = link.ask(name, language_code=" ", first_index=0)[total]
                self.assertEqual(link.ask(name, language_code=" ", first_index=count)["result"], 0)
                self.assertEqual(link.ask(name, language_code=" ", first_index=count + 1)["result"], 2)
                self.assertEqual(link.ask(name, language_code=" ", first_index=65535)["result"], 2)
                for language in ("X", "e", "\xff", "?"):
                    self.assertEqual(link.ask(name, language_code=language, first_index=0)["result"], 2, language)

    def test_status_uses_the_words_of_the_contract(self):
        answer = self.cell().ask("status")
        self.assertEqual(answer["result"], 0)
        self.assertIn(answer["mode"], range(12))
        self.assertIn(answer["production"], range(6))
        self.assertTrue(answer["job"] and answer["mould"])

    def test_read_of_nothing_in_particular_gives_everything(self):
        link = self.cell()
        link.indication("cycle")
        answer = link.ask("read")
        self.assertEqual(answer["result"], 0)
        listed = {v["variable_id"]: v["value_type"] for v in link.pages("list", "variables", "total_variables")}
        got = {v["variable_id"]: v["value_type"] for v in answer["variables"]}
        self.assertEqual(set(got), set(listed))
        self.assertTrue(all(kind in (listed[i], wire.UNAVAILABLE) for i, kind in got.items()))

    def test_read_of_some_gives_those_in_their_order_and_0_for_unknown_ones(self):
        link = self.cell()
        link.indication("cycle")
        answer = link.ask("read", variables=[{"variable_id": i} for i in (122, 60_000, 1, 104)])
        self.assertEqual([v["variable_id"] for v in answer["variables"]], [122, 60_000, 1, 104])
        kinds = [v["value_type"] for v in answer["variables"]]
        self.assertEqual(kinds, [wire.F32, wire.UNAVAILABLE, wire.I32, wire.F32])

    def test_a_read_whose_answer_would_pass_65535_gets_error_5(self):
        link = self.cell()
        link.send("read", variables=[{"variable_id": 30_000 + i} for i in range(30_000)])
        link.expect_error(5, wire.CODES["read"])
        link.fence()

    def test_set_ups_answer_with_a_result_of_the_contract(self):
        link = self.cell()
        for name in ("upload_setup", "download_setup"):
            with self.subTest(name):
                self.assertIn(link.ask(name, setup_number=9)["result"], range(7))

    def test_the_spc_page_takes_limits_and_tells_the_figures_of_the_newest_cycles(self):
        link = self.cell()
        nan = float("nan")
        limits = {"ucl": nan, "lcl": nan, "usl": 6.0, "lsl": 5.0}
        self.assertEqual(link.ask("spc_write", variable_id=101, subgroup_size=2, **limits)["result"], 0)
        link.select(101)
        times = []
        while len(times) < 12:
            cycle = wire.values_of(link.indication("cycle"))
            times.append(cycle[101])
        page = link.ask("spc_read", variable_id=101)
        self.assertEqual((page["result"], page["variable_id"], page["subgroup_size"]), (0, 101, 2))
        self.assertGreaterEqual(page["subgroups"], 5)
        self.assertTrue(min(times) <= page["mean"] <= max(times), (page, times))
        self.assertEqual((page["usl"], page["lsl"]), (6.0, 5.0))
        self.assertTrue(math.isnan(page["ucl"]) and math.isnan(page["lcl"]), page)
        within = page["range_mean"] / 1.128
        self.assertAlmostEqual(page["std_dev"], within, delta=within * 1e-3)
        self.assertAlmostEqual(page["cp"], 1 / (6 * page["std_dev"]), delta=page["cp"] * 1e-3)

    def test_a_violated_spc_rule_is_told_as_an_event(self):
        link = self.cell()
        nan = float("nan")
        self.assertEqual(link.ask("spc_write", variable_id=101, subgroup_size=1, ucl=1.0, lcl=0.5, usl=nan, lsl=nan)["result"], 0)
        texts = link.indication("event")["languages"]
        while not texts[0]["event_text"].startswith("SPC rule violated"):
            texts = link.indication("event")["languages"]
        self.assertIn("Nelson 1", texts[0]["event_text"])

    def test_spc_of_what_is_not_measured_has_the_result_of_the_contract(self):
        link = self.cell()
        for variable, result in ((0, 2), (60_000, 2), (1, 3), (204, 3), (104, 0)):
            with self.subTest(variable):
                self.assertEqual(link.ask("spc_read", variable_id=variable)["result"], result)

    def test_sixteen_questions_in_one_segment_are_answered_in_order(self):
        link = self.cell()
        names = ["languages", "status", "identify", "list", "read", "interruption_list", "cycle_select", "status"] * 2
        link.send_bytes(b"".join(wire.encode(name, **{"language_code": "E"} if "list" in name else {}) for name in names))
        for name in names:
            link.expect(f"{name}_response")

    def test_questions_one_byte_at_a_time_are_answered(self):
        link = self.cell(pieces=peers.one_by_one)
        self.assertEqual(link.ask("status")["result"], 0)
        self.assertEqual(link.select(101, 104)["result"], 0)

    def test_questions_cut_at_random_are_answered(self):
        seed = time.time_ns() % 2**32
        link = self.cell(pieces=peers.random_pieces(seed))
        for _ in range(50):
            self.assertEqual(link.ask("status")["result"], 0, f"seed {seed}")
            link.ask("list", language_code="E", first_index=0)


class Faults(OneCell):
    def refused(self, link, data, code, command):
        link.send_bytes(data)
        link.expect_error(code, command)
        link.fence()

    def test_an_unknown_command_gets_error_1_and_the_link_stays(self):
        link = self.cell()
        for command in (0x0000, 0x8000, 0x0002, 0x6666):
            with self.subTest(hex(command)):
                self.refused(link, wire.frame(command, b"x"), 1, command)

    def test_a_command_from_the_wrong_end_gets_error_1_and_the_link_stays(self):
        link = self.cell()
        for data in (wire.encode("init", serial_number="X"), wire.cycle(1, 1000), wire.event("x"), wire.interruption(1, 1, "x"),
                     wire.encode("status_change")):
            command = struct.unpack_from("<HH", data)[1]
            with self.subTest(hex(command)):
                self.refused(link, data, 1, command)

    def test_a_command_of_another_link_type_gets_error_1_and_the_link_stays(self):
        link = self.cell()
        self.refused(link, wire.frame(0x0102), 1, 0x0102)
        self.refused(link, wire.frame(0x0104, b"\1\1"), 1, 0x0104)

    def test_fields_that_do_not_fill_the_message_get_error_2_and_the_link_stays(self):
        link = self.cell()
        for name in ("start", "languages", "list", "read", "cycle_select", "status", "spc_write", "upload_setup", "identify"):
            payload = wire.encode(name)[4:]
            with self.subTest(name):
                self.refused(link, wire.frame(wire.CODES[name], payload + b"\0"), 2, wire.CODES[name])
                if payload:
                    self.refused(link, wire.frame(wire.CODES[name], payload[:-1]), 2, wire.CODES[name])

    def test_a_size_below_4_gets_error_2_and_the_end(self):
        for size in range(4):
            link = self.cell()
            link.send_bytes(struct.pack("<H", size))
            link.expect_error(2, 0)
            link.wait_closed()

    def test_responses_and_errors_that_nobody_waits_for_are_dropped(self):
        link = self.cell()
        for data in (wire.encode("init_response", result=1), wire.encode("status_response"), wire.encode("identify_response"),
                     wire.encode("error", command=8, code=7)):
            link.send_bytes(data)
            link.fence()


if __name__ == "__main__":
    programs.main()
