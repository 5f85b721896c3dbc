"""Waiting for conditions, with a limit."""

from __future__ import annotations

import os
import time
from typing import Any, Callable, Optional, TypeVar

from .errors import NotInTime, Problem, Unreachable

T = TypeVar("T")

#: Answers that may change by waiting: not known yet, offline, a store that is busy, a machine that does not answer.
NOT_YET = (404, 409, 503, 504)
PERIOD = 0.05


def stretched(limit: float) -> float:
    """Seconds times HUSKY_TEST_TIMEOUT_FACTOR, which a busy or slow machine may set."""
    return limit * float(os.environ.get("HUSKY_TEST_TIMEOUT_FACTOR") or 1)


def wait_until(condition: Callable[[], T], timeout: float = 10.0, what: str = "") -> T:
    """The first true result of `condition`, which is asked again and again; NotInTime after `timeout` seconds.

    A Problem of the API that waiting may cure counts as false, so that one may wait for machines that are not known yet.
    """
    end = time.monotonic() + stretched(timeout)
    last: Any = None
    failed: Optional[Exception] = None
    while True:
        try:
            last, failed = condition(), None
        except Problem as problem:
            if problem.status not in NOT_YET:
                raise
            failed = problem
        except Unreachable as problem:
            failed = problem
        if failed is None and last:
            result: T = last
            return result
        if time.monotonic() >= end:
            seen = str(failed) if failed is not None else repr(last)
            raise NotInTime(f"not within {stretched(timeout):g} s: {what or 'the condition'}; last: {seen[:2000]}") from failed
        time.sleep(PERIOD)
