"""The HTTP side of husky-host."""

from __future__ import annotations

import http.client
import json
import urllib.parse
from typing import Any, Callable, Dict, Iterable, Iterator, List, Mapping, NamedTuple, Optional, Sequence, TypeVar, Union

from .address import Address
from .errors import Problem, Unreachable
from .waiting import stretched, wait_until
from .web_socket import WebSocket

T = TypeVar("T")
Row = Dict[str, Any]
LONGEST_ANSWER = 10.0
LONGEST_TRANSFER = 310.0
LONGEST_FORGETTING = 20.0


class Response(NamedTuple):
    status: int
    headers: Mapping[str, str]  #: names in lower case
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode("utf-8")

    @property
    def json(self) -> Any:
        return json.loads(self.body)


class Api:
    """What a host tells and does over HTTP, at `url` (http://127.0.0.1:8310); `token` where it asks for one.

    Everything raises Problem for an answer of 400 or more, and Unreachable where nobody answers. Rows are dictionaries with the names
    of /openapi.json. Lists are read over all their pages; `most` ends them, `after` is the cursor to begin behind.
    """

    def __init__(self, url: str = "http://127.0.0.1:8310", token: Optional[str] = None, timeout: float = LONGEST_ANSWER) -> None:
        parts = urllib.parse.urlsplit(url)
        if parts.scheme != "http" or not parts.hostname:
            raise ValueError(f"expected a URL such as http://127.0.0.1:8310, got {url!r}")
        self.address = Address(parts.hostname, parts.port or 8310)
        self.timeout = timeout
        self.headers = {} if token is None else {"Authorization": f"Bearer {token}"}

    # Health

    def health(self) -> Row:
        """{"status","version","problems"}"""
        return self._row("GET", "/healthz")

    def ready(self) -> bool:
        """Whether it can do its work; false while its store fails."""
        try:
            return self.request("GET", "/readyz").status == 200
        except Problem as problem:
            if problem.status == 503:
                return False
            raise

    def version(self) -> str:
        return str(self._row("GET", "/version")["version"])

    def metrics(self) -> Dict[str, float]:
        """Every sample of /metrics: {'husky_cycles_total{fate="new"}': 12.0}."""
        lines = self.request("GET", "/metrics").text.splitlines()
        pairs = (line.rsplit(" ", 1) for line in lines if line and not line.startswith("#"))
        return {name: float(value) for name, value in pairs}

    # What machines reported

    def machines(self) -> List[Row]:
        return self.items("/api/v1/machines")

    def machine(self, serial: str) -> Row:
        return self._row("GET", self._of(serial))

    def cycles(self, serial: str, most: Optional[int] = None, after: Optional[int] = None) -> List[Row]:
        return self.items(self._of(serial, "cycles"), most, after)

    def gaps(self, serial: str, most: Optional[int] = None, after: Optional[int] = None) -> List[Row]:
        """Cycles that are missing: rows with first_missing and last_missing."""
        return self.items(self._of(serial, "gaps"), most, after)

    def events(self, serial: str, most: Optional[int] = None, after: Optional[int] = None) -> List[Row]:
        return self.items(self._of(serial, "events"), most, after)

    def interruptions(self, serial: str, most: Optional[int] = None, after: Optional[int] = None) -> List[Row]:
        return self.items(self._of(serial, "interruptions"), most, after)

    def prints(self, serial: str, most: Optional[int] = None, after: Optional[int] = None) -> List[Row]:
        return self.items(self._of(serial, "prints"), most, after)

    def print_file(self, serial: str, print_id: int, file: str) -> bytes:
        return self.request("GET", self._of(serial, "prints", str(print_id), file)).body

    # What machines are asked

    def start(self, serial: str, tandem_side: int = 0) -> Row:
        """Starts the job of a side. A machine's refusal is Problem with its `result`."""
        return self._row("POST", self._of(serial, "start"), {"tandem_side": tandem_side})

    def read(self, serial: str, variables: Sequence[int] = (), tandem_side: int = 0) -> Dict[int, Any]:
        """Values by variable; of all that are in its cycles if none are named."""
        row = self._row("POST", self._of(serial, "read"), {"tandem_side": tandem_side, "variables": list(variables)})
        return {int(variable): value for variable, value in row["values"].items()}

    def variables(self, serial: str, language: str = "E", tandem_side: int = 0) -> List[Row]:
        return self.items(self._of(serial, "variables"), language=language, tandem_side=tandem_side)

    def spc(self, serial: str, variable: int, tandem_side: int = 0) -> Row:
        return self._row("GET", self._of(serial, "spc", str(variable)) + f"?tandem_side={tandem_side}")

    def set_spc(self, serial: str, variable: int, **fields: Union[int, float, None]) -> Row:
        """Fields of spc_write: subgroup_size, usl, lsl, ucl, lcl, tandem_side."""
        return self._row("PUT", self._of(serial, "spc", str(variable)), fields)

    # Set-ups

    def setups(self, serial: str, most: Optional[int] = None, after: Optional[int] = None) -> List[Row]:
        """Every version that was seen."""
        return self.items(self._of(serial, "setups"), most, after)

    def setup(self, serial: str, number: int, version: Optional[int] = None) -> bytes:
        """A set-up, read from the machine; with `version` from the archive."""
        query = "" if version is None else f"?version={version}"
        return self.request("GET", self._of(serial, "setups", str(number)) + query, timeout=LONGEST_TRANSFER).body

    def send_setup(self, serial: str, number: int, content: bytes, remark: str = "") -> None:
        """Completes when the machine has applied it."""
        query = "?" + urllib.parse.urlencode({"remark": remark}) if remark else ""
        self.request("PUT", self._of(serial, "setups", str(number)) + query, content, timeout=LONGEST_TRANSFER)

    # Displays

    def display_text(self, serial: str) -> str:
        """The screen of a machine as text."""
        return self.request("GET", self._of(serial, "display"), headers={"Accept": "text/plain"}).text

    def display_png(self, serial: str) -> bytes:
        return self.request("GET", self._of(serial, "display"), headers={"Accept": "image/png"}).body

    def press(self, serial: str, key: int) -> None:
        """A key of the screen: a character, or 257 to 268 for F1 to F12."""
        self.request("POST", self._of(serial, "display"), {"key": key})

    def display(self, serial: str) -> WebSocket:
        """The screen at each change; takes {"key": 257}."""
        return WebSocket(self.address, self._of(serial, "display"), self.headers, self.timeout)

    # Live feed

    def live(self, machines: Iterable[str] = (), topics: Iterable[str] = ()) -> WebSocket:
        """What changes, each 100 ms: a snapshot, then deltas, as docs/http.md tells; of all machines and the default topics if not given."""
        given = {name: ",".join(values) for name, values in (("machines", list(machines)), ("topics", list(topics))) if values}
        path = "/api/v1/live" + ("?" + urllib.parse.urlencode(given) if given else "")
        return WebSocket(self.address, path, self.headers, self.timeout)

    # Faults

    def faults(self) -> List[Row]:
        return self.items("/api/v1/faults")

    def inject(self, fault: Optional[Mapping[str, Any]] = None, **keys: Any) -> Row:
        """Places a fault on the host's links: inject(message="cycle", every=10, do="drop"). `from` needs a mapping."""
        return self._row("POST", "/api/v1/faults", {**(fault or {}), **keys})

    def clear_faults(self, number: Optional[int] = None) -> None:
        """One by its id, or all."""
        self.request("DELETE", "/api/v1/faults" + ("" if number is None else f"/{number}"))

    # Between tests, and behind the scenes

    def reset(self) -> None:
        """The host forgets every machine with all that is stored, and faults but those of its configuration. Links stay."""
        self.request("POST", "/api/v1/reset", timeout=LONGEST_FORGETTING)

    def forget(self, serial: str) -> None:
        """One machine with all that is stored of it. Its link stays; it is known again with its next report."""
        self.request("DELETE", self._of(serial), timeout=LONGEST_FORGETTING)

    def trace(self, serial: str = "", message: str = "", direction: str = "", most: int = 100) -> List[Row]:
        """The newest frames of the host's links, the newest last; `direction` is received or sent."""
        asked = {"serial": serial, "message": message, "direction": direction, "limit": str(most)}
        rows = self._row("GET", "/api/v1/trace?" + urllib.parse.urlencode({name: text for name, text in asked.items() if text}))["items"]
        return list(rows)

    def information(self) -> Row:
        """{"version","links","store":{"url","queued","lag_ms"},"settings"}"""
        return self._row("GET", "/api/v1/host")

    # What all of it is made of

    def request(self, method: str, path: str, body: Union[bytes, Mapping[str, Any], None] = None,
                headers: Optional[Mapping[str, str]] = None, timeout: Optional[float] = None) -> Response:
        """One question. `body` is sent as it is if it is bytes, else as JSON."""
        asked = f"{method} {path}"
        sent = dict(self.headers)
        if body is not None:
            sent["Content-Type"] = "application/octet-stream" if isinstance(body, bytes) else "application/json"
        content = body if body is None or isinstance(body, bytes) else json.dumps(body).encode()
        connection = http.client.HTTPConnection(*self.address, timeout=stretched(self.timeout if timeout is None else timeout))
        try:
            connection.request(method, path, content, {**sent, **(headers or {})})
            answer = connection.getresponse()
            response = Response(answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read())
        except (OSError, http.client.HTTPException) as problem:
            raise Unreachable(f"{asked} at {self.address}: {problem or type(problem).__name__}") from None
        finally:
            connection.close()
        if response.status >= 400:
            raise Problem(asked, response.status, _document(response))
        return response

    def pages(self, path: str, after: Optional[int] = None, **query: Union[int, str]) -> Iterator[List[Row]]:
        """The pages of a list, each asked for when it is taken."""
        while True:
            asked: Dict[str, Union[int, str]] = dict(query)
            if after is not None:
                asked["after"] = after
            page = self.request("GET", path + ("?" + urllib.parse.urlencode(asked) if asked else "")).json
            yield page["items"]
            after = page["next"]
            if after is None:
                return

    def items(self, path: str, most: Optional[int] = None, after: Optional[int] = None, **query: Union[int, str]) -> List[Row]:
        """A list over its pages, at most `most` of it."""
        found: List[Row] = []
        for page in self.pages(path, after, **query):
            found += page
            if most is not None and len(found) >= most:
                return found[:most]
        return found

    def wait_until(self, condition: Callable[[], T], timeout: float = 10.0, what: str = "") -> T:
        """As the function of this name."""
        return wait_until(condition, timeout, what)

    def _row(self, method: str, path: str, body: Optional[Mapping[str, Any]] = None) -> Row:
        row = self.request(method, path, body).json
        if not isinstance(row, dict):
            raise Unreachable(f"{method} {path}: expected an object, got {row!r}")
        return row

    @staticmethod
    def _of(serial: str, *below: str) -> str:
        return "/".join(["/api/v1/machines", *(urllib.parse.quote(part, safe="") for part in (serial, *below))])


def _document(response: Response) -> Mapping[str, Any]:
    try:
        document = json.loads(response.body)
    except ValueError:
        document = None
    return document if isinstance(document, dict) else {"detail": response.body[:200].decode("utf-8", "replace")}
