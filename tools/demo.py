"""Runs a host and a fleet side by side, shows what happens, and accounts for every cycle. Called by run-demo.sh."""

import argparse
import http.client
import json
import os
import pathlib
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time

TOP = pathlib.Path(__file__).resolve().parents[1]
HOST = TOP / "build/release/server/husky-host"
FLEET = TOP / "build/release/client/husky-fleet"


def duration(text):
    match = re.fullmatch(r"(\d+(?:\.\d+)?)(s|m|h)", text)
    if not match or float(match[1]) == 0:
        raise argparse.ArgumentTypeError(f"expected a duration like 30s, 5m or 1h, got '{text}'")
    return float(match[1]) * {"s": 1, "m": 60, "h": 3600}[match[2]]


def arguments():
    parser = argparse.ArgumentParser(
        prog="./run-demo.sh",
        description="Builds husky-host and husky-fleet, runs a host on port 1310 with twelve mixed cells that report to it, and shows a live "
        "summary. Ctrl-C stops both cleanly.",
        epilog="Exit status: 0 if every cycle that was sent is stored once, 1 if anything was lost or failed, 2 for bad usage.")
    parser.add_argument("--for", dest="limit", type=duration, metavar="DURATION",
                        help="stop by itself after 30s, 5m, 1h ... and print the account")
    parser.add_argument("--database", type=pathlib.Path, metavar="FILE", help="keep the database in FILE (default: a temporary one)")
    parser.add_argument("--config", type=pathlib.Path, metavar="FILE", default=TOP / "configs/demo-fleet.yaml",
                        help="fleet file (default: configs/demo-fleet.yaml)")
    parser.add_argument("--port", type=int, default=1310, help="port that machines dial (default 1310)")
    parser.add_argument("--http-port", type=int, default=8310, help="port of the API (default 8310)")
    parser.add_argument("--usage-only", action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args()


class Failure(Exception):
    """Ends the demo with one clear line."""


def check_port(port, option, kind=socket.SOCK_STREAM):
    with socket.socket(socket.AF_INET, kind) as probe:
        if kind == socket.SOCK_STREAM:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as problem:
            raise Failure(f"port {port} cannot be used ({problem.strerror}); stop what uses it, or give another: "
                          f"./run-demo.sh {option} N") from None


class Child:
    """A program in a process group of its own, so that Ctrl-C reaches it only through us and in the right order."""

    def __init__(self, name, command, log, environment=None):
        self.name, self.log = name, log
        self.ready = threading.Event()
        self.ready_line = ""
        with open(log, "wb") as stderr:
            self.process = subprocess.Popen(list(map(str, command)), stdout=subprocess.PIPE, stderr=stderr, stdin=subprocess.DEVNULL,
                                            start_new_session=True, text=True, env=os.environ | {key: str(value) for key, value in (environment or {}).items()})
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self):
        for line in self.process.stdout:
            if line.startswith("ready"):
                self.ready_line = line.strip()
                self.ready.set()
        self.ready.set()

    def wait_ready(self, timeout=30):
        self.ready.wait(timeout)
        if not self.ready_line:
            raise Failure(f"{self.name} did not start:\n{self.last_words()}")

    def last_words(self):
        lines = self.log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
        return "\n".join(lines[-10:]) or "(it said nothing)"

    def check(self):
        if self.process.poll() is not None:
            raise Failure(f"{self.name} ended with exit code {self.process.returncode}:\n{self.last_words()}")

    def stop(self):
        """SIGTERM, then SIGKILL after 10 s. Returns the exit code."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        return self.process.returncode


class Account:
    """Counts what a database holds beyond what it held at the beginning."""

    def __init__(self, database):
        self.database = database
        self.before = self.count() if database.exists() else (0, 0, 0)

    def _query(self, sql):
        connection = sqlite3.connect(f"file:{self.database}?mode=ro", uri=True, timeout=5)
        try:
            return connection.execute(sql).fetchall()
        finally:
            connection.close()

    def count(self):
        """Cycles stored, cycles missing, cycles stored more than once."""
        try:
            stored = self._query("select count(*) from cycles")[0][0]
            missing = self._query("select coalesce(sum(last_missing - first_missing + 1), 0) from gaps")[0][0]
            twice = self._query("select coalesce(sum(n - 1), 0) from "
                                "(select count(*) n from cycles group by serial, epoch, life_counter having n > 1)")[0][0]
        except sqlite3.OperationalError:
            return 0, 0, 0
        return stored, missing, twice

    def gained(self):
        return tuple(now - then for now, then in zip(self.count(), self.before))


def machines(port):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/api/v1/machines?limit=100")
        return json.loads(connection.getresponse().read())["items"]
    except (OSError, ValueError):
        return []  # the host is starting or stopping; its exit code will tell
    finally:
        connection.close()


def clock(seconds):
    return f"{int(seconds) // 3600}:{int(seconds) // 60 % 60:02}:{int(seconds) % 60:02}"


class Screen:
    """One screen that is drawn again on a terminal; a plain line now and then elsewhere."""

    def __init__(self, url, account, http_port):
        self.url, self.account, self.http_port = url, account, http_port
        self.terminal = sys.stdout.isatty() and os.environ.get("TERM", "dumb") != "dumb"
        self.colours = self.terminal and not os.environ.get("NO_COLOR")
        self.period = 1 if self.terminal else 5
        self.begun = self.drawn = time.monotonic()

    def bold(self, text):
        return f"\x1b[1m{text}\x1b[0m" if self.colours else text

    def head(self, items):
        stored, missing, _ = self.account.gained()
        online = sum(item["online"] for item in items)
        return f"{clock(time.monotonic() - self.begun)}  {online} machines online, {stored} cycles stored, {missing} missing"

    def draw(self):
        if time.monotonic() - self.drawn < self.period:
            return
        self.drawn = time.monotonic()
        items = machines(self.http_port)
        if not self.terminal:
            print(self.head(items), flush=True)
            return
        height = shutil.get_terminal_size().lines
        lines = [self.bold("husky demo") + f"  {self.url}  Ctrl-C stops", self.head(items), "", self.bold(self.COLUMNS)]
        lines += [self.row(item) for item in items]
        print("\x1b[H" + "".join(f"{line}\x1b[K\n" for line in lines[: height - 1]) + "\x1b[J", end="", flush=True)

    COLUMNS = f"{'machine':<10}{'link':<9}{'mode':<13}{'job':<12}{'mould':<14}{'cycles':>8}{'missing':>9}  last cycle"

    def row(self, item):
        side = item["sides"][0] if item["sides"] else {}
        link = "online" if item["online"] else "offline"
        text = (f"{item['serial']:<10}{link:<9}{side.get('mode') or '':<13}{side.get('job') or '':<12}{side.get('mould') or '':<14}"
                f"{item['cycles_stored']:>8}{item['gaps']:>9}  {(item['last_cycle_at'] or '').replace('T', ' ').rstrip('Z')}")
        if self.colours and (link == "offline" or side.get("mode") == "interrupted"):
            text = f"\x1b[33m{text}\x1b[0m"
        return text

    def clear(self):
        if self.terminal:
            print("\x1b[2J\x1b[H", end="", flush=True)


def wait_stored(account, sent):
    """Until everything that was sent is stored or known to be missing; 10 s at most."""
    end = time.monotonic() + 10
    while time.monotonic() < end and sum(account.gained()[:2]) < sent:
        time.sleep(0.1)


def summary(report, account):
    """Prints the account; True if nothing was lost."""
    fleet = json.loads(report.read_text(encoding="utf-8"))["machines"]
    sent, dropped = (sum(machine[key] for machine in fleet) for key in ("cycles", "dropped"))
    stored, missing, twice = account.gained()
    print(f"machines     {len(fleet)}\ncycles sent  {sent}\nstored       {stored}\ngaps         {missing}\nduplicates   {twice}")
    good = sent == stored and not missing and not twice and not dropped
    print(("nothing was lost" if sent else "no cycle ended in this time") if good
          else "; ".join(differences(sent, stored, missing, twice, dropped)))
    return good


def differences(sent, stored, missing, twice, dropped):
    """What was lost or doubled, a sentence each."""
    found = []
    if sent > stored - twice:
        where = f"{missing} of them stand in gaps" if missing else "none of them stands in a gap"
        found.append(f"{sent - stored + twice} of {sent} cycles were sent but not stored: {where}")
    elif missing:
        found.append(f"{missing} cycles stand in gaps")
    if stored - twice > sent:
        found.append(f"{stored - twice - sent} more cycles were stored than these machines sent: does another fleet report to this host?")
    if twice:
        found.append(f"{twice} cycles were stored twice")
    if dropped:
        found.append(f"{dropped} reports were dropped by full buffers")
    return found


def run(options, folder):
    check_port(options.port, "--port")
    check_port(options.port, "--port", socket.SOCK_DGRAM)
    check_port(options.http_port, "--http-port")
    database = (options.database or folder / "husky.db").resolve()
    report, url = folder / "report.json", f"http://127.0.0.1:{options.http_port}/"
    account = Account(database)
    children = []

    def start(name, *command, environment=None):
        children.append(Child(name, command, folder / f"{name}.log", environment))
        children[-1].wait_ready()

    good = False
    try:
        start("husky-host", HOST, "serve", "--port", options.port, "--http-port", options.http_port, "--store", f"sqlite:{database}",
              environment={"HUSKY_HOST_SCENARIOS_FOLDER": TOP / "configs/scenarios", "HUSKY_HOST_SCENARIOS_PLAYER": FLEET})
        print(f"the page: {url}\nhusky-host listens on port {options.port}", flush=True)
        start("husky-fleet", FLEET, "run", "--config", options.config.resolve(), "--host", f"127.0.0.1:{options.port}", "--report", report)
        screen = Screen(url, account, options.http_port)
        screen.clear()
        try:
            while options.limit is None or time.monotonic() - screen.begun < options.limit:
                for child in children:
                    child.check()
                screen.draw()
                time.sleep(0.1)
        except KeyboardInterrupt:
            print()
        print("stopping the fleet, then the host", flush=True)
        host, fleet = children
        code = fleet.stop()
        if code != 0:
            raise Failure(f"husky-fleet ended with exit code {code}:\n{fleet.last_words()}")
        sent = sum(machine["cycles"] for machine in json.loads(report.read_text(encoding="utf-8"))["machines"])
        wait_stored(account, sent)
        code = host.stop()
        if code != 0:
            raise Failure(f"husky-host ended with exit code {code}:\n{host.last_words()}")
        good = summary(report, account)
    finally:
        for child in reversed(children):
            child.stop()
    if options.database:
        print(f"the database: sqlite3 {options.database} 'select * from cycles limit 10'")
    return good


def main():
    options = arguments()
    if options.usage_only:
        return 0
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.default_int_handler)  # also where a shell started us in the background with SIGINT ignored
    with tempfile.TemporaryDirectory(prefix="husky-demo-") as folder:
        try:
            return 0 if run(options, pathlib.Path(folder)) else 1
        except Failure as problem:
            print(f"run-demo: {problem}", file=sys.stderr)
            return 1
        except KeyboardInterrupt:
            return 130


if __name__ == "__main__":
    sys.exit(main())
