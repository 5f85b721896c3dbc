"""What the tests of the Python package share: the package itself, programs that only pretend, a web server that only pretends."""

import contextlib
import functools
import http.server
import json
import os
import pathlib
import re
import shlex
import shutil
import stat
import subprocess
import sys
import tempfile
import threading
import unittest
from unittest import mock

TOP = pathlib.Path(__file__).resolve().parents[2]
PACKAGE = TOP / "tools" / "python"
EXAMPLES = TOP / "docs" / "testing" / "examples"
FAKE_CHECK = pathlib.Path(__file__).resolve().parent / "fake_check.py"
sys.path.insert(0, str(PACKAGE))
sys.dont_write_bytecode = True

import husky_test  # noqa: E402
from husky_test.program import find_program  # noqa: E402


# A machine that dials, and waits to be admitted.
SMALL = """scenario: 1
name: small
limit: 20s
actors:
  machines: {groups: [{family: pet, serial: "SMALL-{n}"}]}
expect:
  - {name: admitted, message: init_response, within: 3s, fields: {result: %s}}
"""


@functools.lru_cache(maxsize=None)
def has_command(program, command):
    """Whether a program knows a command."""
    told = subprocess.run([find_program(program), "--help"], capture_output=True, text=True, check=False, timeout=60).stdout
    return re.search(rf"^  {command} ", told, re.M) is not None


def needs_command(program, command):
    return unittest.skipUnless(has_command(program, command), f"this {program} has no `{command}`")


@functools.lru_cache(maxsize=None)
def python_with(module):
    """An interpreter that has a module: this one, else the system's. SkipTest if none has."""
    for interpreter in filter(os.path.exists, (sys.executable, "/usr/bin/python3")):
        if subprocess.run([interpreter, "-c", f"import {module}"], capture_output=True, check=False).returncode == 0:
            return interpreter
    raise unittest.SkipTest(f"no Python with {module} here; tools/setup.sh test installs it")


def pytest(folder, *arguments, **environment):
    """A pytest of its own in a folder, with the plugin."""
    command = [python_with("pytest"), "-m", "pytest", "-p", "no:cacheprovider", "-p", "no:husky", "-p", "husky_test.pytest_plugin",
               *map(str, arguments)]
    around = {**os.environ, "PYTHONPATH": str(PACKAGE), "PYTHONDONTWRITEBYTECODE": "1", "NO_COLOR": "1", **environment}
    return subprocess.run(command, cwd=folder, env=around, capture_output=True, text=True, check=False, timeout=300)


@contextlib.contextmanager
def inside(folder):
    """With a folder as the working directory."""
    before = os.getcwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


class Test(unittest.TestCase):
    """A test with a folder of its own."""

    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="husky-python-"))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)

    def write(self, name, text, executable=False):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        if executable:
            path.chmod(path.stat().st_mode | stat.S_IXUSR)
        return path

    def use(self, **programs):
        """Sets HUSKY_HOST_BIN and the like for this test."""
        patch = mock.patch.dict(os.environ, {f"HUSKY_{name.upper()}_BIN": str(path) for name, path in programs.items()})
        patch.start()
        self.addCleanup(patch.stop)

    def script(self, text):
        """A program of the shell."""
        return self.write("program", "#!/bin/sh\n" + text, executable=True)

    def fake_check(self):
        """A program that knows nothing but `check`, and gives the verdict that a scenario file asks for."""
        command = " ".join(map(shlex.quote, (sys.executable, "-B", str(FAKE_CHECK))))
        return self.write("husky-fake", f'#!/bin/sh\nexec {command} "$@"\n', executable=True)

    def scenario(self, name, outcome, more=""):
        return self.write(name, f"scenario: 1\nname: {pathlib.Path(name).stem}\n# fake: {outcome}\n{more}")


NOTHING = (404, {"title": "Not Found", "status": 404, "detail": "nothing"})


class FakeWeb:
    """Answers by a table {(method, path): (status, body)} and notes what was asked."""

    def __init__(self, test, answers):
        self.answers, self.asked = answers, []
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def answer(self):
                size = int(self.headers.get("Content-Length") or 0)
                outer.asked.append((self.command, self.path, self.rfile.read(size), dict(self.headers)))
                status, body = outer.answers.get((self.command, self.path), NOTHING)
                content = body if isinstance(body, bytes) else json.dumps(body).encode()
                self.send_response(status)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            do_GET = do_PUT = do_POST = do_DELETE = answer

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        thread = threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        test.addCleanup(thread.join)
        test.addCleanup(self.server.server_close)
        test.addCleanup(self.server.shutdown)
        self.api = husky_test.Api("http://127.0.0.1:%d" % self.server.server_port, token="s3cret")
