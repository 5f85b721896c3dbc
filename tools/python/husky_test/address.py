"""Where a program listens."""

from __future__ import annotations

import contextlib
import socket
from typing import NamedTuple, Tuple, Union

ATTEMPTS = 100


class Address(NamedTuple):
    """Host and port. Prints as the programs take it: 127.0.0.1:1310, [::1]:1310."""

    host: str
    port: int

    def __str__(self) -> str:
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"

    @classmethod
    def of(cls, given: Union[str, Tuple[str, int]], port: int = 1310) -> Address:
        """Of a pair or of text; `port` is taken where the text has none. ValueError for anything else."""
        if not isinstance(given, str):
            return cls(str(given[0]), int(given[1]))
        host, colon, number = given.rpartition(":")
        if not colon or number.endswith("]"):
            host, number = given, str(port)
        if not number.isdigit() or int(number) > 65535 or (":" in host and not host.startswith("[")):
            raise ValueError(f"expected an address and port such as 127.0.0.1:1310, got {given!r}")
        return cls(host.strip("[]"), int(number))


def free_address(ports: int = 1, host: str = "127.0.0.1") -> Address:
    """Where nobody listens now, on this port and those above it, `ports` in all: for programs that cannot take port 0."""
    for _ in range(ATTEMPTS):
        with contextlib.ExitStack() as held:
            first = held.enter_context(socket.create_server((host, 0))).getsockname()[1]
            try:
                for port in range(first + 1, first + ports):
                    held.enter_context(socket.create_server((host, port)))
            except (OSError, OverflowError):
                continue
            return Address(host, first)
    raise OSError(f"no {ports} free ports in a row")
