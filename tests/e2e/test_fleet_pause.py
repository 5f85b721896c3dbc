"""A fleet that is paused: no cycles come, links stay, and what comes after is what would have come."""

import signal
import unittest

import programs
import wire
from test_fleet_run import Runs

MIDNIGHT = 1_767_225_600  # 2026-01-01 00:00:00 GMT


class Pauses(programs.EndToEnd):
    def start(self, *args, **environment):
        """A PET cell at fifty times the pace: a cycle every 0.11 s."""
        self.the_host = self.listen()
        self.the_fleet = self.fleet("--host", self.the_host.address, "--count", 1, "--seed", 7, "--family", "pet", *args, **environment)
        link = self.the_host.accept()
        link.welcome()
        return link

    def says(self, words, times=1):
        programs.eventually(lambda: self.the_fleet.stderr().count(words) >= times, words)

    def pause(self, link):
        """Pauses, and takes what was on its way; the last counter and end time."""
        self.the_fleet.signal(signal.SIGUSR1)
        self.says("paused: virtual time stands still")
        link.ask("status")
        return self.last(link)

    @staticmethod
    def last(link):
        cycles = [m for m in link.indications if m.name == "cycle"]
        link.indications.clear()
        return wire.values_of(cycles[-1]) if cycles else None

    def state(self):
        with open(f"/proc/{self.the_fleet.process.pid}/stat", encoding="ascii") as stat:
            return stat.read().rsplit(")", 1)[1].split()[0]

    def check_goes_on(self, link, before):
        """The next cycle is the next one, a cycle later on the machine's clock, and no burst follows."""
        after = wire.values_of(link.indication("cycle"))
        self.assertEqual(after[1], before[1] + 1)
        self.assertLess(after[4] - before[4], 15)
        following = [wire.values_of(link.indication("cycle")) for _ in range(5)]
        self.assertEqual([v[1] for v in following], list(range(after[1] + 1, after[1] + 6)))

    def test_a_paused_fleet_is_silent_and_answers(self):
        link = self.start("--time-scale", 50)
        before = [wire.values_of(link.indication("cycle")) for _ in range(3)][-1]
        before = self.pause(link) or before
        self.assertFalse(link.readable(1.5), "cycles come although the fleet is paused")
        self.assertEqual(link.ask("status")["mode"], 8, "automatic")
        self.the_fleet.signal(signal.SIGUSR1)  # once more changes nothing
        self.assertFalse(link.readable(0.5))
        self.the_fleet.signal(signal.SIGUSR2)
        self.says("resumed after ")
        self.check_goes_on(link, before)
        self.assertEqual(self.the_fleet.stderr().count("paused: "), 1)

    def test_the_timers_of_the_wire_run_on(self):
        link = self.start("--time-scale", 50, HUSKY_FLEET_LINK_SILENCE_TIMEOUT_S="0.7", HUSKY_FLEET_LINK_RECONNECT_MAX_S="0.1")
        link.indication("cycle")
        self.pause(link)
        link.wait_closed()
        again = self.the_host.accept()
        again.welcome()
        again.ask("status")
        self.the_fleet.signal(signal.SIGUSR2)
        again.indication("cycle")

    def test_at_full_speed_a_pause_holds_too(self):
        link = self.start("--time-scale", "max")
        link.select(*range(101, 173))
        counters = [wire.values_of(link.indication("cycle"))[1]]

        def take():
            message = link.receive_any()
            if message.name == "cycle":
                counters.append(wire.values_of(message)[1])

        self.the_fleet.signal(signal.SIGUSR1)
        self.says("paused: ")
        while link.readable(0.5):
            take()
        self.assertFalse(link.readable(1), "still paused")
        before = len(counters)
        self.the_fleet.signal(signal.SIGUSR2)
        while len(counters) < before + 100:
            take()
        self.assertEqual(counters, list(range(counters[0], counters[0] + len(counters))))

    def test_ctrl_z_and_fg(self):
        link = self.start("--time-scale", 50)
        before = wire.values_of(link.indication("cycle"))
        self.the_fleet.signal(signal.SIGTSTP)
        programs.eventually(lambda: self.state() == "T", "the process is stopped")
        while link.readable(1):
            message = link.receive_any()
            before = wire.values_of(message) if message.name == "cycle" else before
        self.the_fleet.signal(signal.SIGCONT)
        self.says("resumed after ")
        self.check_goes_on(link, before)

    def test_a_paused_fleet_can_be_stopped(self):
        link = self.start("--time-scale", 50)
        link.indication("cycle")
        self.pause(link)
        self.assertEqual(self.the_fleet.stop(), 0)


class SameResults(Runs):
    def values(self, scale, pauses=0):
        """Of each cycle that carried the selection, by its counter, all but the clock."""
        # Crews change by the clock: at each scale the machines live through the same hours.
        host = self.patient_host(selection=tuple(range(101, 173)), synch_time=MIDNIGHT)
        fleet = self.fleet("--host", host.address, "--from", "2026-01-01", "--count", 2, "--seed", 21, "--family", "cap", "--cycles", 120, "--time-scale", scale)
        for n in range(pauses):
            programs.eventually(lambda n=n: sum(map(len, host.counters.values())) > 40 * (n + 1), "some cycles")
            fleet.signal(signal.SIGUSR1)
            programs.eventually(lambda n=n: fleet.stderr().count("paused: ") > n, "paused")
            fleet.signal(signal.SIGUSR2)
        self.assertEqual(fleet.wait(60), 0, fleet.describe())
        host.close()
        told = {serial: map(wire.values_of, cycles) for serial, cycles in host.named("cycle").items()}
        return {(serial, v[1]): {k: x for k, x in v.items() if k != 4} for serial, values in told.items() for v in values if 101 in v}

    def test_values_are_the_same_at_every_time_scale_and_with_pauses(self):
        expected = self.values("max")
        self.assertEqual(len(expected), 240)
        for scale, pauses in ((200, 0), (600, 0), (200, 3)):
            with self.subTest(scale=scale, pauses=pauses):
                values = self.values(scale, pauses)
                self.assertGreater(len(values), 100)
                for key, value in values.items():
                    self.assertEqual(value, expected[key], key)


if __name__ == "__main__":
    programs.main()
