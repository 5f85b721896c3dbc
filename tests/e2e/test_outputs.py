"""What the programs write: recordings that are kept, reports that are replaced whole, places tried first, readers that go."""

import json
import os
import pathlib
import pty
import signal
import socket
import subprocess

import peers
import programs
from programs import FLEET_BIN, HOST_BIN, LINK_BIN, seconds

SCENARIO = programs.TOP / "configs/scenarios/cold-start.yaml"
HOST_FLAGS = ("--bind", "127.0.0.1", "--port", 0, "--lpd-port", 0, "--http-port", 0, "--store", "none")


class Outputs(programs.EndToEnd):
    def start(self, binary, *args):
        program = programs.Program(binary, args, self.folder, {})
        self.addCleanup(self._finish, program)
        return program

    def tap(self, *args):
        return self.start(LINK_BIN, "tap", "--listen", "127.0.0.1:0", "--target", "127.0.0.1:9", *args)

    def linked_fleet(self, *args):
        """A fleet of one machine that has a host."""
        self.the_host = self.host(store="none")
        return self.start(FLEET_BIN, "run", "--count", 1, "--host", "127.0.0.1:%d" % self.the_host.tcp[1], *args)

    def end(self, program, number=signal.SIGTERM, code=0):
        program.ready()
        program.signal(number)
        self.assertEqual(program.wait(), code, program.describe())
        return program.stderr()

    def names(self):
        return sorted(path.name for path in self.folder.iterdir() if path.is_file())


class Recordings(Outputs):
    def test_a_recording_is_never_emptied_by_the_next_one(self):
        out, trace = self.write("tap.pcapng", "monday"), self.write("tap.jsonl", "monday")
        said = self.end(self.tap("--out", out, "--trace", trace))
        self.assertEqual((out.read_text(), trace.read_text()), ("monday", "monday"))
        self.assertIn("tap.1.pcapng", said)
        self.assertIn("tap.1.jsonl", said)
        self.assertEqual((self.folder / "tap.1.pcapng").read_bytes()[:4], b"\x0a\x0d\x0d\x0a")
        self.end(self.tap("--out", out, "--trace", trace, "--overwrite"))
        self.assertEqual(out.read_bytes()[:4], b"\x0a\x0d\x0d\x0a")
        self.assertEqual(trace.read_text(), "")
        self.assertEqual(self.names(), ["tap.1.jsonl", "tap.1.pcapng", "tap.jsonl", "tap.pcapng"])

    def test_captures_of_a_host_and_a_fleet_are_kept_by_flag_and_by_file(self):
        capture = self.write("c.pcapng", "monday")
        config = self.write("c.yaml", "capture: %s\n" % capture)
        said = self.end(self.start(HOST_BIN, "serve", *HOST_FLAGS, "--config", config))
        self.assertIn("c.1.pcapng", said)
        said = self.end(self.linked_fleet("--capture", capture))
        self.assertIn("c.2.pcapng", said)
        self.assertEqual(capture.read_text(), "monday")
        self.end(self.start(HOST_BIN, "serve", *HOST_FLAGS, "--config", config, "--overwrite"))
        self.assertEqual(capture.read_bytes()[:4], b"\x0a\x0d\x0d\x0a")
        capture.write_text("tuesday")
        config.write_text("capture: %s\ncapture_overwrite: true\n" % capture)
        self.end(self.start(HOST_BIN, "serve", *HOST_FLAGS, "--config", config))
        self.assertEqual(capture.read_bytes()[:4], b"\x0a\x0d\x0d\x0a")

    def test_two_taps_that_run_at_once_write_two_files(self):
        first = self.tap("--out", self.folder / "t.pcapng")
        first.ready()
        self.end(self.tap("--out", self.folder / "t.pcapng"))
        refused = programs.run(LINK_BIN, "tap", "--listen", "127.0.0.1:0", "--target", "127.0.0.1:9", "--out", self.folder / "t.pcapng", "--overwrite")
        self.assertEqual(refused.returncode, 2)
        self.assertIn("t.pcapng: another program is writing to it", refused.stderr)
        self.end(first)
        self.assertEqual(self.names(), ["t.1.pcapng", "t.pcapng"])


class Places(Outputs):
    def test_every_place_is_tried_before_the_work_begins(self):
        file = self.write("a-file", "x")
        recording = self.write("r.pcapng", "no recording at all")
        tap = ("tap", "--listen", "127.0.0.1:0", "--target", "127.0.0.1:9")
        for binary, flag, args in (
                (FLEET_BIN, "--report", ("run", "--count", 1, "--host", "127.0.0.1:9")), (FLEET_BIN, "--capture", ("run", "--count", 1, "--host", "127.0.0.1:9")),
                (FLEET_BIN, "--out", ("generate", "--count", 1)), (FLEET_BIN, "--junit", ("check", SCENARIO)), (FLEET_BIN, "--json", ("check", SCENARIO)),
                (HOST_BIN, "--junit", ("check", SCENARIO, "--port", 0)), (HOST_BIN, "--capture", ("serve", *HOST_FLAGS)), (LINK_BIN, "--out", tap),
                (LINK_BIN, "--trace", (*tap, "--out", self.folder / "t.pcapng")), (LINK_BIN, "--out", ("scenario", recording, "--as", "machine"))):
            for place, why in ((self.folder / "no/such.csv", "No such file or directory"), (file / "below.csv", "Not a directory")):
                with self.subTest(program=pathlib.Path(binary).name, flag=flag, place=place):
                    done = programs.run(binary, *args, flag, place)
                    self.assertEqual(done.returncode, 2, done.stderr)
                    self.assertIn(str(place), done.stderr)
                    self.assertIn(why, done.stderr)
                    self.assertEqual(done.stdout, "")
        done = programs.run(FLEET_BIN, "check", SCENARIO, "--transcript", file)
        self.assertEqual((done.returncode, done.stdout), (2, ""), done.stderr)
        self.assertFalse((self.folder / "no").exists())

    def test_one_file_for_two_outputs_is_refused(self):
        place = self.folder / "x"
        for binary, args in ((FLEET_BIN, ("check", SCENARIO, "--junit", place, "--json", place)),
                             (FLEET_BIN, ("run", "--count", 1, "--report", place, "--capture", place)),
                             (LINK_BIN, ("tap", "--listen", "127.0.0.1:0", "--target", "127.0.0.1:9", "--out", place, "--trace", place))):
            done = programs.run(binary, *args)
            self.assertEqual(done.returncode, 2, done.stderr)
            self.assertIn("is also the file of --", done.stderr)
        self.assertEqual(self.names(), [])
        recording = self.write("r.pcapng", "monday")
        done = programs.run(LINK_BIN, "scenario", recording, "--as", "machine", "--out", recording)
        self.assertEqual((done.returncode, recording.read_text()), (2, "monday"), done.stderr)

    def test_a_start_that_fails_leaves_no_empty_recording(self):
        with socket.create_server(("127.0.0.1", 0)) as taken:
            port = taken.getsockname()[1]
            for binary, args in ((HOST_BIN, ("serve", *HOST_FLAGS, "--port", port, "--capture", self.folder / "h.pcapng")),
                                 (FLEET_BIN, ("run", "--count", 1, "--listen", f"127.0.0.1:{port}", "--capture", self.folder / "f.pcapng")),
                                 (LINK_BIN, ("tap", "--listen", f"127.0.0.1:{port}", "--target", "127.0.0.1:9", "--out", self.folder / "t.pcapng"))):
                done = programs.run(binary, *args)
                self.assertEqual(done.returncode, 2, done.stderr)
        self.assertEqual(self.names(), [])

    def test_an_old_report_stands_until_there_is_a_new_one(self):
        report = self.write("r.json", "old")
        fleet = self.linked_fleet("--report", report)
        fleet.ready()
        self.assertEqual(report.read_text(), "old")
        fleet.kill()
        self.assertEqual(report.read_text(), "old")
        self.end(self.linked_fleet("--report", report))
        self.assertEqual(len(programs.read_json(report)["machines"]), 1)
        self.assertEqual(self.names(), ["r.json"])


class Signals(Outputs):
    def test_a_hang_up_stops_as_sigterm_does(self):
        report = self.folder / "r.json"
        self.end(self.linked_fleet("--report", report), signal.SIGHUP)
        self.assertEqual(len(programs.read_json(report)["machines"]), 1)
        self.the_host.signal(signal.SIGHUP)
        self.assertEqual(self.the_host.wait(), 0, self.the_host.describe())
        out = self.folder / "t.pcapng"
        self.end(self.tap("--out", out), signal.SIGHUP)
        self.assertGreater(out.stat().st_size, 0)
        waiting = self.start(HOST_BIN, "check", programs.TOP / "configs/scenarios/job-change.yaml", "--bind", "127.0.0.1", "--port", 0, "--json", report)
        self.end(waiting, signal.SIGHUP, 130)
        self.assertEqual(programs.read_json(report)["scenarios"][0]["reason"], "cut short")

    def test_a_fleet_whose_terminal_is_closed_writes_its_report(self):
        report = self.folder / "r.json"
        address = "127.0.0.1:%d" % self.host(store="none").tcp[1]
        child, terminal = pty.fork()
        if child == 0:
            os.execve(FLEET_BIN, [FLEET_BIN, "run", "--count", "1", "--host", address, "--report", str(report)],
                      programs.clean_environment({}))
        said = b""
        while b"ready" not in said:
            said += os.read(terminal, 4096)
        os.close(terminal)  # SIGHUP, and whatever is printed from now on fails
        programs.eventually(report.exists, "the report")
        self.assertEqual(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), 0)
        self.assertEqual(len(programs.read_json(report)["machines"]), 1)

    def test_a_hang_up_that_is_ignored_at_the_start_stays_ignored(self):
        before = signal.signal(signal.SIGHUP, signal.SIG_IGN)  # which the program inherits, as from nohup
        try:
            program = self.tap("--out", self.folder / "t.pcapng")
        finally:
            signal.signal(signal.SIGHUP, before)
        address = program.ready()["tcp"]
        program.signal(signal.SIGHUP)
        for _ in range(2):  # it still takes connections: each is torn down, for nobody listens at the target
            self.assertTrue(programs.is_reset(address))
        self.assertEqual(program.stop(), 0)


class Readers(Outputs):
    def head(self, *args):
        """Reads one line of what a program says and closes the pipe; (exit code, standard error)."""
        with subprocess.Popen([*map(str, args)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL, cwd=self.folder,
                              env=programs.clean_environment({})) as process:
            self.assertNotEqual(process.stdout.readline(), b"")
            process.stdout.close()
            said = process.stderr.read().decode()
            return process.wait(seconds(20)), said

    def test_a_program_ends_in_silence_when_its_reader_has_seen_enough(self):
        text = self.write("many.txt", "05 00 03 00 00\n" * 20_000)
        self.assertEqual(self.head(LINK_BIN, "decode", text), (0, ""))
        self.assertEqual(self.head(LINK_BIN, "decode", text, "--json"), (0, ""))
        code, said = self.head(FLEET_BIN, "generate", "--out", "-", "--hours", 50_000)
        self.assertEqual(code, 0)
        self.assertNotIn("cycles of", said)
        self.assertNotIn("pipe", said)

    def test_a_host_goes_on_when_nobody_reads_its_log(self):
        with subprocess.Popen([HOST_BIN, "serve", *map(str, HOST_FLAGS)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL,
                              cwd=self.folder, env=programs.clean_environment({})) as process:
            ready = dict(pair.split("=", 1) for pair in process.stdout.readline().decode().split()[1:])
            process.stderr.close()
            process.stdout.close()
            host, port = ready["tcp"].rsplit(":", 1)
            for _ in range(3):
                with programs.socket_to((host, int(port))) as sock:
                    sock.sendall(b"\x03\x00\x01\x00")  # a size below the smallest: a line in the log
                    while sock.recv(100):
                        pass
            self.assertIsNone(process.poll())
            process.terminate()
            self.assertEqual(process.wait(seconds(10)), 0)


class HealthChecks(Outputs):
    def test_who_connects_and_leaves_without_a_word_is_counted_and_not_logged(self):
        host = self.host(store="none")
        for _ in range(5):
            programs.socket_to(host.tcp).close()
            with programs.socket_to(host.tcp) as sock:
                sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")
            programs.socket_to(host.lpd).close()
        closed = lambda: sum(n for name, n in host.metrics().items() if name.startswith("husky_links_closed_total"))
        programs.eventually(lambda: closed() == 10, "all links counted")
        self.assertEqual(host.metrics()["husky_links_opened_total"], 10)
        self.assertNotIn("closed", host.stderr())
        self.assertNotIn("printing:", host.stderr())
        with programs.socket_to(host.tcp) as sock:
            sock.sendall(b"\x14")
        programs.eventually(lambda: "closed" in host.stderr(), "a line about a peer that said something")

    def test_addresses_of_ipv4_are_shown_as_such_on_a_socket_for_both_families(self):
        try:
            socket.create_server(("::", 0), family=socket.AF_INET6).close()
        except OSError:
            self.skipTest("no IPv6 here")
        capture = self.folder / "c.pcapng"
        host = self.host("--bind", "::", "--capture", capture, "--log-level", "debug", store="none")
        machine = self.connect_at(("127.0.0.1", host.tcp[1]))
        programs.eventually(lambda: host.get("/api/v1/machines/HY-0001").status == 200, "the machine")
        self.assertRegex(host.get("/api/v1/machines/HY-0001").json["address"], r"^127\.0\.0\.1:\d+$")
        self.assertNotIn("ffff", host.stderr())
        machine.close()
        self.assertEqual(host.stop(), 0)
        shown = programs.run(LINK_BIN, "decode", capture, "--json").stdout
        self.assertRegex(json.loads(shown.splitlines()[0])["link"], r"^127\.0\.0\.1:\d+ > 127\.0\.0\.1:\d+$")

    def connect_at(self, address):
        machine = peers.ScriptedMachine.dial(address)
        self.addCleanup(machine.close)
        machine.initialise("HY-0001")
        return machine


if __name__ == "__main__":
    programs.main()
