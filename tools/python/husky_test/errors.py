"""What can go wrong, each with a text that can stand alone in a test report."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Mapping, Optional, Sequence

if TYPE_CHECKING:
    from .scenario import Verdict


class HuskyError(Exception):
    """Everything that this package raises by itself."""


class ProgramMissing(HuskyError):
    """There is no such program on this machine."""


class UnknownSetting(HuskyError, ValueError):
    """A key of `settings` that the program does not have, or that an option of its own stands for."""


class ProgramFailed(HuskyError):
    """A program did not start, ended badly, or did not stop. The text ends with its last log lines."""


class NotInTime(HuskyError, AssertionError):
    """What was waited for did not come."""


class Unreachable(HuskyError):
    """Nobody answered at the address of the API, or the answer broke off."""


class Problem(HuskyError):
    """An answer of the API with a status of 400 or more.

    `status` is that of HTTP, `detail` says what is wrong in a line, `result` is what a machine answered (status 422, else None),
    `document` the whole application/problem+json.
    """

    def __init__(self, asked: str, status: int, document: Mapping[str, Any]) -> None:
        self.asked, self.status, self.document = asked, status, dict(document)
        self.title = str(document.get("title", ""))
        self.detail = str(document.get("detail", ""))
        result = document.get("result")
        self.result: Optional[int] = result if isinstance(result, int) else None
        told = "" if self.result is None else f" (result {self.result})"
        super().__init__(f"{asked}: {status} {self.title}: {self.detail}{told}")


class ScenarioFailed(HuskyError, AssertionError):
    """A scenario that failed or was blocked, told as the program tells it. `verdicts` are those that were not passed."""

    def __init__(self, verdicts: Sequence[Verdict]) -> None:
        self.verdicts = list(verdicts)
        super().__init__("\n".join(verdict.text for verdict in verdicts))
