"""The display link of husky-fleet's cells against a host that was written from the contract alone."""

import select
import time
import unittest

import peers
import programs
import screens
import wire
from screens import DOWN, ENTER, ESCAPE, HOME, PAGE_DOWN, RIGHT, DisplayLink, key_f

TITLES = ["Overview", "Process", "Temperatures", "Alarms", "Set-up: injection", "Set-up: heats", "Set-up: mould and clamp",
          "Set-up: auxiliaries"]


class Displays(programs.EndToEnd):
    def start(self, *args, family="pet", count=1, scale=50, **environment):
        self.the_host = self.listen()
        environment = {"HUSKY_FLEET_DISPLAY": "true"} | environment
        self.the_fleet = self.fleet("--host", self.the_host.address, "--count", count, "--seed", 7, "--family", family,
                                    "--time-scale", scale, *args, **environment)
        return self.the_host.accept()

    def display(self, *args, pieces=peers.whole, **options):
        """The display link of a linked machine, not answered yet."""
        self.machine = self.start(*args, **options)
        self.machine.welcome()
        return DisplayLink(self.the_host.accept(pieces=pieces))

    def shown(self, *args, **options):
        """A display that was started, with its first screen drawn."""
        link = self.display(*args, **options)
        link.welcome()
        self.assertEqual(link.start(), (80, 25))
        link.until(lambda _: link.menu is not None, "a screen and a menu")
        return link

    def dialled(self, timeout):
        """Whether a machine dials within so many seconds."""
        return bool(select.select([self.the_host.socket], [], [], timeout)[0])


class Opening(Displays):
    def test_a_linked_machine_opens_a_display_link_in_its_name(self):
        link = self.display()
        self.assertEqual(link.expect("display_init").raw, bytes.fromhex("14 00 01 01") + b"HY-0001".ljust(16))

    def test_no_display_link_is_opened_before_the_init_has_succeeded(self):
        link = self.start()
        link.expect("init")
        self.assertFalse(self.dialled(2.5))
        link.send("init_response", result=3)
        self.assertEqual(self.the_host.accept().expect("init")["serial_number"], "HY-0001")

    def test_a_fleet_that_was_told_so_opens_none(self):
        self.start(HUSKY_FLEET_DISPLAY="false").welcome()
        self.assertFalse(self.dialled(3))

    def test_a_file_may_say_so_too(self):
        config = self.write("fleet.yaml", "display: false\ngroups:\n  - {family: cap, count: 2}\n")
        self.the_host = self.listen()
        self.the_fleet = self.fleet("--config", config, "--host", self.the_host.address, HUSKY_FLEET_DISPLAY=None)
        for _ in range(2):
            self.the_host.accept().welcome()
        self.assertFalse(self.dialled(3))

    def test_a_host_that_wants_none_is_asked_again_after_the_longest_pause_only(self):
        for result in (1, 3):
            with self.subTest(result=result):
                link = self.display(HUSKY_FLEET_LINK_RECONNECT_MAX_S="2")
                link.welcome(result=result)
                refused = time.monotonic()
                link.expect_closed()
                again = DisplayLink(self.the_host.accept())
                self.assertGreaterEqual(time.monotonic() - refused, 1.99)
                again.welcome()
                again.start()
                self.machine.fence()

    def test_a_machine_whose_serial_has_a_display_link_comes_back_soon(self):
        link = self.display()
        link.welcome(result=2)
        link.expect_closed()
        self.assertEqual(DisplayLink(self.the_host.accept(timeout=4)).welcome(), "HY-0001")

    def test_a_host_that_knows_no_display_links_keeps_its_machine(self):
        link = self.display()
        link.expect("display_init")
        link.send("error", command=0x0101, code=1, text="unknown command")
        link.expect_closed()
        self.assertFalse(self.dialled(1))
        self.machine.fence()

    def test_a_lost_display_link_is_dialled_again_and_the_machines_own_link_stays(self):
        link = self.shown()
        for _ in range(2):
            link.reset()
            link = DisplayLink(self.the_host.accept(timeout=4))
            self.assertEqual(link.welcome(), "HY-0001")
            link.start()
            link.shows("HY-0001")
        self.machine.fence()

    def test_a_host_that_does_not_answer_is_left_with_error_6(self):
        link = self.display(HUSKY_FLEET_LINK_RESPONSE_TIMEOUT_S="0.5")
        link.expect("display_init")
        link.expect("error", code=6, command=0x0101)
        link.expect_closed()

    def test_a_silent_host_is_asked_and_then_left(self):
        link = self.display(HUSKY_FLEET_LINK_SILENCE_TIMEOUT_S="3", HUSKY_FLEET_LINK_RESPONSE_TIMEOUT_S="1")
        link.welcome()
        link.expect("identify")
        link.send("identify_response", revision=0x0202, role=0)
        link.expect("identify")
        link.expect_error(6, 0x0070)
        link.expect_closed()


class Showing(Displays):
    def test_a_start_gives_the_whole_screen_and_the_keys(self):
        link = self.shown()
        text = link.screen.text()
        for part in ("HY-0001", "Overview", "PET-000001", "PF-10.89-96", "Good parts of the job", "Cycle time"):
            self.assertIn(part, text)
        self.assertEqual(link.menu[key_f(1)], "Overview")
        self.assertEqual(link.menu[key_f(9)], "Deutsch")
        self.assertEqual(link.screens[0]["commands"][0]["op"], 0)

    def test_it_arrives_the_same_in_single_bytes(self):
        link = self.shown(pieces=peers.one_by_one)
        link.press(key_f(5))
        link.shows("Set-up: injection")

    def test_afterwards_only_what_differs_is_sent_and_together_it_is_the_screen(self):
        link = self.shown()
        whole = len(link.screens[0].raw)
        link.until(lambda _: len(link.screens) > 12, "twelve changes", 20)
        changes = link.screens[1:]
        self.assertTrue(all(c["op"] in (1, 5, 6) for m in changes for c in m["commands"]))
        self.assertLess(sum(len(m.raw) for m in changes) / len(changes), whole / 3)
        # A page that stands still but for the clock: what was sent piece by piece is what a refresh sends whole.
        link.press(key_f(2), key_f(6), DOWN)
        link.until(lambda s: "Set-up: heats" in s.row(0) and s.cursor and s.cursor[1] == 4, "the second field")
        before = link.screen
        link.screen = screens.Screen()
        link.start()
        link.shows("Set-up: heats")
        self.assertEqual(link.screen.cells[2:], before.cells[2:])
        self.assertEqual(link.screen.cursor, before.cursor)

    def test_the_clock_of_the_screen_runs_with_the_machine(self):
        link = self.shown(scale=1)
        first = link.screen.row(0)
        link.until(lambda s: s.row(0) != first, "the clock goes on", 5)

    def test_f_keys_turn_to_every_page(self):
        for family in ("cap", "tech"):
            link = self.shown(family=family)
            for number, title in enumerate(TITLES, 1):
                link.press(key_f(number))
                link.until(lambda s, t=title: t in s.row(0), title)

    def test_other_keys_move_in_lists_and_languages(self):
        link = self.shown()
        link.press(key_f(2))
        link.shows("Page 1/")
        link.press(PAGE_DOWN)
        link.shows("Page 2/")
        link.press(HOME)
        link.shows("Page 1/")
        for title in ("Prozess", "Procédé", "Proceso", "Process"):
            link.press(key_f(9))
            link.until(lambda s, t=title: t in s.row(0), title)

    def test_a_field_is_changed_by_keys(self):
        link = self.shown()
        link.press(key_f(6), DOWN, *"281.5", ENTER)
        link.shows("Accepted")
        self.assertRegex(link.screen.row(4), r"Barrel zone 2 +281\.5 ")
        link.press(*"99999", ENTER)
        link.shows("Outside the limits")
        self.assertRegex(link.screen.row(4), r"Barrel zone 2 +281\.5 ")
        link.press(*"12", ESCAPE, RIGHT)
        link.shows("Arrows select")

    def test_a_stop_ends_the_drawing_and_a_start_begins_anew(self):
        link = self.shown()
        link.press(key_f(3))
        link.shows("Temperatures  ")
        link.send("display_stop")
        link.expect("display_stop_response", result=0)
        link.press(key_f(2))
        link.fence()
        self.assertFalse(link.readable(1))
        link.start()
        link.until(lambda s: "Overview" in s.row(0), "the first page")

    def test_identify_is_answered_on_a_display_link(self):
        answer = self.shown().fence()
        self.assertEqual((answer["result"], answer["role"], answer["name"]), (0, 1, "HY-0001"))


class BadInput(Displays):
    def test_before_display_init_is_answered_errors_are_those_of_every_link(self):
        link = self.display()
        link.expect("display_init")
        link.send("display_start")
        link.expect("error", code=3, command=0x0102)
        link.send_frame(0x0055)
        link.expect("error", code=1, command=0x0055)
        link.send_frame(0x0104, b"\1")
        link.expect("error", code=2, command=0x0104)

    def test_afterwards_they_are_display_errors_and_the_link_stays(self):
        link = self.display()
        link.welcome()
        for command, payload, code in ((0x0055, b"", 1), (0x0000, b"", 1), (0x0105, b"\0\0", 1), (0x000C, b"\0", 1),
                                       (0x0102, b"\0", 2), (0x0103, b"\0", 2), (0x0104, b"", 2), (0x0104, b"\0\0\0", 2)):
            link.send_frame(command, payload)
            link.expect_error(code, command)
        link.send_frame(0x010F, b"\0")
        link.send("display_error", command=0x0105, code=2)
        link.send_frame(0x8105, b"")
        link.fence()
        link.start()
        link.shows("HY-0001")

    def test_a_size_below_4_ends_the_display_link_only(self):
        link = self.display()
        link.welcome()
        link.send_frame(0x0102, size=3)
        link.expect_error(2, 0)
        link.expect_closed()
        self.machine.fence()

    def test_keys_without_end_and_without_meaning_do_no_harm(self):
        link = self.shown()
        link.send_bytes(b"".join(wire.encode("key", key_code=(i * 7919) % 65536) for i in range(20000)))
        link.press(key_f(4))
        link.until(lambda s: "Alarms" in s.row(0), "the alarm page", 20)
        self.machine.fence()

    def test_starts_without_end_are_answered_one_by_one(self):
        link = self.shown()
        link.send_bytes(wire.encode("display_start") * 500)
        for _ in range(500):
            link.expect("display_start_response", result=0)
        self.assertLess(len(link.screens), 100)


class Fleet(Displays):
    def test_every_machine_of_a_fleet_has_a_display_of_its_own(self):
        count, shown = 30, {}
        first = self.start(count=count, scale=5)
        first.welcome()
        links = 1
        while len(shown) < count:
            link = self.the_host.accept()
            opening = link.receive_any()
            if opening.name == "init":
                link.send("init_response", synch_time=1_767_225_600)
                links += 1
                continue
            self.assertEqual(opening.name, "display_init")
            display = DisplayLink(link)
            display.send("display_init_response", synch_time=1)
            display.start()
            shown[opening["serial_number"]] = display
        self.assertEqual(links, count)
        for serial, display in shown.items():
            display.shows(serial)
        self.assertEqual(self.the_fleet.stop(), 0)


if __name__ == "__main__":
    programs.main()
