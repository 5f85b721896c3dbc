"""A fleet of simulated machines."""

from __future__ import annotations

import json
import signal
from typing import Any, Dict, List, Mapping, Optional, Tuple, Union

from .address import Address
from .errors import ProgramFailed
from .host import Config, Host, config_file
from .program import START_LIMIT, STOP_LIMIT, Program, Value, as_settings

Where = Union[Host, str, Tuple[str, int]]


#: Keys that options of Fleet stand for.
OPTIONS = {name: name for name in ("host", "listen", "count", "seed", "time_scale", "rate")}


class Fleet(Program):
    """`husky-fleet run`: machines that dial `host` (a Host, an address, or text), or that `listen` for a host which dials them.

    It is ready when every machine has been admitted, or all listen. `config` and `settings` are those of Host; each keyword below is
    the flag of that name, and what is not given is as in the file or built in. Machines of a Host print to it.

        with Fleet("127.0.0.1:1310", count=4, seed=7, cycles=100, time_scale="max") as fleet:
            report = fleet.finish()
    """

    program = "husky-fleet"
    stops_with = (0, 130)  # 130: --cycles or --duration was cut short

    def __init__(self, host: Optional[Where] = None, *args: object, listen: Optional[Where] = None, config: Optional[Config] = None,
                 settings: Optional[Mapping[str, Value]] = None, count: Optional[int] = None, family: Optional[str] = None,
                 seed: Optional[int] = None, time_scale: Union[int, float, str, None] = None, rate: Optional[float] = None,
                 cycles: Optional[int] = None, duration: Optional[str] = None, start_limit: float = START_LIMIT,
                 stop_limit: float = STOP_LIMIT) -> None:
        if (host is None) == (listen is None):
            raise ValueError("a fleet needs either a host to dial or an address to listen at")
        prints = {"HUSKY_FLEET_PRINTING_PORT": str(host.lpd.port)} if isinstance(host, Host) else {}
        super().__init__([], {**prints, **as_settings(self.program, settings or {}, OPTIONS)}, start_limit, stop_limit)
        self._listens = None if listen is None else address_of(listen)
        flags: Dict[str, object] = {"--host": host and address_of(host), "--listen": self._listens, "--count": count,
                                    "--family": family, "--seed": seed, "--time-scale": time_scale, "--rate": rate, "--cycles": cycles,
                                    "--duration": duration, "--report": self.folder / "report.json",
                                    "--config": None if config is None else config_file(self, config)}
        self.arguments = ["run"]
        for flag, value in flags.items():
            if value is not None:
                self.arguments += [flag, str(value)]
        self.arguments += [str(argument) for argument in args]

    @property
    def machines(self) -> int:
        """How many there are."""
        return int(self.ready.get("machines", 0))

    @property
    def addresses(self) -> List[Address]:
        """Where each machine listens, if they do."""
        if self._listens is None:
            return []
        return [Address(self._listens.host, self._listens.port + i) for i in range(self.machines)]

    def pause(self) -> None:
        """Virtual time stands still; links stay up."""
        self.signal(signal.SIGUSR1)

    def resume(self) -> None:
        self.signal(signal.SIGUSR2)

    def finish(self, timeout: float = 60.0) -> Dict[str, Any]:
        """The report, when the fleet has delivered its `cycles` or reached its `duration`. ProgramFailed if it could not."""
        code = self.wait(timeout)
        if code != 0:
            told = " (cycles are still owed)" if code == 124 else ""
            raise ProgramFailed(self.describe(f"ended with exit code {code}{told}"))
        return self.report()

    def report(self) -> Dict[str, Any]:
        """{"seed","machines":[{"serial","life_counter","cycles","events","dropped"}]}; there is one when the fleet has ended."""
        path = self.folder / "report.json"
        if self.running or not path.exists():
            raise ProgramFailed(self.describe("has written no report: it writes one when it ends"))
        found: Dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        return found


def address_of(where: Where) -> Address:
    return where.tcp if isinstance(where, Host) else Address.of(where)
