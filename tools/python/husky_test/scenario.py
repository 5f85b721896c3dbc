"""Scenarios as functions: a file goes in, a verdict comes out."""

from __future__ import annotations

import dataclasses
import json
import os
import unittest
from typing import Any, Dict, List, Mapping, NamedTuple, Optional, Sequence, Tuple, Union

from .address import Address
from .errors import ProgramFailed, ScenarioFailed
from .fleet import Where, address_of
from .host import Host
from .program import START_LIMIT, STOP_LIMIT, Program, ask

File = Union[str, "os.PathLike[str]"]
#: Every scenario has a limit of its own; this is for a program that hangs all the same.
LONGEST_RUN = 600.0


@dataclasses.dataclass(frozen=True)
class Finding:
    """What came of one expectation, or of a step that was never begun (`kind` is "step")."""

    name: str
    kind: str
    severity: str  #: "failure" or "warning"
    judged: bool
    met: bool
    expected: str
    came: str
    file: str
    line: int

    @property
    def failed(self) -> bool:
        return not self.met and self.severity == "failure" and (self.judged or self.kind == "step")

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> Finding:
        return cls(str(row.get("name", "")), str(row.get("kind", "expectation")), str(row.get("severity", "failure")),
                   bool(row.get("judged", True)), bool(row.get("met", False)), str(row.get("expected", "")), str(row.get("came", "")),
                   str(row.get("file", "")), int(row.get("line", 0)))


@dataclasses.dataclass(frozen=True)
class Verdict:
    """What one scenario showed. `outcome` is PASS, FAIL, BLOCKED or SKIPPED, `reason` says why it was blocked or skipped."""

    name: str
    file: str
    about: str
    outcome: str
    reason: str
    seed: int  #: the effective one
    took_s: float
    findings: Tuple[Finding, ...]
    last_frames: Tuple[str, ...]
    repeat: str  #: the one command that repeats it
    path: str = ""  #: the file as seen from the folder that was checked

    @property
    def passed(self) -> bool:
        return self.outcome == "PASS"

    @property
    def skipped(self) -> bool:
        return self.outcome == "SKIPPED"

    @property
    def failures(self) -> List[Finding]:
        """The expectations that were not met, and steps that were not begun."""
        return [finding for finding in self.findings if finding.failed]

    @property
    def warnings(self) -> List[Finding]:
        return [finding for finding in self.findings if finding.judged and not finding.met and finding.severity == "warning"]

    @property
    def text(self) -> str:
        """The verdict for people: the outcome and, unless it passed, what was expected, what came, the last frames."""
        lines = [f"{self.outcome} {self.name or self.file}" + (f": {self.reason}" if self.reason else "")]
        for finding in self.failures + self.warnings:
            what = "not begun" if finding.kind == "step" else "warning" if finding.severity == "warning" else "not met"
            lines += [f"  {what}: {finding.name} ({finding.file}:{finding.line})", f"    expected: {finding.expected}",
                      f"    came:     {finding.came}"]
        if self.last_frames:
            frames = f"{len(self.last_frames)} frames" if len(self.last_frames) > 1 else "frame"
            lines += [f"  the last {frames}:", *(f"    {frame}" for frame in self.last_frames)]
        if self.repeat and self.outcome in ("FAIL", "BLOCKED"):
            lines.append(f"  repeat: {self.repeat}")
        return "\n".join(lines)

    def require(self) -> Verdict:
        """This verdict if it passed. ScenarioFailed if it failed or was blocked; unittest.SkipTest, which pytest knows too, if skipped."""
        if self.skipped:
            raise unittest.SkipTest(self.reason or "skipped")
        if not self.passed:
            raise ScenarioFailed([self])
        return self

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> Verdict:
        return cls(str(row.get("name", "")), str(row.get("file", "")), str(row.get("about", "")), str(row["outcome"]),
                   str(row.get("reason", "")), int(row.get("seed", 0)), float(row.get("took_s", 0)),
                   tuple(Finding.of(finding) for finding in row.get("findings", [])), tuple(map(str, row.get("last_frames", []))),
                   str(row.get("repeat", "")), str(row.get("path", "")))


class LeftOut(NamedTuple):
    """A file of a folder that is not played with it, and why."""

    file: str
    reason: str


class Check(Program):
    """`check` of a file or a folder.

    With `host` husky-fleet plays the machines of the scenario against the host at that address. With `port` (0: a free one, which
    `tcp` tells) husky-host plays the host, and waits for the machines under test. With neither all of it is played in virtual time.

        with Check("job-change.yaml", port=0) as check:
            start_my_machine(check.tcp)
            check.verdict().require()
    """

    ends_with = stops_with = (0, 1, 2, 130)

    def __init__(self, scenario: File, *args: object, host: Optional[Where] = None, port: Optional[int] = None, bind: str = "127.0.0.1",
                 seed: Optional[int] = None, values: Optional[Mapping[str, object]] = None, http: Optional[str] = None,
                 store: Optional[str] = None, junit: Optional[File] = None, transcripts: Optional[File] = None,
                 start_limit: float = START_LIMIT, stop_limit: float = STOP_LIMIT) -> None:
        if host is not None and port is not None:
            raise ValueError("a check plays machines against a host, or a host on a port: not both")
        self.program = "husky-fleet" if port is None else "husky-host"
        super().__init__([], None, start_limit, stop_limit)
        if isinstance(host, Host) and http is None and store is None:
            http, store = str(host.http), host.store  # so that metric, http and query are judged
        self._plays_host = port is not None
        self._report = self.folder / "report.json"
        flags: Dict[str, object] = {"--host": host and address_of(host), "--bind": bind if self._plays_host else None, "--port": port,
                                    "--seed": seed, "--http": http, "--store": store, "--junit": junit and os.path.abspath(junit),
                                    "--transcript": transcripts and os.path.abspath(transcripts), "--json": self._report}
        self.arguments = ["check", os.path.abspath(scenario)]
        for flag, value in flags.items():
            if value is not None:
                self.arguments += [flag, str(value)]
        for name, given in (values or {}).items():
            self.arguments += ["--set", f"{name}={given}"]
        self.arguments += [str(argument) for argument in args]

    @property
    def tcp(self) -> Address:
        """Where the machines under test dial, if this check plays the host."""
        return self.ready_address("tcp")

    def start(self) -> Check:
        try:
            self._launch()
            if self._plays_host:
                self._await_ready(must=False)
        except BaseException:
            self.close()
            raise
        return self

    def verdicts(self, timeout: float = LONGEST_RUN) -> List[Verdict]:
        """When everything was played: one of each scenario, in the order of the files."""
        return [Verdict.of(row) for row in self._rows("scenarios", timeout)]

    def left_out(self, timeout: float = LONGEST_RUN) -> List[LeftOut]:
        """When everything was played: the files of the folder that are no scenarios."""
        return [LeftOut(str(row["file"]), str(row["reason"])) for row in self._rows("left_out", timeout)]

    def _rows(self, key: str, timeout: float) -> List[Mapping[str, Any]]:
        code = self.wait(timeout)
        try:
            return list(json.loads(self._report.read_text(encoding="utf-8"))[key])
        except (OSError, ValueError, KeyError, TypeError):
            raise ProgramFailed(self.describe(f"ended with exit code {code} and without verdicts")) from None

    def verdict(self, timeout: float = LONGEST_RUN) -> Verdict:
        """As verdicts(), of one file."""
        found = self.verdicts(timeout)
        if len(found) != 1:
            raise ProgramFailed(self.describe(f"gave {len(found)} verdicts where one was expected"))
        return found[0]


def run_scenario(scenario: File, *args: object, timeout: float = LONGEST_RUN, **options: Any) -> Verdict:
    """The verdict of one file; arguments and `options` are those of Check. A FAIL is a verdict, no exception: see Verdict.require."""
    with Check(scenario, *args, **options) as check:
        return check.verdict(timeout)


def run_suite(folder: File, *args: object, timeout: float = LONGEST_RUN, **options: Any) -> List[Verdict]:
    """The verdicts of all scenarios in a folder and below it."""
    with Check(folder, *args, **options) as check:
        return check.verdicts(timeout)


def require_all(verdicts: Sequence[Verdict]) -> None:
    """ScenarioFailed with all that failed or were blocked."""
    wrong = [verdict for verdict in verdicts if not verdict.passed and not verdict.skipped]
    if wrong:
        raise ScenarioFailed(wrong)


def why_left_out(file: File, program: str = "husky-fleet") -> Optional[str]:
    """Why `check` of a folder leaves this file of it out; None: it is a scenario. The program is asked, for it alone decides that."""
    path = os.path.abspath(file)
    said = ask(program, "check", "--list", path).rstrip("\n")
    kind, _, told = said.partition("  ")
    if kind == "scenario":
        return None
    if kind != "left out" or not told.startswith(f"{path}: "):
        raise ProgramFailed(f"{program} does not say what {path} is: {said!r}")
    return told[len(path) + 2:]
