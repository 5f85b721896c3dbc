"""What a cell reports: cycles with the chosen variables, counters that never jump, and what was kept while nobody listened."""

import re
import unittest

import programs
import wire


class Cells(programs.EndToEnd):
    """PET cells at fifty times the pace, linked to a scripted host."""

    def start(self, *args, count=1, scale=50, **environment):
        self.the_host = self.listen()
        self.report = self.folder / "report.json"
        self.the_fleet = self.fleet("--host", self.the_host.address, "--count", count, "--seed", 7, "--family", "pet",
                                    "--time-scale", scale, "--report", self.report, *args, **environment)

    def accept(self):
        """A linked machine; its serial is in `serial`."""
        link = self.the_host.accept()
        link.serial = link.welcome()
        return link

    def cell(self, *args, **options):
        self.start(*args, **options)
        return self.accept()

    def ids(self, link):
        return [v["variable_id"] for v in link.indication("cycle")["variables"]]

    def selected(self, link, *ids):
        """Selects, then skips the cycles that ended before the selection."""
        self.assertEqual(link.select(*ids)["result"], 0)
        link.indications.clear()


class Selection(Cells):
    def test_cycles_carry_1_and_4_until_something_is_selected(self):
        self.assertEqual(self.ids(self.cell()), [1, 4])

    def test_1_and_4_come_first_then_the_selection_in_its_order(self):
        link = self.cell()
        self.selected(link, 122, 101, 5, 104)
        self.assertEqual(self.ids(link), [1, 4, 122, 101, 5, 104])

    def test_each_variable_comes_once_even_if_selected_twice_or_fixed(self):
        link = self.cell()
        self.selected(link, 4, 101, 101, 1, 104, 4, 101)
        self.assertEqual(self.ids(link), [1, 4, 101, 104])

    def test_an_unknown_variable_has_value_type_0(self):
        link = self.cell()
        self.selected(link, 60_000, 101)
        cycle = link.indication("cycle")
        self.assertEqual([(v["variable_id"], v["value_type"]) for v in cycle["variables"]],
                         [(1, wire.I32), (4, wire.I32), (60_000, wire.UNAVAILABLE), (101, wire.F32)])

    def test_an_empty_selection_means_only_1_and_4(self):
        link = self.cell()
        self.selected(link, 101)
        self.assertEqual(self.ids(link), [1, 4, 101])
        self.selected(link)
        self.assertEqual(self.ids(link), [1, 4])

    def test_a_selection_outlives_a_reconnect(self):
        link = self.cell()
        self.selected(link, 101, 104)
        self.assertEqual(self.ids(link), [1, 4, 101, 104])
        link.close()
        link = self.accept()
        self.assertEqual([self.ids(link) for _ in range(5)], [[1, 4, 101, 104]] * 5)

    def test_too_large_a_selection_never_makes_a_message_that_cannot_be_framed(self):
        link = self.cell()
        listed = [v["variable_id"] for v in link.pages("list", "variables", "total_variables")]
        link.send("cycle_select", variables=[{"variable_id": i} for i in listed + list(range(30_000, 60_000 - len(listed)))])
        answer = link.receive()
        self.assertIn(answer.name, ("cycle_select_response", "error"))
        link.indications.clear()
        # the reader refuses what is malformed; whatever was decided, cycles go on
        counters = [wire.values_of(link.indication("cycle"))[1] for _ in range(3)]
        self.assertEqual(counters, list(range(counters[0], counters[0] + 3)))


class Counters(Cells):
    def test_the_life_counter_starts_at_1_and_never_jumps(self):
        link = self.cell()
        cycles = [link.indication("cycle") for _ in range(30)]
        self.assertEqual([wire.values_of(c)[1] for c in cycles], list(range(1, 31)))
        ends = [wire.values_of(c)[4] for c in cycles]
        self.assertEqual(ends, sorted(ends))
        self.assertTrue(all(c["result"] == 0 for c in cycles))

    def test_start_clears_the_job_counter_and_not_the_life_counter(self):
        link = self.cell()
        self.selected(link, 2)
        before = wire.values_of([link.indication("cycle") for _ in range(5)][-1])
        self.assertGreater(before[2], 1)
        self.assertEqual(link.ask("start")["result"], 0)
        before = wire.values_of(link.indications[-1]) if link.indications else before
        link.indications.clear()
        after = wire.values_of(link.indication("cycle"))
        self.assertEqual((after[1], after[2]), (before[1] + 1, 1))

    def test_start_clears_the_counters_of_the_status(self):
        link = self.cell(scale=20)
        for _ in range(5):
            link.indication("cycle")
        self.assertGreaterEqual(link.ask("status")["cycles"], 5)
        link.ask("start")
        self.assertLessEqual(link.ask("status")["cycles"], 1)

    def test_cycle_times_are_those_of_a_pet_cell(self):
        link = self.cell()
        self.selected(link, 101, 104, 122)
        for _ in range(10):
            values = wire.values_of(link.indication("cycle"))
            self.assertTrue(3 < values[101] < 12, values)
            self.assertTrue(0.2 < values[104] < 3, values)
            self.assertTrue(200 < values[122] < 330, values)


class Away(Cells):
    """The second cell stays linked: its cycles are the clock while the first has no host."""

    def two(self, **environment):
        self.start(count=2, **environment)
        links = sorted((self.accept() for _ in range(2)), key=lambda link: link.serial)
        return links

    def back(self, link, other, cycles):
        """Ends the link; answers the machine's init only after `cycles` cycles of the other."""
        last = wire.values_of(link.indication("cycle"))[1]
        link.reset()
        again = self.the_host.accept()
        for _ in range(cycles):
            other.indication("cycle")
        again.welcome()
        return again, last

    def told(self, link, count):
        """The next messages that a machine keeps, without status_change."""
        messages = []
        while len(messages) < count:
            message = link.receive_any(20)
            if message.name in ("cycle", "event", "cycle_interruption"):
                messages.append(message)
        return messages

    def test_what_happened_without_a_host_comes_first_and_in_order(self):
        link, other = self.two()
        again, last = self.back(link, other, 10)
        cycles = [m for m in self.told(again, 20) if m.name == "cycle"]
        counters = [wire.values_of(c)[1] for c in cycles]
        self.assertEqual(counters, list(range(counters[0], counters[0] + len(counters))))
        # one or two cycles may have been in flight when the link was reset
        self.assertLessEqual(counters[0] - last, 3)

    def test_kept_cycles_carry_the_selection_of_their_moment(self):
        link, other = self.two()
        self.selected(link, 101)
        again, _ = self.back(link, other, 10)
        self.assertEqual(self.ids(again), [1, 4, 101])
        self.assertEqual(again.select(104)["result"], 0)
        kinds = [tuple(self.ids(again)) for _ in range(20)]
        self.assertEqual(set(kinds), {(1, 4, 101), (1, 4, 104)})
        self.assertEqual(kinds, sorted(kinds), "old cycles first, then those of the new selection")

    def test_what_did_not_fit_is_dropped_oldest_first_and_told_in_one_event(self):
        link, other = self.two(HUSKY_FLEET_LINK_BUFFER_MESSAGES="5")
        again, last = self.back(link, other, 20)
        messages = self.told(again, 15)
        counters = [wire.values_of(m)[1] for m in messages if m.name == "cycle"]
        self.assertEqual(counters, list(range(counters[0], counters[0] + len(counters))), "the oldest went first")
        missing = counters[0] - last - 1
        self.assertGreater(missing, 5)
        told = [(i, int(n)) for i, m in enumerate(messages) if m.name == "event"
                for n in re.findall(r"\d+", m["languages"][0]["event_text"]) if i >= 5 and "drop" in str(m).lower()]
        self.assertEqual(len(told), 1, messages)
        place, number = told[0]
        self.assertLessEqual(place, 7, "right after the five that were kept")
        # cycles in flight at the reset are lost too, but were not dropped from the buffer
        self.assertLessEqual(abs(number - missing), 5)
        self.assertEqual(self.the_fleet.stop(), 0)
        report = programs.read_json(self.report)
        self.assertEqual([m["dropped"] for m in report["machines"] if m["serial"] == link.serial], [number])

    def test_nothing_is_told_when_nothing_was_dropped(self):
        link, other = self.two()
        again, _ = self.back(link, other, 5)
        events = [m for m in self.told(again, 15) if m.name == "event" and "drop" in str(m).lower()]
        self.assertEqual(events, [])
        self.assertEqual(self.the_fleet.stop(), 0)
        self.assertEqual({m["dropped"] for m in programs.read_json(self.report)["machines"]}, {0})


if __name__ == "__main__":
    programs.main()
