"""husky-fleet where nobody takes what it reports: what it says, what it leaves in the report, and how it ends. And the line that is drawn
anew on a terminal."""

import fcntl
import os
import pty
import re
import signal
import struct
import subprocess
import termios
import unittest

import peers
import programs

FLEET, HOST, LINK = programs.FLEET_BIN, programs.HOST_BIN, programs.LINK_BIN
ERASE = "\r\x1b[K"


def dead_address():
    free = peers.ScriptedHost()
    free.close()
    return free.address


class Owing(programs.EndToEnd):
    def run_to_end(self, *args):
        """Exit code, report, stderr."""
        fleet = self.fleet("--report", "report.json", *args)
        code = fleet.wait()
        return code, programs.read_json(self.folder / "report.json"), fleet.stderr()

    def test_a_run_without_a_host_says_why_and_fails(self):
        address = dead_address()
        code, report, told = self.run_to_end("--host", address, "--count", 2, "--time-scale", 500, "--duration", "500ms")
        self.assertEqual(code, 1, told)
        owed = [machine["undelivered"] for machine in report["machines"]]
        self.assertGreater(min(owed), 0)
        self.assertEqual(report["undelivered"], sum(owed))
        failure, = report["failures"]
        self.assertEqual((failure["reason"], failure["address"]), ("Connection refused", address))
        self.assertGreaterEqual(failure["count"], 2)
        self.assertIn(failure["serial"], ("HY-0001", "HY-0002"))
        self.assertEqual(told.count(f": no link to {address}: Connection refused\n"), 1, told)
        times = f"{failure['count']} times"
        self.assertIn(f"{sum(owed)} messages of 2 machines were not delivered, 2 machines were never linked: Connection refused ({address}, {times})",
                      told)

    def test_one_machine_is_no_plural_and_a_refusal_has_its_reason(self):
        host = self.host(config="unknown_machines: refuse\nmachines: [{serial: HY-0002}]\n")
        address = "%s:%d" % host.tcp
        code, report, told = self.run_to_end("--host", address, "--count", 1, "--time-scale", 500, "--duration", "500ms")
        self.assertEqual(code, 1, told)
        reason = "the host refused it: unknown serial (init result 1)"
        self.assertEqual([(f["reason"], f["address"], f["serial"]) for f in report["failures"]], [(reason, address, "HY-0001")])
        self.assertIn(f"HY-0001: no link to {address}: {reason}\n", told)
        self.assertRegex(told, rf"\d+ messages of 1 machine were not delivered, 1 machine was never linked: {re.escape(reason)} ")
        self.assertIn("1 machine dials ", told)
        self.assertNotIn("1 machines", told)

    def test_cycles_that_are_owed_at_the_duration_are_still_124(self):
        code, report, told = self.run_to_end("--host", dead_address(), "--count", 1, "--time-scale", 500, "--cycles", 3, "--duration", "500ms")
        self.assertEqual(code, 124, told)
        self.assertGreater(report["undelivered"], 0)

    def test_a_fleet_that_is_stopped_has_not_failed(self):
        fleet = self.fleet("--host", dead_address(), "--count", 1, "--time-scale", 500)
        programs.eventually(lambda: "no link to" in fleet.stderr(), "a failed dial")
        self.assertEqual(fleet.stop(), 0, fleet.describe())

    @unittest.skipIf(programs.SANITIZED, "without a descriptor, the sanitizer's check of an object's type takes every object for a wrong one")
    def test_too_few_descriptors_are_told_with_what_to_do(self):
        host = self.host()
        run = [FLEET, "run", "--host", "%s:%d" % host.tcp, "--count", 100, "--time-scale", 300, "--duration", "2s", "--report", "report.json"]
        done = subprocess.run(["sh", "-c", 'ulimit -n 40; exec "$@"', "sh", *map(str, run)], cwd=self.folder, capture_output=True, text=True,
                              timeout=programs.seconds(30), env=programs.clean_environment({"HUSKY_FLEET_DISPLAY": "false"}), check=False)
        self.assertEqual(done.returncode, 1, done.stderr)
        reason = "Too many open files: every machine needs one, with a display two; raise the limit (ulimit -n)"
        self.assertIn(reason, done.stderr)
        report = programs.read_json(self.folder / "report.json")
        self.assertIn(reason, [failure["reason"] for failure in report["failures"]])
        self.assertGreater(report["undelivered"], 0)

    def test_a_fleet_dials_from_the_addresses_that_it_is_given(self):
        host = self.listen()
        fleet = self.fleet("--host", host.address, "--count", 4, "--source", "127.0.0.2,127.0.0.3")
        sources = sorted(host.accept().socket.getpeername()[0] for _ in range(4))
        self.assertEqual(sources, ["127.0.0.2", "127.0.0.2", "127.0.0.3", "127.0.0.3"], fleet.describe())


class Flags(programs.EndToEnd):
    def refused(self, message, binary, *args):
        done = programs.run(binary, *args)
        with self.subTest(args):
            self.assertEqual(done.returncode, 2, done.stdout + done.stderr)
            self.assertEqual(done.stderr.splitlines()[-1:], [message])

    def test_what_is_no_address_is_refused_everywhere(self):
        url = "http://127.0.0.1:1310"
        expected = f"expected ADDRESS:PORT, got '{url}'"
        recording = self.write("x.hex", "")
        for flag in ("--host", "--listen"):
            self.refused(f"{flag}: {expected}", FLEET, "run", "--duration", "1s", flag, url)
            self.refused(f"{flag}: {expected}", FLEET, "check", "no-such-folder", flag, url)
        self.refused(f"--lpd: {expected}", FLEET, "run", "--duration", "1s", "--lpd", url)
        self.refused(f"--http: {expected}", FLEET, "check", "no-such-folder", "--http", url)
        self.refused(f"--dial: expected ADDRESS:PORT of a machine, got '{url}'", HOST, "serve", "--bind", "127.0.0.1",
                     "--port", 0, "--lpd-port", 0, "--http-port", 0, "--store", "none", "--dial", url)
        self.refused(f"'{url}' is not an address and port, as 127.0.0.1:1310", LINK, "probe", url)
        tap = ("tap", "--out", self.folder / "x.pcapng")
        self.refused(f"--listen: '{url}' is not an address and port, as 127.0.0.1:1310", LINK, *tap, "--target", "127.0.0.1:1", "--listen", url)
        self.refused(f"--target: '{url}' is not an address and port, as 127.0.0.1:1310", LINK, *tap, "--listen", "127.0.0.1:0", "--target", url)
        self.refused(f"--to: '{url}' is not an address and port, as 127.0.0.1:1310", LINK, "replay", recording, "--as", "machine", "--to", url)

    def test_numbers_and_addresses_of_the_run(self):
        for cycles in ("0", "-1", "1.5", "many"):
            self.refused(f"--cycles: expected a whole number from 1, got '{cycles}'", FLEET, "run", f"--cycles={cycles}")
        self.refused("--source: cannot dial from 192.0.2.1: Cannot assign requested address", FLEET, "run", "--duration", "1s",
                     "--source", "192.0.2.1")
        self.refused("--source: expected an IP address of this computer, got 'localhost'", FLEET, "run", "--duration", "1s",
                     "--source", "127.0.0.1,localhost")


class Terminal(programs.EndToEnd):
    def run_on_terminal(self, columns, *args, seen=lambda text, process: None):
        """Exit code and all that stderr got, which is a terminal; `seen` is called as it comes."""
        terminal, other_end = pty.openpty()
        fcntl.ioctl(other_end, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
        process = subprocess.Popen([FLEET, *map(str, args)], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=other_end,
                                   cwd=self.folder, env=programs.clean_environment({}))
        os.close(other_end)
        self.addCleanup(os.close, terminal)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        text = ""
        while True:
            try:
                got = os.read(terminal, 65536)
            except OSError:  # the end of a terminal
                break
            if not got:
                break
            text += got.decode("utf-8")
            seen(text, process)
        return process.wait(programs.seconds(10)), text

    def pictures_of(self, text, columns):
        """The pictures of the line; everything else stands on lines of its own."""
        pictures = []
        for piece in text.split(ERASE):
            *lines, picture = piece.replace("\r\n", "\n").split("\n")
            for line in lines:
                self.assertRegex(line, r"^(\d{4}-\d\d-\d\d |\d+ cycles of )", text)
            if picture:
                pictures.append(picture)
                self.assertLess(len(picture), columns, picture)
        return pictures

    def test_a_line_fits_its_terminal_and_is_away_where_the_log_is_written(self):
        signals = [signal.SIGUSR1, signal.SIGUSR2]

        def pause_and_resume(text, process):
            if signals and ERASE + "[" in text.replace(ERASE + ERASE, ERASE):
                process.send_signal(signals.pop(0))

        code, text = self.run_on_terminal(80, "run", "--host", dead_address(), "--time-scale", 2000, "--duration", "2s", seen=pause_and_resume)
        self.assertEqual(code, 1, text)
        pictures = self.pictures_of(text, 80)
        self.assertGreaterEqual(len(pictures), 2, text)
        self.assertTrue(all(re.match(r"\[#*\.*\] \d+ % 12 machines, 0 linked, ", picture) for picture in pictures), text)
        self.assertEqual(max(map(len, pictures)), 79, "the whole width is used")
        self.assertIn(" paused: ", text)

    def test_a_bounded_run_ends_when_a_picture_is_due_with_its_end(self):
        code, text = self.run_on_terminal(80, "run", "--host", dead_address(), "--count", 1, "--duration", "500ms")
        self.assertEqual(code, 1, text)

    def test_generating_too(self):
        code, text = self.run_on_terminal(40, "generate", "--out", "x.csv", "--count", 2, "--hours", 1)
        self.assertEqual(code, 0, text)
        self.assertGreater(len(self.pictures_of(text, 40)), 1)


if __name__ == "__main__":
    programs.main()
