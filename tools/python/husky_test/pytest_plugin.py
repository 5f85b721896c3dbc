"""For pytest: hosts and fleets as fixtures, and scenario files as test cases.

    pytest -p husky_test.pytest_plugin      # where the package is not installed; else it is found by itself
"""

from __future__ import annotations

import pathlib
from typing import Any, Dict, Generator, Iterator, Optional, Tuple

import pytest

from .errors import HuskyError
from .fleet import Fleet
from .host import Host
from .program import Program
from .scenario import is_scenario, run_scenario

SUFFIXES = (".yaml", ".yml")
LOG_LINES = 60


def pytest_addoption(parser: Any) -> None:
    group = parser.getgroup("husky", "scenarios of husky-host and husky-fleet")
    group.addoption("--husky-host", metavar="A:P", help="play scenarios against the host at this address; none: in virtual time")
    group.addoption("--husky-port", metavar="N", type=int, help="play the host of scenarios on this port, for machines under test")
    group.addoption("--husky-seed", metavar="N", type=int, help="seed in place of the scenarios'")
    group.addoption("--husky-set", metavar="NAME=VALUE", action="append", default=[], help="what ${NAME} stands for in scenarios")
    group.addoption("--husky-http", metavar="A:P", help="the HTTP side of the system under test, for expectations that ask it")
    group.addoption("--husky-store", metavar="URL", help="the database of the system under test, for expectations that ask it")
    group.addoption("--husky-transcripts", metavar="DIR", help="write what passed in each scenario into this folder")
    parser.addini("husky_host", "address of the host under test, as --husky-host")
    parser.addini("husky_scenarios", "false: scenario files are no test cases", type="bool", default=True)


def pytest_configure(config: Any) -> None:
    config.addinivalue_line("markers", "husky_host(**options): options of husky_test.Host for the fixture husky_host")
    config.addinivalue_line("markers", "husky_fleet(**options): options of husky_test.Fleet for the fixture husky_fleet")
    if config.getoption("--husky-host") and config.getoption("--husky-port") is not None:
        raise pytest.UsageError("--husky-host tests a host, --husky-port tests machines: not both")
    for pair in config.getoption("--husky-set"):
        if "=" not in pair:
            raise pytest.UsageError(f"--husky-set: expected NAME=VALUE, got {pair!r}")


def _options(request: Any, marker: str) -> Dict[str, Any]:
    """Of the nearest marker, and what it leaves out of the next one."""
    found: Dict[str, Any] = {}
    for mark in request.node.iter_markers(marker):
        found = {**mark.kwargs, **found}
    return found


@pytest.fixture
def husky_host(request: Any) -> Iterator[Host]:
    """A husky-host on free ports. Options by @pytest.mark.husky_host(settings={...})."""
    with Host(**_options(request, "husky_host")) as host:
        yield host


@pytest.fixture
def husky_fleet(request: Any, husky_host: Host) -> Iterator[Fleet]:
    """Machines that report to the fixture husky_host. Options by @pytest.mark.husky_fleet(count=2, time_scale=20)."""
    with Fleet(husky_host, **_options(request, "husky_fleet")) as fleet:
        yield fleet


@pytest.hookimpl(hookwrapper=True)  # type: ignore[misc]
def pytest_runtest_makereport(item: Any) -> Generator[None, Any, None]:
    """A test that failed shows what the programs of its fixtures wrote."""
    outcome = yield
    report = outcome.get_result()
    if report.when != "call" or not report.failed:
        return
    for name, program in getattr(item, "funcargs", {}).items():
        if isinstance(program, Program):
            report.sections.append((f"Log of {name}", "\n".join(program.log().splitlines()[-LOG_LINES:])))


def pytest_collect_file(file_path: pathlib.Path, parent: Any) -> Optional[pytest.Collector]:
    if file_path.suffix not in SUFFIXES or not parent.config.getini("husky_scenarios") or not is_scenario(file_path):
        return None
    found: pytest.Collector = ScenarioFile.from_parent(parent, path=file_path)
    return found


class ScenarioFile(pytest.File):
    def collect(self) -> Iterator[pytest.Item]:
        yield Scenario.from_parent(self, name=self.path.stem)


class Scenario(pytest.Item):
    """One scenario file."""

    def runtest(self) -> None:
        option = self.config.getoption
        port = option("--husky-port")
        host = None if port is not None else option("--husky-host") or self.config.getini("husky_host") or None
        verdict = run_scenario(self.path, host=host, port=port, seed=option("--husky-seed"), http=option("--husky-http"),
                               store=option("--husky-store"), transcripts=option("--husky-transcripts"),
                               values=dict(pair.split("=", 1) for pair in option("--husky-set")))
        self.user_properties.append(("seed", verdict.seed))
        if verdict.warnings:
            self.add_report_section("call", "warnings", verdict.text)
        if verdict.skipped:
            pytest.skip(verdict.reason or "skipped")
        verdict.require()

    def repr_failure(self, excinfo: Any, style: Any = None) -> Any:
        if isinstance(excinfo.value, HuskyError):
            return str(excinfo.value)
        return super().repr_failure(excinfo)

    def reportinfo(self) -> Tuple[Any, Optional[int], str]:
        return self.path, 0, f"scenario {self.name}"
