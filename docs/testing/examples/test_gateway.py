"""Machines report to a gateway; what the host behind it has must be what they said."""

import pytest

from husky_test import Fleet, Tap


@pytest.fixture
def gateway(husky_host, tmp_path):
    """Your gateway in place of the tap, which is one that changes nothing: `tcp` is where machines dial, husky_host.tcp what it dials."""
    with Tap(husky_host, tmp_path / "gateway.pcapng") as tap:
        yield tap


def test_nothing_is_lost_on_the_way(husky_host, gateway):
    with Fleet(gateway.tcp, count=4, seed=7, cycles=50, time_scale="max") as fleet:
        report = fleet.finish()
    api = husky_host.api
    for machine in report["machines"]:
        api.wait_until(lambda: api.machine(machine["serial"])["cycles_stored"] >= 50)
        assert api.machine(machine["serial"])["duplicates"] == 0
        assert api.gaps(machine["serial"]) == []


def test_a_machine_is_asked_through_the_gateway(husky_host, gateway):
    with Fleet(gateway.tcp, count=1, family="pet", time_scale=20):
        assert husky_host.api.start("HY-0001") == {"result": 0}
        assert husky_host.api.read("HY-0001", [101, 204]).keys() == {101, 204}
