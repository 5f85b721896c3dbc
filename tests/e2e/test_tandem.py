"""Tandem machines end to end: what a client of husky-host sees of the two sides of a tandem cell, over HTTP alone."""

import re
import unittest

import programs

SERIAL = "HY-0001"
MACHINE = f"/api/v1/machines/{SERIAL}"
JOB_CYCLES, GOOD, BAD, JOB = "2", "162", "163", "203"


class Tandem(programs.EndToEnd):
    def setUp(self):
        super().setUp()
        self.the_host = self.host(HUSKY_HOST_LINK_STATUS_INTERVAL_S="1")
        config = self.write("fleet.yaml", "groups: [{family: tech, tandem: true}]\n")
        self.the_fleet = self.fleet("--config", config, "--host", "%s:%d" % self.the_host.tcp, "--seed", 7, "--time-scale", 600)
        programs.eventually(lambda: {cycle["tandem_side"] for cycle in self.cycles()} == {0, 1}, "cycles of both sides")

    def cycles(self, side=None):
        return [cycle for cycle in self.the_host.cycles(SERIAL) if side in (None, cycle["tandem_side"])]

    def values(self, side):
        answer = self.the_host.request("POST", f"{MACHINE}/read", body={"tandem_side": side, "variables": [2, 162, 163, 203]})
        self.assertEqual(answer.status, 200, answer.text)
        self.assertEqual(answer.json["tandem_side"], side)
        return answer.json["values"]

    def until_cycles(self, side, count):
        """Waits for so many more cycles of that side; returns them."""
        before = len(self.cycles(side))
        programs.eventually(lambda: len(self.cycles(side)) >= before + count, f"{count} cycles of side {side}", 30)
        return self.cycles(side)[before:]

    def spc(self, side, variable):
        return self.the_host.get(f"{MACHINE}/spc/{variable}?tandem_side={side}").json

    def set_up(self):
        answer = self.the_host.get(f"{MACHINE}/setups/1")
        self.assertEqual(answer.status, 200, answer.text)
        return answer.text

    def send(self, text):
        answer = self.the_host.request("PUT", f"{MACHINE}/setups/1", body=text.encode())
        self.assertIn(answer.status, (200, 204), answer.text)

    def events(self):
        return [text["text"] for event in self.the_host.items(f"{MACHINE}/events") for text in event["texts"] if text["language"] == "E"]

    @staticmethod
    def side_text(text, side):
        """The sections of one side."""
        return re.findall(rf"^\[side {side}: [^\[]*", text, re.MULTILINE)

    @staticmethod
    def text_with(text, section, name, value):
        return re.sub(rf"(^\[{re.escape(section)}\]\n(?:[^\[]*\n)?{re.escape(name)} = ).*$", lambda m: m[1] + value, text, count=1,
                      flags=re.MULTILINE)


class Sides(Tandem):
    def test_the_machine_tells_both_sides_and_counts_their_cycles_together(self):
        self.assertTrue(self.the_host.get(MACHINE).json["tandem"])
        sides = lambda: [side["tandem_side"] for side in self.the_host.get(MACHINE).json["sides"]]
        programs.eventually(lambda: sides() == [0, 1], "the status of both sides")
        self.until_cycles(0, 5)
        self.until_cycles(1, 5)
        counters = [cycle["life_counter"] for cycle in self.cycles()]
        self.assertEqual(counters, list(range(1, len(counters) + 1)))
        self.assertEqual(self.the_host.gaps(SERIAL), [])

    def test_a_start_of_one_side_leaves_the_counters_and_the_job_of_the_other(self):
        self.until_cycles(0, 6)
        self.until_cycles(1, 6)
        before = [self.values(0), self.values(1)]
        self.assertGreater(min(before[0][JOB_CYCLES], before[1][JOB_CYCLES]), 5)
        answer = self.the_host.request("POST", f"{MACHINE}/start", body={"tandem_side": 1})
        self.assertEqual((answer.status, answer.json), (200, {"result": 0}))
        started, other = self.values(1), self.values(0)
        self.assertLess(started[JOB_CYCLES], before[1][JOB_CYCLES] - 2)
        self.assertLess(started[GOOD] + started[BAD], before[1][GOOD] + before[1][BAD])
        self.assertGreaterEqual(other[JOB_CYCLES], before[0][JOB_CYCLES])
        self.assertGreaterEqual(other[GOOD] + other[BAD], before[0][GOOD] + before[0][BAD])
        self.assertEqual(other[JOB], before[0][JOB])
        programs.eventually(lambda: "Counters reset, side 1" in self.events(), "the entry of the start")
        self.assertNotIn("Counters reset, side 0", self.events())
        # Life counters go on: no cycle begins a new epoch.
        self.until_cycles(1, 3)
        self.assertEqual({cycle["epoch"] for cycle in self.cycles()}, {self.cycles()[0]["epoch"]})

    def test_a_start_of_one_side_clears_set_up_1_which_is_of_both(self):
        text = self.set_up()
        self.the_host.request("POST", f"{MACHINE}/start", body={"tandem_side": 1})
        answer = self.the_host.get(f"{MACHINE}/setups/1")
        self.assertEqual((answer.status, answer.json["result"]), (422, 3))
        self.send(text)
        self.assertEqual(self.set_up(), text)

    def test_spc_of_one_side_is_set_and_told_alone(self):
        before = self.spc(0, 106)
        written = {"tandem_side": 1, "subgroup_size": 3, "ucl": 30.5, "lcl": 29.5, "usl": 31, "lsl": 29}
        self.assertEqual(self.the_host.request("PUT", f"{MACHINE}/spc/106", body=written).status, 200)
        told = self.spc(1, 106)
        self.assertEqual((told["subgroup_size"], told["ucl"], told["lcl"], told["usl"], told["lsl"]), (3, 30.5, 29.5, 31, 29))
        other = self.spc(0, 106)
        self.assertEqual([other[key] for key in ("subgroup_size", "ucl", "lcl", "usl", "lsl")],
                         [before[key] for key in ("subgroup_size", "ucl", "lcl", "usl", "lsl")])
        text = self.set_up()
        self.assertIn("Cooling time subgroup = 3\n", "".join(self.side_text(text, 1)))
        self.assertNotIn("Cooling time subgroup = 3\n", "".join(self.side_text(text, 0)))


class SetUps(Tandem):
    def test_a_download_that_changes_one_side_changes_its_process_alone(self):
        text = self.set_up()
        changed = self.text_with(text, "side 1: timers", "Cooling time", "36.000 s")
        self.assertNotEqual(changed, text)
        self.assertEqual(self.side_text(changed, 0), self.side_text(text, 0))
        self.send(changed)
        last = [self.until_cycles(side, 4)[-1]["values"] for side in (0, 1)]
        self.assertAlmostEqual(last[0]["106"], 30, delta=0.1)
        self.assertAlmostEqual(last[1]["106"], 36, delta=0.1)
        self.assertAlmostEqual(last[1]["101"] - last[0]["101"], 6, delta=1.5)
        versions = self.the_host.items(f"{MACHINE}/setups")
        self.assertEqual([version["origin"] for version in versions], ["upload", "download"])
        told = self.the_host.get(f"{MACHINE}/setups/1/diff?from=1&to=2").json
        self.assertEqual([each["parameter"] for each in told["changed"]], ["side 1: timers.Cooling time"])

    def test_an_order_of_one_side_ends_with_the_parts_that_a_download_wants(self):
        before = self.values(0)[JOB], self.values(1)[JOB]
        self.send(self.text_with(self.set_up(), "side 1: order", "Parts wanted", "20"))
        programs.eventually(lambda: self.values(1)[JOB] != before[1], "the next job of side 1", 60)
        self.assertEqual(self.values(0)[JOB], before[0])
        programs.eventually(lambda: f"Job {before[1]} finished" in self.events(), "the end of the job")
        self.assertIn("Counters reset, side 1", self.events())
        self.assertNotIn("Counters reset, side 0", self.events())


if __name__ == "__main__":
    programs.main()
