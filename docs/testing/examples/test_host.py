"""Machines report a hundred cycles each; the host under test must have them all."""

import pytest

from husky_test import Fleet


# Your host in place of the fixture: start it, give Fleet its address, and ask it what it has.
def test_every_cycle_arrives_once(husky_host):
    with Fleet(husky_host, count=4, seed=7, cycles=100, time_scale="max") as fleet:
        report = fleet.finish()
    for machine in report["machines"]:
        accounted_for(husky_host, machine["serial"], 100)
        assert husky_host.api.gaps(machine["serial"]) == []


@pytest.mark.husky_fleet(count=2, time_scale=200)
def test_a_host_that_was_away_loses_nothing_in_silence(husky_host, husky_fleet):
    api = husky_host.api
    api.wait_until(lambda: api.machine("HY-0001")["cycles_stored"] >= 3)
    husky_host.restart()
    api.wait_until(lambda: all(machine["online"] for machine in api.machines()))
    husky_fleet.stop()
    for machine in husky_fleet.report()["machines"]:
        accounted_for(husky_host, machine["serial"], machine["cycles"])


def accounted_for(host, serial, cycles):
    """Each cycle is stored once, or stands in a gap."""
    def counters():
        missing = [range(gap["first_missing"], gap["last_missing"] + 1) for gap in host.api.gaps(serial)]
        return sorted([cycle["life_counter"] for cycle in host.api.cycles(serial)] + [counter for gap in missing for counter in gap])

    host.api.wait_until(lambda: counters() == list(range(1, cycles + 1)), what=f"{cycles} cycles of {serial}")
