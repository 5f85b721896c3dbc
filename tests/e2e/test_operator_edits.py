"""A number changed by keys on a cell's operator screen, through husky-host: it runs the machine, and the host sees it."""

import re
import unittest

import displays
import programs

MACHINE = "/api/v1/machines/HY-0001"
F5, F6, DOWN, HOME, ENTER = 0x0105, 0x0106, 0x0111, 0x0116, 0x0117


class Edits(programs.EndToEnd):
    def setUp(self):
        super().setUp()
        self.the_host = self.host()
        self.the_fleet = self.fleet("--host", "%s:%d" % self.the_host.tcp, "--count", 1, "--family", "pet", "--seed", 7, "--time-scale", 20)
        programs.eventually(lambda: self.the_host.metrics().get("husky_displays_linked") == 1, "a display link")
        self.viewer = displays.WebSocket(self.the_host.http, f"{MACHINE}/display")
        self.addCleanup(self.viewer.close)

    def press(self, *keys):
        for key in keys:
            self.viewer.send({"key": key if isinstance(key, int) else ord(key)})

    def shows(self, pattern):
        """The row that matches, once there is one."""
        found = self.viewer.until(lambda m: re.search(pattern, "\n".join(m["text"])))
        return re.search(pattern, "\n".join(found["text"]))[0]

    def select(self, page, name):
        """Opens a page and moves to the field of that name."""
        self.press(page, HOME)
        shown = self.viewer.until(lambda m: "Set-up" in m["text"][0] and m["cursor"])
        for _ in range(100):
            y = shown["cursor"]["y"]
            if f" {name} " in shown["text"][y]:
                return
            self.press(DOWN)
            shown = self.viewer.until(lambda m, y=y: m["cursor"] and m["cursor"]["y"] != y)
        self.fail(f"no field {name}")

    def set_up(self):
        answer = self.the_host.get(f"{MACHINE}/setups/1")
        self.assertEqual(answer.status, 200, answer.text)
        return answer

    def events(self):
        return [text["text"] for event in self.the_host.items(f"{MACHINE}/events") for text in event["texts"] if text["language"] == "E"]

    def last_values(self):
        return self.the_host.cycles("HY-0001")[-1]["values"]

    def test_a_number_by_keys_runs_the_machine_and_is_archived_and_told(self):
        before = self.set_up()
        self.assertIn("\nCooling time = 0.550 s\n", before.text)
        self.select(F5, "Cooling time")
        self.press(*"1.25", ENTER)
        self.shows(r"Cooling time +1\.250")
        self.shows("Accepted")
        programs.eventually(lambda: "Set point changed: Cooling time from 0.550 to 1.250 s, user HOST" in self.events(), "E202")
        after = self.set_up()
        self.assertIn("\nCooling time = 1.250 s\n", after.text)
        self.assertEqual(int(after.headers["X-Setup-Version"]), int(before.headers["X-Setup-Version"]) + 1)
        programs.eventually(lambda: abs(self.last_values()["106"] - 1.25) < 0.02, "cycles with the new cooling time", 20)

    def test_a_number_out_of_limits_is_refused_and_nothing_changes(self):
        before = self.set_up().text
        self.select(F5, "Cooling time")
        self.press(*"60.5", ENTER)
        self.shows("Outside the limits")
        self.press(*"1.2345", ENTER)
        self.shows("Not a number, or too fine a one")
        self.assertEqual(self.set_up().text, before)
        self.assertEqual([text for text in self.events() if "Cooling time" in text], [])

    def test_a_zone_comes_slowly_to_a_set_point_by_keys_and_too_far_a_one_stops_the_machine(self):
        self.select(F6, "Barrel zone 2")
        self.press(*"300", ENTER)
        self.shows(r"Barrel zone 2 +300\.0")
        self.assertLess(self.last_values()["126"], 280)
        programs.eventually(lambda: "Barrel zone below minimum" in self.events(), "the interruption", 20)
        programs.eventually(lambda: self.last_values()["126"] > 290, "cycles at the new temperature", 60)
        interruptions = [i for i in self.the_host.items(f"{MACHINE}/interruptions") if i["interruption_id"] == 114]
        self.assertEqual([i["state"] for i in interruptions][:2], ["begins", "ends"])


if __name__ == "__main__":
    programs.main()
