"""A husky-host on free ports."""

from __future__ import annotations

import json
import os
import sqlite3
from typing import Any, List, Mapping, Optional, Sequence, Tuple, Union

from .address import Address
from .api import Api
from .errors import HuskyError, ProgramFailed
from .program import START_LIMIT, STOP_LIMIT, Program, Value, as_settings

Config = Union[str, "os.PathLike[str]", Mapping[str, Any]]


#: Keys that options of Host stand for.
OPTIONS = {"bind": "bind", "port": "port", "http.port": "http_port", "lpd.port": "lpd_port", "store.url": "store"}


class Host(Program):
    """`husky-host serve`, by itself on the loopback interface, on free ports, with a database in its own folder.

    `config` is a file, or what would stand in it; `settings` are single keys of it ({"link.status_interval_s": 1}); `store` is a URL
    as `none`; `args` are further arguments as they are.

        with Host(settings={"link.silence_timeout_s": 2}) as host:
            start_my_machine(host.tcp)
            host.api.wait_until(lambda: host.api.machine("HY-0001")["online"], 10)
    """

    program = "husky-host"

    def __init__(self, *args: object, config: Optional[Config] = None, settings: Optional[Mapping[str, Value]] = None,
                 store: Optional[str] = None, bind: str = "127.0.0.1", port: int = 0, http_port: int = 0, lpd_port: int = 0,
                 start_limit: float = START_LIMIT, stop_limit: float = STOP_LIMIT) -> None:
        super().__init__([], as_settings(self.program, settings or {}, OPTIONS), start_limit, stop_limit)
        self._bind, self._ports = bind, (port, http_port, lpd_port)
        self._args = [str(argument) for argument in args]
        self.database = self.folder / "husky.db"
        self.store = f"sqlite:{self.database}" if store is None else store
        if config is not None:
            self._args = ["--config", str(config_file(self, config)), *self._args]
        self._arrange()

    def _arrange(self) -> None:
        port, http_port, lpd_port = self._ports
        self.arguments = ["serve", "--bind", self._bind, "--port", str(port), "--http-port", str(http_port), "--lpd-port", str(lpd_port),
                          "--store", self.store, *self._args]

    @property
    def tcp(self) -> Address:
        """Where machines dial."""
        return self.ready_address("tcp")

    @property
    def udp(self) -> Address:
        return self.ready_address("udp")

    @property
    def lpd(self) -> Address:
        """Where machines print."""
        return self.ready_address("lpd")

    @property
    def http(self) -> Address:
        return self.ready_address("http")

    @property
    def url(self) -> str:
        return f"http://{self.http}"

    @property
    def api(self) -> Api:
        return Api(self.url)

    def restart(self, kill: bool = False) -> Host:
        """Stops it (or kills it) and starts it on the same ports with the same database: machines find it again."""
        self._ports = (self.tcp.port, self.http.port, self.lpd.port)
        if kill:
            self.kill()
        else:
            code = self.stop()
            if code != 0:
                raise ProgramFailed(self.describe(f"ended with exit code {code}"))
        self._arrange()
        return self.start()

    def query(self, sql: str, parameters: Sequence[object] = ()) -> List[Tuple[Any, ...]]:
        """Rows of its database, read as any other program would."""
        if not self.database.exists():
            raise HuskyError(f"this host keeps its data in {self.store}, not in a database of its own")
        connection = sqlite3.connect(f"file:{self.database}?mode=ro", uri=True, timeout=5)
        try:
            return connection.execute(sql, tuple(parameters)).fetchall()
        finally:
            connection.close()


def config_file(program: Program, config: Config) -> str:
    """The path of a configuration file; where the content is given, a file of it (JSON is YAML)."""
    if not isinstance(config, Mapping):
        return os.path.abspath(config)
    path = program.folder / "config.yaml"
    path.write_text(json.dumps(config, indent=1), encoding="utf-8")
    return str(path)
