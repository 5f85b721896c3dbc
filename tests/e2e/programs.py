"""Starts our programs as a user would, and waits for conditions instead of sleeping.

Paths come from HUSKY_HOST_BIN, HUSKY_FLEET_BIN and HUSKY_LINK_BIN (default: the release build). HUSKY_E2E_TIMEOUT_FACTOR stretches
every deadline, for sanitizer builds and busy machines. HUSKY_E2E_SLOW=1 runs the slow tests too.
"""

import csv
import http.client
import io
import json
import os
import pathlib
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import tempfile
import threading
import time
import unittest

import peers
import wire

TOP = pathlib.Path(__file__).resolve().parents[2]
HOST_BIN = os.environ.get("HUSKY_HOST_BIN", str(TOP / "build/release/server/husky-host"))
FLEET_BIN = os.environ.get("HUSKY_FLEET_BIN", str(TOP / "build/release/client/husky-fleet"))
LINK_BIN = os.environ.get("HUSKY_LINK_BIN", str(TOP / "build/release/tools/link/husky-link"))
SANITIZED = os.environ.get("HUSKY_E2E_SANITIZED", "") not in ("", "0")
SLOW = os.environ.get("HUSKY_E2E_SLOW", "") not in ("", "0")
CRASHES = {-signal.SIGSEGV, -signal.SIGABRT, -signal.SIGBUS, -signal.SIGILL, -signal.SIGFPE}

seconds = peers.seconds
slow = unittest.skipUnless(SLOW, "slow: HUSKY_E2E_SLOW=1 runs it")


def eventually(condition, what, timeout=10):
    """The first true result of `condition`, asked again and again until `timeout`."""
    end = time.monotonic() + seconds(timeout)
    while True:
        result = condition()
        if result:
            return result
        if time.monotonic() > end:
            raise AssertionError(f"not within {seconds(timeout):g} s: {what}; last: {result!r}")
        time.sleep(0.02)


def socket_to(address):
    return socket.create_connection(address, seconds(10))


def is_reset(address):
    """Whether the program resets a new connection; that may be heard while connecting already."""
    try:
        with socket_to(address) as near:
            return near.recv(1) is None
    except ConnectionResetError:
        return True


def clean_environment(extra):
    """This environment without settings that would reach our programs, and with `extra`."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("HUSKY_HOST_", "HUSKY_FLEET_"))}
    return kept | {k: str(v) for k, v in extra.items()}


def run(binary, *args, timeout=20, **environment):
    """Runs a short command to its end; returns its CompletedProcess with text output."""
    with tempfile.TemporaryDirectory() as elsewhere:
        return run_in(elsewhere, binary, *args, timeout=timeout, **environment)


def run_in(folder, binary, *args, said=None, timeout=20, **environment):
    """As run, in a folder, with `said` as standard input."""
    return subprocess.run([binary, *map(str, args)], capture_output=True, text=True, cwd=folder, input=said or "",
                          timeout=seconds(timeout), env=clean_environment(environment), check=False)


def read_json(path):
    return json.loads(pathlib.Path(path).read_text(encoding="utf-8"))


class Program:
    """A running program, its output read as it comes."""

    def __init__(self, binary, args, folder, environment):
        self.arguments = [binary, *map(str, args)]
        self.lines, self._news = [], threading.Condition()
        self._stderr = tempfile.TemporaryFile(mode="w+b", dir=folder)
        self.process = subprocess.Popen(self.arguments, stdout=subprocess.PIPE, stderr=self._stderr, stdin=subprocess.DEVNULL,
                                        cwd=folder, env=clean_environment(environment))
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self):
        for line in self.process.stdout:
            with self._news:
                self.lines.append(line.decode("utf-8", "replace").rstrip("\n"))
                self._news.notify_all()
        with self._news:
            self.lines.append(None)
            self._news.notify_all()

    def ready(self, timeout=20):
        """The fields of the `ready` line, once it is there: {'tcp': ('127.0.0.1', 40001), 'machines': '12'}."""
        end = time.monotonic() + seconds(timeout)
        with self._news:
            while True:
                for line in self.lines:
                    if line is None:
                        raise AssertionError(f"{self.arguments} ended before it was ready\n{self.describe()}")
                    if line.startswith("ready"):
                        return {key: self._address(value) for key, value in (pair.split("=", 1) for pair in line.split()[1:])}
                if not self._news.wait(max(0, end - time.monotonic())) and time.monotonic() > end:
                    raise AssertionError(f"{self.arguments} was not ready in time\n{self.describe()}")

    @staticmethod
    def _address(value):
        host, colon, port = value.rpartition(":")
        return (host.strip("[]"), int(port)) if colon else value

    def stderr(self):
        with open(f"/proc/self/fd/{self._stderr.fileno()}", "rb") as again:
            return again.read().decode("utf-8", "replace")

    def stdout(self):
        with self._news:
            return "\n".join(line for line in self.lines if line is not None)

    def describe(self):
        return f"exit: {self.process.poll()}\nstdout:\n{self.stdout()[-2000:]}\nstderr:\n{self.stderr()[-4000:]}"

    def signal(self, number):
        self.process.send_signal(number)

    def wait(self, timeout=20):
        """The exit code."""
        try:
            code = self.process.wait(seconds(timeout))
        except subprocess.TimeoutExpired:
            raise AssertionError(f"{self.arguments} did not end in {seconds(timeout):g} s\n{self.describe()}") from None
        self._reader.join(seconds(5))
        return code

    def stop(self, timeout=5):
        """SIGTERM; the exit code. The contract allows 5 s."""
        self.signal(signal.SIGTERM)
        return self.wait(timeout)

    def kill(self):
        self.process.kill()
        self.process.wait()

    def resident_mb(self):
        with open(f"/proc/{self.process.pid}/status", encoding="ascii") as status:
            return int(re.search(r"VmRSS:\s+(\d+)", status.read())[1]) / 1024

    def dispose(self):
        if self.process.poll() is None:
            self.kill()
        self._reader.join(5)
        self.process.stdout.close()
        self._stderr.close()


class Response:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body

    @property
    def text(self):
        return self.body.decode("utf-8")

    @property
    def json(self):
        def refuse(word):
            raise AssertionError(f"not JSON: {word}")
        return json.loads(self.text, parse_constant=refuse)


class Host(Program):
    """husky-host serve, on free ports, with a database in the test's folder."""

    def __init__(self, args, folder, environment, database):
        super().__init__(HOST_BIN, ["serve", *args], folder, environment)
        self.database_file = database
        self.headers = {}

    def start(self):
        addresses = self.ready()
        self.tcp, self.udp, self.http = addresses["tcp"], addresses["udp"], addresses["http"]
        self.lpd = addresses.get("lpd")
        return self

    def request(self, method, path, headers=None, body=None):
        """`body` is sent as it is if it is bytes, else as JSON."""
        headers = headers or {}
        if body is not None and not isinstance(body, bytes):
            headers = {"Content-Type": "application/json"} | headers
            body = json.dumps(body).encode()
        connection = http.client.HTTPConnection(*self.http, timeout=seconds(10))
        try:
            connection.request(method, path, body, self.headers | headers)
            answer = connection.getresponse()
            return Response(answer.status, answer.headers, answer.read())
        finally:
            connection.close()

    def get(self, path, **headers):
        return self.request("GET", path, {k.replace("_", "-"): v for k, v in headers.items()})

    def items(self, path):
        """All items of a list of the API, over its pages. Empty while the machine is not known yet."""
        items, after = [], None
        while True:
            joint = "&" if "?" in path else "?"
            page = self.get(path + (f"{joint}after={after}" if after is not None else ""))
            if page.status == 404:
                return items
            if page.status != 200:
                raise AssertionError(f"GET {path}: {page.status} {page.text}")
            items += page.json["items"]
            after = page.json["next"]
            if after is None:
                return items

    def cycles(self, serial):
        return self.items(f"/api/v1/machines/{serial}/cycles")

    def counters(self, serial):
        return [cycle["life_counter"] for cycle in self.cycles(serial)]

    def gaps(self, serial):
        return sorted((gap["first_missing"], gap["last_missing"]) for gap in self.items(f"/api/v1/machines/{serial}/gaps"))

    def csv(self, path):
        answer = self.get(path, Accept="text/csv")
        assert answer.status == 200, answer.text
        return list(csv.DictReader(io.StringIO(answer.text)))

    def metrics(self):
        """Every sample of /metrics: {'name{label="x"}': 1.0}."""
        samples = {}
        for line in self.get("/metrics").text.splitlines():
            if line and not line.startswith("#"):
                name, value = line.rsplit(" ", 1)
                samples[name] = float(value)
        return samples

    def query(self, sql, *parameters):
        """Rows from the database, read as any other program would."""
        connection = sqlite3.connect(f"file:{self.database_file}?mode=ro", uri=True, timeout=seconds(5))
        try:
            return connection.execute(sql, parameters).fetchall()
        finally:
            connection.close()


class EndToEnd(unittest.TestCase):
    """A test with a folder of its own. What it starts is stopped after it and must then end well."""

    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="husky-e2e-"))
        self.hosts, self.listeners, self.databases = [], [], 1
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)

    def write(self, name, text):
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return path

    def host(self, *args, config=None, store=None, port=0, started=True, **environment):
        """A host on free ports. It goes on with the database of the test's last host, unless that one still runs."""
        if self.hosts and self.hosts[-1].process.poll() is None:
            self.databases += 1
        database = self.folder / f"husky{self.databases}.db"
        if config is not None:
            args = ("--config", self.write("host.yaml", config), *args)
        host = Host(["--bind", "127.0.0.1", "--port", port, "--lpd-port", 0, "--http-port", 0, "--store", store or f"sqlite:{database}", *args],
                    self.folder, environment, database)
        self.hosts.append(host)
        self.addCleanup(self._finish, host)
        return host.start() if started else host

    def fleet(self, *args, **environment):
        if self.listeners:  # a scripted host takes its links in order: display links only where a test asks for them
            environment = {"HUSKY_FLEET_DISPLAY": "false"} | environment
        environment = {key: value for key, value in environment.items() if value is not None}
        fleet = Program(FLEET_BIN, ["run", *args], self.folder, environment)
        self.addCleanup(self._finish, fleet)
        return fleet

    def connect(self, host, serial=None, **options):
        """A scripted machine linked to the host; initialised if it has a serial."""
        machine = peers.ScriptedMachine.dial(host.tcp, **options)
        self.addCleanup(machine.close)
        if serial is not None:
            machine.initialise(serial)
        return machine

    def listen(self):
        """A scripted host on a free port."""
        host = peers.ScriptedHost()
        self.addCleanup(host.close)
        self.listeners.append(host)
        return host

    def stop_by_many_signals(self, program):
        """SIGTERM again and again until the end, since two that come at once may be one; returns the seconds it took."""
        begun = time.monotonic()
        while program.process.poll() is None and time.monotonic() - begun < seconds(10):
            program.signal(signal.SIGTERM)
            time.sleep(0.02)
        self.assertNotIn(program.wait(1), CRASHES, program.describe())
        return time.monotonic() - begun

    def _finish(self, program):
        """Ends what the test left running: nothing may crash, hang or leak on the way."""
        for host in self.listeners:
            host.close()  # else a fleet waits for the host to take the last bytes
        try:
            if program.process.poll() is None:
                code = program.stop(timeout=10)
                self.assertEqual(code, 0, f"stopped by SIGTERM after the test\n{program.describe()}")
            self.assertNotIn(program.process.returncode, CRASHES, program.describe())
            self.assertNotIn("Sanitizer", program.stderr(), program.describe())
        finally:
            program.dispose()


def values(**pairs):
    """variable_id=value as wire values: values(v101=5.5, v201='HyPET') -> [(101, F32, 5.5), (201, TEXT, 'HyPET')]"""
    kinds = {float: wire.F32, int: wire.I32, str: wire.TEXT, type(None): wire.UNAVAILABLE}
    return [(int(name[1:]), kinds[type(value)], value) for name, value in pairs.items()]


def main():
    unittest.main(verbosity=2)
