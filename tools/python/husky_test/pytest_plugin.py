"""For pytest: hosts and fleets as fixtures, and scenario files as test cases.

    pytest -p husky_test.pytest_plugin      # where the package is not installed; else it is found by itself
"""

from __future__ import annotations

import os
import pathlib
from typing import Any, Dict, Generator, Iterator, List, Optional, Tuple

import pytest

from .errors import HuskyError, ProgramMissing
from .fleet import Fleet
from .host import Host
from .program import Program
from .scenario import LeftOut, run_scenario, why_left_out

SUFFIXES = (".yaml", ".yml")
LOG_LINES = 60
#: No scenario is without one of these words, in whatever encoding: of what has neither no program need be asked.
WORDS = (b"scenario", b"extends")
LARGEST = 4 << 20


class Found:
    """What became of the YAML files."""

    def __init__(self) -> None:
        self.names: Dict[str, pathlib.Path] = {}  #: by the file itself, the first name by which it was found
        self.left_out: List[LeftOut] = []


FOUND = pytest.StashKey[Found]()


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
    config.stash[FOUND] = Found()
    if config.getoption("--husky-host") and config.getoption("--husky-port") is not None:
        raise pytest.UsageError("--husky-host tests a host, --husky-port tests machines: not both")
    for pair in config.getoption("--husky-set"):
        if "=" not in pair:
            raise pytest.UsageError(f"--husky-set: expected NAME=VALUE, got {pair!r}")


def _options(request: Any, marker: str) -> Dict[str, Any]:
    """Of the nearest marker, and what it leaves out of the next one."""
    found: Dict[str, Any] = {}
    for mark in request.node.iter_markers(marker):
        if mark.args:
            raise pytest.UsageError(f"the marker {marker} takes options by their names: {marker}(settings={{...}})")
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


def _why_left_out(path: pathlib.Path, config: Any) -> Optional[str]:
    """None: it is a scenario. So is what cannot be read or asked, to fail with the reason."""
    known = config.stash[FOUND].names.setdefault(os.path.realpath(path), path)
    if known != path:
        return f"it is the same as {known}"
    try:
        with open(path, "rb") as file:
            content = file.read(LARGEST).replace(b"\0", b"")
        if not any(word in content for word in WORDS):
            return "it is not a scenario"
        return why_left_out(path, "husky-fleet" if config.getoption("--husky-port") is None else "husky-host")
    except (OSError, ProgramMissing):
        return None


def pytest_terminal_summary(terminalreporter: Any, config: Any) -> None:
    left_out = config.stash[FOUND].left_out
    if not left_out:
        return
    files = "a YAML file is" if len(left_out) == 1 else f"{len(left_out)} YAML files are"
    more = "" if config.getoption("verbose") > 0 else "; -v says why"
    terminalreporter.write_line(f"husky: {files} left out{more}")
    if not more:
        for each in left_out:
            terminalreporter.write_line(f"  {os.path.relpath(each.file, config.rootpath)}: {each.reason}")


def pytest_collect_file(file_path: pathlib.Path, parent: Any) -> Optional[pytest.Collector]:
    if file_path.suffix.lower() not in SUFFIXES or not parent.config.getini("husky_scenarios"):
        return None
    why = _why_left_out(file_path, parent.config)
    if why is not None:
        parent.config.stash[FOUND].left_out.append(LeftOut(str(file_path), why))
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
                               store=option("--husky-store"), transcripts=self.transcripts(),
                               values=dict(pair.split("=", 1) for pair in option("--husky-set")))
        self.user_properties.append(("seed", verdict.seed))
        if verdict.warnings:
            self.add_report_section("call", "warnings", verdict.text)
        if verdict.skipped:
            pytest.skip(verdict.reason or "skipped")
        verdict.require()

    def transcripts(self) -> Optional[pathlib.Path]:
        """A folder of its own for each folder of scenarios, since files of two may have one name."""
        into = self.config.getoption("--husky-transcripts")
        below = pathlib.PurePath(os.path.relpath(self.path.parent, self.config.rootpath))
        return pathlib.Path(into, *(part for part in below.parts if part != "..")) if into else None

    def repr_failure(self, excinfo: Any, style: Any = None) -> Any:
        if isinstance(excinfo.value, HuskyError):
            return str(excinfo.value)
        return super().repr_failure(excinfo)

    def reportinfo(self) -> Tuple[Any, Optional[int], str]:
        return self.path, 0, f"scenario {self.name}"
