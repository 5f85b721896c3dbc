"""What husky-host keeps of cycles, events and interruptions: once, in order, with every gap named."""

import datetime
import unittest

import programs
import wire

I32_MAX = 2**31 - 1
START = 1_767_225_600  # 2026-01-01 00:00:00 GMT


class Stored(programs.EndToEnd):
    def setUp(self):
        super().setUp()
        self.the_host = self.host()
        self.machine = self.connect(self.the_host, "HY-0001").polled()

    def send(self, *pairs, side=0):
        """Cycles as (life counter, end time), or counters alone, which end one second after another."""
        pairs = [p if isinstance(p, tuple) else (p, START + p) for p in pairs]
        self.machine.send_bytes(b"".join(wire.cycle(counter, end, side) for counter, end in pairs))
        self.machine.fence()

    def expect(self, counters, gaps=(), epochs=None):
        """The host shows exactly these, over HTTP and in the database."""
        serial, count = "HY-0001", len(counters)
        programs.eventually(lambda: len(self.the_host.cycles(serial)) == count and self.the_host.gaps(serial) == list(gaps),
                            f"{count} cycles and gaps {list(gaps)}; have {self.the_host.counters(serial)} {self.the_host.gaps(serial)}")
        self.assertEqual(sorted(self.the_host.counters(serial)), sorted(counters))
        in_database = programs.eventually(
            lambda: len(rows := self.the_host.query("select epoch, life_counter from cycles where serial = 'HY-0001'")) == count and rows,
            f"{count} rows") if count else []
        self.assertEqual(sorted(counter for _, counter in in_database), sorted(counters))
        rows = self.the_host.query("select first_missing, last_missing from gaps where serial = 'HY-0001' order by 1")
        self.assertEqual(rows, list(gaps))
        if epochs is not None:
            self.assertEqual(len({epoch for epoch, _ in in_database}), epochs)


class Counting(Stored):
    def test_cycles_in_order_are_stored_in_order(self):
        self.send(*range(1, 101))
        self.expect(range(1, 101), epochs=1)
        self.assertEqual(self.the_host.counters("HY-0001"), list(range(1, 101)))

    def test_a_cycle_sent_again_is_stored_once(self):
        self.send(1, 2, 2, 2, 3, 1, 3)
        self.expect([1, 2, 3], epochs=1)

    def test_a_jump_is_a_gap(self):
        self.send(1, 2, 5, 6, 10)
        self.expect([1, 2, 5, 6, 10], [(3, 4), (7, 9)], epochs=1)

    def test_a_late_cycle_shrinks_a_gap_at_either_end(self):
        self.send(1, 10, 2, 9)
        self.expect([1, 2, 9, 10], [(3, 8)], epochs=1)

    def test_a_late_cycle_splits_a_gap(self):
        self.send(1, 10, 5)
        self.expect([1, 5, 10], [(2, 4), (6, 9)], epochs=1)

    def test_late_cycles_close_a_gap_for_good(self):
        self.send(1, 5, 3, 2, 4, 3)
        self.expect([1, 2, 3, 4, 5], epochs=1)

    def test_a_gap_closed_and_another_opened_stay_apart(self):
        self.send(1, 3, 6, 2)
        self.expect([1, 2, 3, 6], [(4, 5)], epochs=1)

    def test_a_lower_counter_with_a_later_end_starts_an_epoch(self):
        self.send(1, 2, 3, (1, START + 100), (2, START + 101))
        self.expect([1, 2, 3, 1, 2], epochs=2)

    def test_the_same_counter_with_a_later_end_starts_an_epoch(self):
        self.send(1, 2, 3, (3, START + 100), (4, START + 101))
        self.expect([1, 2, 3, 3, 4], epochs=2)

    def test_a_machine_that_begins_anew_with_its_clock_behind_loses_nothing(self):
        self.send(1, 2, 3, 4, (1, START - 900), (2, START - 899), (3, START - 898), (3, START - 898), (4, START - 897), (4, START + 4))
        self.expect([1, 2, 3, 4, 1, 2, 3, 4], epochs=2)
        self.assertEqual(self.the_host.metrics()['husky_cycles_total{fate="duplicate"}'], 2)
        self.assertIn("machine HY-0001 counts anew: cycle 1 after 4 is not a repeat", self.the_host.stderr())

    def test_past_2038_a_counter_that_goes_back_starts_an_epoch(self):
        self.send(*((counter, I32_MAX) for counter in (1, 2, 3, 4, 1, 2, 3)))
        self.expect([1, 2, 3, 4, 1, 2, 3], epochs=2)

    def test_gaps_in_a_second_epoch_are_its_own(self):
        self.send(1, 2, 5, (1, START + 100), (4, START + 103))
        self.expect([1, 2, 5, 1, 4], [(2, 3), (3, 4)], epochs=2)
        rows = self.the_host.query("select epoch, first_missing from gaps where serial = 'HY-0001' order by epoch")
        self.assertEqual([first for _, first in rows], [3, 2])
        self.assertLess(rows[0][0], rows[1][0])

    def test_the_wrap_of_the_counter_is_no_gap(self):
        self.send((I32_MAX - 1, START), (I32_MAX, START + 1), (1, START + 2), (2, START + 3))
        self.expect([I32_MAX - 1, I32_MAX, 1, 2])

    def test_both_sides_of_a_tandem_share_one_count(self):
        for counter in range(1, 11):
            self.send(counter, side=counter % 2)
        self.expect(range(1, 11), epochs=1)
        sides = self.the_host.query("select life_counter, tandem_side from cycles where serial = 'HY-0001'")
        self.assertEqual(dict(sides), {n: n % 2 for n in range(1, 11)})

    def test_machines_do_not_mix(self):
        other = self.connect(self.the_host, "HY-0002").polled()
        self.send(1, 2, 3)
        other.send_bytes(wire.cycle(7, START) + wire.cycle(9, START + 1))
        other.fence()
        self.expect([1, 2, 3])
        programs.eventually(lambda: self.the_host.counters("HY-0002") == [7, 9], "the other machine's cycles")
        self.assertIn((8, 8), self.the_host.gaps("HY-0002"))


class OverTime(Stored):
    def restart(self):
        self.assertEqual(self.the_host.stop(), 0)
        self.the_host = self.host()
        self.machine = self.connect(self.the_host, "HY-0001").polled()

    def test_what_was_stored_is_known_after_a_restart(self):
        self.send(1, 2, 5)
        self.restart()
        self.send(2, 5, 6, 9, 4)
        self.expect([1, 2, 4, 5, 6, 9], [(3, 3), (7, 8)], epochs=1)

    def test_cycles_missed_while_the_host_was_down_are_a_gap(self):
        self.send(1, 2)
        self.restart()
        self.send(5)
        self.expect([1, 2, 5], [(3, 4)], epochs=1)

    def test_cycles_lost_with_the_host_are_named_although_the_machine_stands_still_now(self):
        self.send(1, 2, 3)
        self.expect([1, 2, 3])
        self.assertEqual(self.the_host.stop(), 0)
        self.the_host = self.host()
        machine = self.connect(self.the_host)
        machine.last_cycle = (5, START + 5)
        machine.initialise("HY-0001")
        machine.until(lambda: self.the_host.gaps("HY-0001") == [(4, 5)])

    def test_an_epoch_is_known_after_a_restart(self):
        self.send(1, 2, 3, (1, START + 100))
        self.restart()
        self.send((1, START + 100), (2, START + 101))
        self.expect([1, 2, 3, 1, 2], epochs=2)

    def test_counts_of_events_and_when_a_machine_was_last_seen_outlive_a_restart(self):
        self.machine.send_bytes(wire.event("auto on") + wire.interruption(304, 1, "gate open") + wire.interruption(304, 0, "gate shut"))
        self.send(1)
        seen, received = programs.eventually(lambda: self.the_host.query(
            "select m.last_seen, c.receive_time from machines m join cycles c using (serial)"), "the cycle")[0]
        self.assertGreaterEqual(seen, received)
        self.restart()
        shown = self.the_host.get("/api/v1/machines/HY-0001").json
        self.assertEqual((shown["cycles_stored"], shown["events"], shown["interruptions"]), (1, 1, 2))

    def test_a_reconnect_changes_nothing(self):
        self.send(1, 2)
        self.machine.close()
        programs.eventually(lambda: self.connect(self.the_host).fence()["links"] == 0, "the link gone")
        self.machine = self.connect(self.the_host, "HY-0001").polled()
        self.send(2, 3)
        self.expect([1, 2, 3], epochs=1)

    def test_a_machine_that_speaks_right_after_init_is_heard(self):
        self.machine.close()
        programs.eventually(lambda: self.connect(self.the_host).fence()["links"] == 0, "the link gone")
        machine = self.connect(self.the_host)
        machine.send_bytes(wire.encode("init", serial_number="HY-0001") + wire.cycle(1, START) + wire.cycle(2, START + 1))
        machine.expect("init_response", result=0)
        self.expect([1, 2])

    def test_rows_reach_the_file_while_the_link_is_quiet(self):
        self.send(1)
        programs.eventually(lambda: self.the_host.query("select count(*) from cycles") == [(1,)], "the row, committed", 2)


class Shown(Stored):
    def test_the_job_of_a_machine_is_counted_by_its_newest_cycle(self):
        self.machine.send_bytes(wire.cycle(7, START, values=programs.values(v2=20, v162=640, v163=3)))
        self.machine.fence()
        (side,) = self.the_host.get("/api/v1/machines/HY-0001").json["sides"]
        self.assertEqual((side["cycles"], side["good_parts"], side["bad_parts"]), (20, 640, 3))

    def test_values_keep_their_types(self):
        self.machine.send_bytes(wire.cycle(7, START, values=programs.values(v101=5.5, v5=1, v203="Deckel Ö", v999=None)))
        self.machine.fence()
        cycle = programs.eventually(lambda: self.the_host.cycles("HY-0001"), "the cycle")[0]
        self.assertEqual(cycle["values"], {"1": 7, "4": START, "101": 5.5, "5": 1, "203": "Deckel Ö", "999": None})
        self.assertEqual((cycle["serial"], cycle["tandem_side"], cycle["life_counter"]), ("HY-0001", 0, 7))
        self.assertIsInstance(cycle["epoch"], int)

    def test_times_are_iso_8601_in_utc(self):
        self.send((1, START + 3661))
        cycle = programs.eventually(lambda: self.the_host.cycles("HY-0001"), "the cycle")[0]
        self.assertEqual(datetime.datetime.fromisoformat(cycle["machine_time"]),
                         datetime.datetime(2026, 1, 1, 1, 1, 1, tzinfo=datetime.timezone.utc))
        self.assertTrue(cycle["machine_time"].endswith("Z") and cycle["receive_time"].endswith("Z"), cycle)
        received = datetime.datetime.fromisoformat(cycle["receive_time"])
        self.assertLess(abs((datetime.datetime.now(datetime.timezone.utc) - received).total_seconds()), 60)

    def test_values_are_rows_of_the_view_cycle_values(self):
        self.machine.send_bytes(wire.cycle(7, START, values=programs.values(v101=5.5, v203="Deckel")))
        self.machine.fence()
        rows = programs.eventually(lambda: self.the_host.query(
            "select variable_id, value from cycle_values where serial = 'HY-0001' and life_counter = 7"), "the values")
        self.assertEqual(dict(rows)[101], 5.5)
        self.assertEqual(dict(rows)[203], "Deckel")

    def test_cycles_come_in_pages_that_add_up(self):
        self.send(*range(1, 251))
        self.expect(range(1, 251))
        for limit in (1, 7, 100, 250):
            with self.subTest(limit=limit):
                page = self.the_host.get(f"/api/v1/machines/HY-0001/cycles?limit={limit}").json
                self.assertEqual(len(page["items"]), limit)
        counters = [c["life_counter"] for c in self.the_host.items("/api/v1/machines/HY-0001/cycles?limit=33")]
        self.assertEqual(counters, list(range(1, 251)))

    def test_cycles_come_as_csv_too(self):
        self.send(1, 2, 3)
        self.expect([1, 2, 3])
        rows = self.the_host.csv("/api/v1/machines/HY-0001/cycles")
        self.assertEqual([row["life_counter"] for row in rows], ["1", "2", "3"])
        self.assertEqual({row["serial"] for row in rows}, {"HY-0001"})

    def test_the_view_cycles_is_pleasant_to_read(self):
        self.send((5, START + 3661))
        programs.eventually(lambda: self.the_host.query("select 1 from cycles"), "the row")
        row = self.the_host.query("select serial, tandem_side, life_counter, machine_time, receive_time from cycles")[0]
        self.assertEqual(row[:3], ("HY-0001", 0, 5))
        self.assertTrue(str(row[3]).startswith("2026-01-01"), row)

    def test_gaps_name_their_ends_in_csv_and_json(self):
        self.send(1, 4)
        self.expect([1, 4], [(2, 3)])
        gap = self.the_host.items("/api/v1/machines/HY-0001/gaps")[0]
        self.assertEqual((gap["first_missing"], gap["last_missing"]), (2, 3))
        row = self.the_host.csv("/api/v1/machines/HY-0001/gaps")[0]
        self.assertEqual((row["first_missing"], row["last_missing"]), ("2", "3"))

    def test_events_keep_all_languages_and_the_machines_own_time(self):
        self.machine.send_bytes(wire.encode("event", date="26/02/03", time="04:05:06", languages=[
            {"language_code": "E", "type_text": "AL", "event_text": "Door open"},
            {"language_code": "D", "type_text": "AL", "event_text": "Tür offen"}]))
        self.machine.fence()
        shown = str(programs.eventually(lambda: self.the_host.items("/api/v1/machines/HY-0001/events"), "the event"))
        for part in ("Door open", "Tür offen", "2026-02-03T04:05:06"):
            self.assertIn(part, shown)
        self.assertNotIn("2026-02-03T04:05:06Z", shown, "the machine's clock has no zone")
        self.assertEqual(len(programs.eventually(lambda: self.the_host.query("select * from events"), "a row")), 1)

    def test_interruptions_keep_number_and_state(self):
        self.machine.send_bytes(wire.interruption(17, 1, "No melt") + wire.interruption(17, 0, "No melt"))
        self.machine.fence()
        items = programs.eventually(
            lambda: len(i := self.the_host.items("/api/v1/machines/HY-0001/interruptions")) == 2 and i, "begin and end")
        self.assertTrue(all("No melt" in str(item) and "17" in str(item) for item in items), items)
        self.assertEqual(len(self.the_host.query("select * from interruptions")), 2)

    def test_the_view_machines_lists_each_machine_once(self):
        self.send(1)
        self.connect(self.the_host, "HY-0002").polled()
        programs.eventually(lambda: self.the_host.query("select serial from machines order by 1") == [("HY-0001",), ("HY-0002",)],
                            "both machines in the view")


class Memory(programs.EndToEnd):
    def test_a_database_in_memory_serves_the_api_too(self):
        host = self.host(store="sqlite::memory:")
        machine = self.connect(host, "HY-0001").polled()
        machine.send_bytes(wire.cycle(1, START) + wire.cycle(3, START + 2))
        machine.fence()
        programs.eventually(lambda: host.counters("HY-0001") == [1, 3] and host.gaps("HY-0001") == [(2, 2)], "cycles and gap")

    def test_store_none_keeps_links_working(self):
        host = self.host(store="none")
        machine = self.connect(host, "HY-0001").polled()
        machine.send_bytes(wire.cycle(1, START))
        machine.fence()
        self.assertIn("HY-0001", [m["serial"] for m in host.items("/api/v1/machines")])


if __name__ == "__main__":
    programs.main()
