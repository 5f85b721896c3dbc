"""A relay that writes down what passes."""

from __future__ import annotations

import os
from typing import Optional, Union

from .address import Address
from .fleet import Where, address_of
from .program import START_LIMIT, STOP_LIMIT, Program


class Tap(Program):
    """`husky-link tap`: what dials `tcp` speaks to `target`, unchanged, and `out` (pcapng) holds every byte of it.

    `trace` is a file with an object a line for each message. Both are whole when the tap has stopped.
    """

    program = "husky-link"

    def __init__(self, target: Where, out: Union[str, "os.PathLike[str]"], *args: object,
                 trace: Union[str, "os.PathLike[str]", None] = None, listen: Optional[Where] = None, start_limit: float = START_LIMIT,
                 stop_limit: float = STOP_LIMIT) -> None:
        super().__init__([], None, start_limit, stop_limit)
        self.arguments = ["tap", "--listen", str(address_of(listen or "127.0.0.1:0")), "--target", str(address_of(target)),
                          "--out", os.path.abspath(out)]
        if trace is not None:
            self.arguments += ["--trace", os.path.abspath(trace)]
        self.arguments += [str(argument) for argument in args]

    @property
    def tcp(self) -> Address:
        return self.ready_address("tcp")
