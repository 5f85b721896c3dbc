"""A program of this project that runs beside a test."""

from __future__ import annotations

import collections
import difflib
import functools
import json
import os
import pathlib
import shutil
import signal
import subprocess
import tempfile
import threading
import time
from types import TracebackType
from typing import IO, Any, Deque, Dict, Iterator, List, Mapping, Optional, Sequence, Tuple, Type, TypeVar, Union

from .address import Address
from .errors import NotInTime, ProgramFailed, ProgramMissing, UnknownSetting
from .waiting import stretched

P = TypeVar("P", bound="Program")
Value = Union[str, int, float, bool, Sequence[Union[str, int, float]]]

LINES_KEPT = 10_000
LAST_WORDS = 15
START_LIMIT = 20.0
STOP_LIMIT = 10.0
#: Where a checkout of the project builds to; looked at last.
BUILT = {"husky-host": "server", "husky-fleet": "client", "husky-link": "tools/link"}


def find_program(name: str) -> str:
    """The path of a program: HUSKY_HOST_BIN (HUSKY_FLEET_BIN, HUSKY_LINK_BIN), else on PATH, else in the build of this checkout."""
    variable = name.upper().replace("-", "_") + "_BIN"
    given = os.environ.get(variable)
    if given:
        if not os.access(given, os.X_OK):
            raise ProgramMissing(f"{variable} is {given}, which is no program")
        return os.path.abspath(given)
    built = pathlib.Path(__file__).resolve().parents[3] / "build" / "release" / BUILT.get(name, "") / name
    found = shutil.which(name) or (str(built) if os.access(built, os.X_OK) else None)
    if found is None:
        raise ProgramMissing(f"no {name} here: put it on PATH, or its path into {variable}")
    return os.path.abspath(found)


def ask(program: str, *arguments: str) -> str:
    """What a command that ends by itself writes to standard output. ProgramFailed if it ends badly, or does not."""
    limit = stretched(START_LIMIT)
    try:
        done = subprocess.run([find_program(program), *arguments], stdin=subprocess.DEVNULL, capture_output=True, text=True,
                              encoding="utf-8", errors="replace", timeout=limit, check=False)
    except subprocess.TimeoutExpired:
        raise ProgramFailed(f"{program} {' '.join(arguments)} did not end within {limit:g} s") from None
    if done.returncode != 0:
        raise ProgramFailed(f"{program} {' '.join(arguments)} ended with exit code {done.returncode}: {done.stderr.strip()}")
    return done.stdout


@functools.lru_cache(maxsize=None)
def setting_keys(program: str, binary: str) -> Tuple[str, ...]:
    """The keys of a program's configuration, as its JSON Schema tells them: link.init_timeout_s."""
    def below(node: Mapping[str, Any], path: str) -> Iterator[str]:
        for name, child in node.get("properties", {}).items():
            yield from below(child, f"{path}{name}.") if "properties" in child else (path + name,)
    return tuple(below(json.loads(ask(program, "schema", program.rpartition("-")[2])), ""))


def setting_name(program: str, key: str) -> str:
    """Its name in the environment: link.init_timeout_s is HUSKY_HOST_LINK_INIT_TIMEOUT_S."""
    return f"{program}_{key}".upper().replace("-", "_").replace(".", "_")


def as_settings(program: str, settings: Mapping[str, Value], options: Mapping[str, str]) -> Dict[str, str]:
    """Keys of a configuration as environment. UnknownSetting for a key that the program does not have, and for those of `options`,
    whose flags would overrule them: {"store.url": "store"}."""
    def text(value: Value) -> str:
        if isinstance(value, bool):
            return "true" if value else "false"
        return str(value) if isinstance(value, (str, int, float)) else ",".join(map(str, value))

    if not settings:
        return {}
    known = setting_keys(program, find_program(program))
    names = {setting_name(program, key) for key in known}
    for key in settings:
        if key in options:
            raise UnknownSetting(f"settings: {key!r} is what the option {options[key]}= says")
        if setting_name(program, key) not in names:
            near = difflib.get_close_matches(key, known, 1, 0.0)
            raise UnknownSetting(f"settings: {program} has no {key!r}; the nearest is {near[0]!r}. `{program} schema "
                                 f"{program.rpartition('-')[2]}` tells all")
    return {setting_name(program, key): text(value) for key, value in settings.items()}


class Program:
    """Runs from start() to stop(); `with` does both, and raises ProgramFailed if it ended badly meanwhile.

    It has a folder of its own, which is its working directory, until close(). Settings (HUSKY_HOST_..., HUSKY_FLEET_...) of the
    environment around do not reach it: a test is to be the same everywhere.
    """

    program = ""
    #: Exit codes that are well after SIGTERM, and without it.
    stops_with: Tuple[int, ...] = (0,)
    ends_with: Tuple[int, ...] = (0,)

    def __init__(self, arguments: Sequence[object], environment: Optional[Mapping[str, str]] = None, start_limit: float = START_LIMIT,
                 stop_limit: float = STOP_LIMIT) -> None:
        self.arguments = [str(argument) for argument in arguments]
        self.environment = dict(environment or {})
        self.start_limit, self.stop_limit = start_limit, stop_limit
        self._folder = tempfile.TemporaryDirectory(prefix=f"{self.program}-")
        self.folder = pathlib.Path(self._folder.name)
        self._process: Optional[subprocess.Popen[str]] = None
        self._lines: Deque[str] = collections.deque(maxlen=LINES_KEPT)
        self._ready: Optional[Dict[str, str]] = None
        self._ended = self._stopped = self._killed = False
        self._news = threading.Condition()
        self._reader: Optional[threading.Thread] = None
        self._last_log = ""

    # From start to end

    def start(self: P) -> P:
        """Completes when the program says `ready`. ProgramFailed if it ends before, or takes longer than `start_limit`."""
        try:
            self._launch()
            self._await_ready(must=True)
        except BaseException:
            self.close()
            raise
        return self

    def stop(self) -> int:
        """SIGTERM, and the exit code. A program that is still there after `stop_limit` is killed: ProgramFailed."""
        process = self._process
        if process is None:
            return 0
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
            self._stopped = True
        try:
            code = process.wait(stretched(self.stop_limit))
        except subprocess.TimeoutExpired:
            self.kill()
            raise ProgramFailed(self.describe(f"did not stop within {stretched(self.stop_limit):g} s of SIGTERM")) from None
        self._finish_reading()
        return code

    def wait(self, timeout: float = 60.0) -> int:
        """The exit code, when the program has ended by itself; NotInTime if it goes on."""
        process = self._running()
        try:
            code = process.wait(stretched(timeout))
        except subprocess.TimeoutExpired:
            raise NotInTime(self.describe(f"still runs after {stretched(timeout):g} s")) from None
        self._finish_reading()
        return code

    def kill(self) -> None:
        """SIGKILL: as a power failure."""
        if self._process is not None:
            self._killed = self._process.poll() is None
            self._process.kill()
            self._process.wait()
            self._finish_reading()

    def signal(self, number: int) -> None:
        self._running().send_signal(number)

    def close(self) -> None:
        """Kills what still runs and removes the folder; log() still answers."""
        if self._process is not None and self._process.poll() is None:
            self.kill()
        self._last_log = self.log()
        self._folder.cleanup()

    def __enter__(self: P) -> P:
        try:
            return self.start()
        except BaseException:
            self.close()
            raise

    def __exit__(self, kind: Optional[Type[BaseException]], error: Optional[BaseException], trace: Optional[TracebackType]) -> None:
        try:
            by_itself = not self.running
            code = self.stop()
            if not self._killed and code not in (self.ends_with if by_itself and not self._stopped else self.stops_with):
                raise ProgramFailed(self.describe(f"ended {'by itself ' if by_itself else ''}with exit code {code}"))
        except ProgramFailed:
            if kind is None:  # else the test's own failure tells more
                raise
        finally:
            self.close()

    # What it says

    @property
    def running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    @property
    def ready(self) -> Dict[str, str]:
        """The fields of the ready line: {'tcp': '127.0.0.1:40001', ...}; empty before it came."""
        return dict(self._ready or {})

    def ready_address(self, name: str) -> Address:
        if name not in self.ready:
            raise ProgramFailed(self.describe(f"named no address `{name}` when it was ready"))
        return Address.of(self.ready[name])

    def output(self) -> str:
        """What it wrote to standard output, its last 10,000 lines."""
        with self._news:
            return "\n".join(self._lines)

    def log(self) -> str:
        """What it wrote to standard error."""
        path = self.folder / "log"
        return path.read_text(encoding="utf-8", errors="replace") if path.exists() else self._last_log

    def last_words(self, lines: int = LAST_WORDS) -> str:
        said = (self.log().strip() or self.output().strip()).splitlines()
        return "\n".join(f"  {line}" for line in said[-lines:]) or "  (it said nothing)"

    def describe(self, what: str) -> str:
        """A line about this program, and its last log lines."""
        return f"{self.program} {what}\n  command: {' '.join(self.command())}\n{self.last_words()}"

    def command(self) -> List[str]:
        return [self.program, *self.arguments]

    # Inside

    def _launch(self) -> None:
        if self.running:
            raise ProgramFailed(f"{self.program} runs already")
        binary = find_program(self.program)
        around = {key: value for key, value in os.environ.items() if not key.startswith(("HUSKY_HOST_", "HUSKY_FLEET_"))}
        self._ready, self._ended, self._stopped, self._killed = None, False, False, False
        with open(self.folder / "log", "ab") as log:
            self._process = subprocess.Popen([binary, *self.arguments], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=log,
                                             cwd=self.folder, env={**around, **self.environment}, text=True, encoding="utf-8",
                                             errors="replace")
        assert self._process.stdout is not None
        self._reader = threading.Thread(target=self._read, args=(self._process.stdout,), daemon=True)
        self._reader.start()

    def _read(self, stdout: IO[str]) -> None:
        with stdout:
            for line in stdout:
                with self._news:
                    line = line.rstrip("\n")
                    self._lines.append(line)
                    if self._ready is None and (line == "ready" or line.startswith("ready ")):
                        self._ready = dict(word.split("=", 1) for word in line.split()[1:] if "=" in word)
                    self._news.notify_all()
        with self._news:
            self._ended = True
            self._news.notify_all()

    def _await_ready(self, must: bool) -> None:
        """Until the ready line. Where it must not come, an end before it is well, too."""
        end = time.monotonic() + stretched(self.start_limit)
        with self._news:
            while self._ready is None and not self._ended and time.monotonic() < end:
                self._news.wait(max(0.0, end - time.monotonic()))
            ready, ended = self._ready is not None, self._ended
        if ready or (ended and not must):
            return
        if ended:
            code = self._running().wait()
            raise ProgramFailed(self.describe(f"ended with exit code {code} before it was ready"))
        raise ProgramFailed(self.describe(f"was not ready within {stretched(self.start_limit):g} s"))

    def _running(self) -> subprocess.Popen[str]:
        if self._process is None:
            raise ProgramFailed(f"{self.program} was not started")
        return self._process

    def _finish_reading(self) -> None:
        if self._reader is not None:
            self._reader.join(5)
