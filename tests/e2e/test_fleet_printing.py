"""Cells print their operator screens: to a server written from RFC 1179, and to LPRng's lpd where there is one."""

import os
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import threading
import time
import unittest

import displays
import peers
import printers
import programs
from printers import CUT, SILENT, STEPS, PrintServer
from screens import key_f
from test_fleet_run import PatientHost

PRINT = key_f(10)
SHIFT_ENDS = 1767275940  # 2026-01-01 13:59:00, a minute before the late shift comes


def dead_port():
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        return unused.getsockname()[1]


class Prints(programs.EndToEnd):
    def server(self, answer=lambda connection, step: b"\0"):
        server = PrintServer(answer)
        self.addCleanup(server.close)
        return server

    def start(self, port=None, *args, count=1, scale=50, **environment):
        """A fleet at a host of ours, where it prints unless there is a port; and a viewer of the first machine's screen."""
        self.the_host = self.host()
        environment = {"HUSKY_FLEET_PRINTING_PORT": port or self.the_host.lpd[1]} | environment
        self.the_fleet = self.fleet("--host", "%s:%d" % self.the_host.tcp, "--count", count, "--seed", 7, "--family", "pet",
                                    "--time-scale", scale, *args, **environment)
        self.the_fleet.ready()
        self.path = "/api/v1/machines/HY-0001/"
        programs.eventually(lambda: self.the_host.get(self.path + "display").status == 200, "a display link")
        self.viewer = displays.WebSocket(self.the_host.http, self.path + "display")
        self.addCleanup(self.viewer.close)
        self.viewer.until(lambda m: m["menu"])

    def press(self, *keys):
        for key in keys:
            self.viewer.send({"key": key})

    def frozen_screen(self):
        """The text of a page that was drawn when virtual time stood still already."""
        self.the_fleet.signal(signal.SIGUSR1)
        programs.eventually(lambda: "paused: " in self.the_fleet.stderr(), "paused")
        self.press(key_f(4))
        self.viewer.until(lambda m: "Alarms" in m["text"][0])
        return self.the_host.get(self.path + "display").text

    def log(self, text):
        """How often the machine's log, as the host has it, says so."""
        return sum(text in str(event) for event in self.the_host.items(self.path + "events"))

    def logged(self, text, times=1):
        programs.eventually(lambda: self.log(text) >= times, f"'{text}' in the machine's log")

    def end(self):
        """Stops the fleet; its last line about the run."""
        self.assertEqual(self.the_fleet.stop(), 0, self.the_fleet.describe())
        return [line for line in self.the_fleet.stderr().splitlines() if " linked, " in line][-1]


class Paper(Prints):
    def test_the_print_key_prints_the_screen_as_picture_and_as_text(self):
        server = self.server()
        self.start(server.port)
        shown = self.frozen_screen()
        self.press(PRINT)
        (job,) = server.wait()
        self.assertEqual(job.text, shown)
        picture, picture_format = job.printed("screen.png")
        self.assertEqual(printers.png_size(picture), (640, 400))
        self.assertEqual((picture_format, job.printed("screen.txt")[1]), ("l", "f"))
        self.viewer.until(lambda m: "Screen sent to the printer" in m["text"][22])
        self.logged("Screen print requested")
        self.assertEqual(self.log("E216"), 1)
        self.assertIn(", 1 printed", self.end())

    def test_a_job_is_as_rfc_1179_says(self):
        server = self.server()
        self.start(server.port)
        self.press(PRINT)
        (job,) = server.wait()
        self.assertEqual(job.queue, "HY-0001")
        self.assertEqual(job.order, ["dfA001HY-0001", "dfB001HY-0001", "cfA001HY-0001"])
        self.assertEqual([job.lines(letter) for letter in "HPC"], [["HY-0001"], ["operator"], ["key"]])
        self.assertRegex(job.lines("J")[0], r"^HY-0001 Overview \d{4}-\d\d-\d\d \d\d:\d\d:\d\d$")
        self.assertEqual(job.lines("N"), ["screen.png", "screen.txt"])
        self.assertEqual(job.lines("U"), ["dfA001HY-0001", "dfB001HY-0001"])
        self.press(PRINT)
        self.assertEqual(server.wait(2)[1].control_name, "cfA002HY-0001")

    def test_paper_says_what_the_screen_says_in_the_language_of_the_screen(self):
        server = self.server()
        self.start(server.port)
        self.assertEqual({k["key"]: k["label"] for k in self.viewer.until(lambda m: m["menu"])["menu"]}[PRINT], "Print")
        self.press(key_f(3), key_f(9), PRINT)
        (job,) = server.wait()
        self.assertIn("Temperaturen", job.text)
        self.assertIn("F10 Drucken", job.text)
        self.assertIn("HY-0001 Temperatures", job.lines("J")[0])

    def test_no_key_where_printing_is_switched_off(self):
        server = self.server()
        self.start(server.port, HUSKY_FLEET_PRINTING_ENABLED="false")
        menu = self.viewer.until(lambda m: m["menu"])["menu"]
        self.assertEqual([k["key"] for k in menu], [key_f(n) for n in range(1, 10)])
        self.press(PRINT, key_f(4))
        self.viewer.until(lambda m: "Alarms" in m["text"][0])
        self.assertEqual((server.connections, self.log("E216")), (0, 0))

    def test_a_print_server_elsewhere(self):
        server = self.server()
        self.start(server.port, HUSKY_FLEET_PRINTING_ADDRESS="localhost")
        self.press(PRINT)
        server.wait()

    def test_a_print_server_elsewhere_by_a_flag(self):
        server = self.server()
        self.start(None, "--lpd", f"localhost:{server.port}", HUSKY_FLEET_PRINTING_ADDRESS="192.0.2.1")
        self.press(PRINT)
        server.wait()


class AtOurHost(Prints):
    def test_what_is_printed_is_what_the_host_serves(self):
        self.start()
        shown = self.frozen_screen()
        self.press(PRINT)
        (stored,) = programs.eventually(lambda: self.the_host.items(self.path + "prints"), "a print")
        self.assertEqual((stored["user"], stored["host"]), ("operator", "HY-0001"))
        self.assertRegex(stored["job"], "^HY-0001 Alarms ")
        self.assertEqual([(f["file"], f["type"]) for f in stored["files"]], [("screen.png", "image/png"), ("screen.txt", "text/plain")])
        files = f"{self.path}prints/{stored['id']}/"
        self.assertEqual(self.the_host.get(files + "screen.txt").text, shown)
        self.assertEqual(printers.png_size(self.the_host.get(files + "screen.png").body), (640, 400))

    def test_a_host_that_refuses_the_machine_refuses_its_prints(self):
        refusing = self.host(config="unknown_machines: refuse\nmachines: [{serial: HY-0002}]\n")
        self.start(refusing.lpd[1], HUSKY_FLEET_PRINTING_ATTEMPTS=1)
        self.press(PRINT)
        self.logged("Screen print lost")
        self.assertRegex(self.the_fleet.stderr(), "HY-0001: a print for 127.0.0.1:\\d+ was given up: refused")


class Trouble(Prints):
    quick = {"HUSKY_FLEET_PRINTING_ATTEMPTS": 3, "HUSKY_FLEET_LINK_RECONNECT_MAX_S": "0.2"}

    def check_given_up(self, reason, timeout=10):
        programs.eventually(lambda: re.search(f"HY-0001: a print for 127.0.0.1:\\d+ was given up: {reason}", self.the_fleet.stderr()),
                            reason, timeout)
        self.logged("Screen print lost")
        self.assertEqual((self.log("Screen print requested"), self.log("Screen print lost")), (1, 1))

    def check_goes_on(self):
        """The screen is still there, and cycles come."""
        counters = self.the_host.counters("HY-0001")
        programs.eventually(lambda: len(self.the_host.counters("HY-0001")) > len(counters), "cycles")
        self.press(key_f(4))
        self.viewer.until(lambda m: "Alarms" in m["text"][0])

    def test_without_a_server_a_print_is_tried_again_then_lost_and_told(self):
        self.start(dead_port(), **self.quick)
        self.press(PRINT)
        self.check_given_up("no connection")
        self.check_goes_on()
        self.assertIn(", 1 not printed", self.end())

    def test_a_server_that_comes_later_gets_the_print(self):
        port = dead_port()
        self.start(port, HUSKY_FLEET_PRINTING_ATTEMPTS=100, HUSKY_FLEET_LINK_RECONNECT_MAX_S="0.2")
        self.press(PRINT)
        self.logged("Screen print requested")
        server = PrintServer(port=port)
        self.addCleanup(server.close)
        server.wait()
        self.assertEqual(self.log("Screen print lost"), 0)

    def test_a_refusal_at_each_step_makes_it_begin_anew(self):
        server = self.server(lambda connection, step: b"\1" if step == connection else b"\0")
        self.start(server.port, HUSKY_FLEET_PRINTING_ATTEMPTS=100, HUSKY_FLEET_LINK_RECONNECT_MAX_S="0.05")
        self.press(PRINT)
        jobs = server.wait(2, timeout=30)  # the last refusal came behind a whole job
        self.assertEqual(server.connections, len(STEPS) + 1)
        self.assertEqual(jobs[0].files, jobs[1].files)
        self.assertEqual(self.log("Screen print lost"), 0)

    def test_a_connection_that_is_cut_at_each_step_makes_it_begin_anew(self):
        server = self.server(lambda connection, step: CUT if step == connection else b"\0")
        self.start(server.port, HUSKY_FLEET_PRINTING_ATTEMPTS=100, HUSKY_FLEET_LINK_RECONNECT_MAX_S="0.05")
        self.press(PRINT)
        jobs = server.wait(2, timeout=30)
        self.assertEqual(server.connections, len(STEPS) + 1)
        self.assertEqual((jobs[0].files, jobs[0].control), (jobs[1].files, jobs[1].control))

    def test_a_server_that_always_refuses_is_left_with_its_words(self):
        server = self.server(lambda connection, step: b"HY-0001: unknown printer\n")
        self.start(server.port, **self.quick)
        self.press(PRINT)
        self.check_given_up("refused: HY-0001: unknown printer")
        self.assertEqual(server.connections, 3)

    def test_a_silent_server_has_its_time(self):
        for step in (0, 4, 6):
            with self.subTest(step=STEPS[step]):
                server = self.server(lambda connection, at, silent=step: SILENT if at == silent else b"\0")
                self.start(server.port, HUSKY_FLEET_PRINTING_TIMEOUT_S="0.5", HUSKY_FLEET_PRINTING_ATTEMPTS=1)
                self.press(PRINT)
                self.check_given_up("no answer in time")
                self.check_goes_on()
                self.viewer.close()
                self.end()

    def test_a_server_out_of_step_is_left(self):
        server = self.server(lambda connection, step: b"\0\0\0")
        self.start(server.port, **self.quick)
        self.press(PRINT)
        self.check_given_up("an acknowledgement out of step")

    def test_so_many_prints_wait_and_one_more_is_lost_at_once(self):
        server = self.server(lambda connection, step: SILENT)
        self.start(server.port, HUSKY_FLEET_PRINTING_QUEUE=2, HUSKY_FLEET_PRINTING_TIMEOUT_S=60)
        self.press(PRINT, PRINT)
        self.logged("Screen print requested", 2)
        self.press(PRINT)
        self.viewer.until(lambda m: "Not printed: too many prints are waiting" in m["text"][22])
        self.logged("Screen print lost")
        self.assertEqual(server.connections, 1)  # one after the other
        began = time.monotonic()
        self.assertIn(", 3 not printed", self.end())
        self.assertLess(time.monotonic() - began, programs.seconds(5))

    def test_a_fleet_that_ends_sends_what_waits(self):
        ending = threading.Event()

        def answer(connection, step):
            ending.wait(programs.seconds(20))
            return b"\0"
        server = self.server(answer)
        self.start(server.port)
        self.press(PRINT, PRINT)
        self.logged("Screen print requested", 2)
        server.wait_connections(1)
        self.the_fleet.signal(signal.SIGTERM)
        programs.eventually(lambda: "stopping: " in self.the_fleet.stderr(), "a fleet that ends")
        ending.set()
        self.assertEqual(self.the_fleet.wait(), 0)
        self.assertEqual(len(server.wait(2)), 2)
        self.assertIn(", 2 printed\n", self.the_fleet.stderr())


class ByItself(Prints):
    """Prints that nobody asked for: at the end of a job, or of a shift."""

    def short_orders(self):
        family = (programs.TOP / "configs/families/tech.yaml").read_text(encoding="utf-8")
        family, changed = re.subn(r"  parts: \[.*\]", "  parts: [100, 120]", family)
        self.assertEqual(changed, 1)
        return self.write("short.yaml", family)

    def patient_host(self, **options):
        host = PatientHost(**options)
        self.addCleanup(host.close)
        return host

    def test_the_end_of_a_job_prints_the_job_that_ended(self):
        server, host = self.server(), self.patient_host()
        self.the_fleet = self.fleet("--host", host.address, "--count", 1, "--seed", 3, "--family", self.short_orders(),
                                    "--time-scale", 2000, HUSKY_FLEET_PRINTING_EVERY="job", HUSKY_FLEET_PRINTING_PORT=server.port,
                                    HUSKY_FLEET_DISPLAY="false")
        first, second = server.wait(2, timeout=60)[:2]
        names = [re.search(r"│ Job +([A-Z]+-\d+) │", job.text)[1] for job in (first, second)]
        self.assertEqual(int(names[0].split("-")[1]) + 1, int(names[1].split("-")[1]))
        # The first order was under way when the run began.
        self.assertGreaterEqual(int(re.search(r"Good parts of the job +(\d+) │", second.text)[1]), 100, second.text)
        for job in (first, second):
            self.assertEqual([job.lines(letter) for letter in "PC"], [["machine"], ["job"]])
            self.assertEqual(printers.png_size(job.printed("screen.png")[0]), (640, 400))

    def test_the_end_of_a_shift_prints_every_machine_with_few_connections(self):
        all_asked = threading.Event()

        def answer(connection, step):
            all_asked.wait(programs.seconds(30))
            return b"\0"
        server, host = self.server(answer), self.patient_host(synch_time=SHIFT_ENDS)
        self.the_fleet = self.fleet("--host", host.address, "--count", 40, "--seed", 3, "--family", "cap", "--time-scale", 30,
                                    HUSKY_FLEET_PRINTING_EVERY="shift", HUSKY_FLEET_PRINTING_PORT=server.port,
                                    HUSKY_FLEET_PRINTING_CONNECTIONS=3, HUSKY_FLEET_PRINTING_TIMEOUT_S=60,
                                    HUSKY_FLEET_DISPLAY="false")
        programs.eventually(lambda: sum(b"Screen print requested" in e.raw for of in host.named("event").values() for e in of) == 40,
                            "40 machines that print", timeout=30)
        server.wait_connections(3)
        self.assertEqual(server.connections, 3)
        all_asked.set()
        jobs = server.wait(40, timeout=60)
        self.assertEqual({job.queue for job in jobs}, {f"HY-{n:04}" for n in range(1, 41)})
        self.assertTrue(all(" 14:00:" in job.text.splitlines()[0] for job in jobs), jobs[0].text)

    def test_machines_that_listen_print_at_the_host_that_dials_them(self):
        server = self.server()
        first = dead_port()
        self.the_fleet = self.fleet("--listen", f"127.0.0.1:{first}", "--count", 1, "--seed", 3, "--family", "cap",
                                    "--time-scale", 30, HUSKY_FLEET_PRINTING_EVERY="shift", HUSKY_FLEET_PRINTING_PORT=server.port)
        self.the_fleet.ready()
        link = peers.HostLink(socket.create_connection(("127.0.0.1", first), programs.seconds(10)))
        self.addCleanup(link.close)
        link.welcome(synch_time=SHIFT_ENDS)
        (job,) = server.wait(timeout=30)
        self.assertEqual((job.queue, job.lines("C")), ("HY-0001", ["shift"]))

    def reports(self, *args, **environment):
        """What one machine says in 400 cycles as fast as possible, and what the report counts."""
        host = PatientHost()
        report = self.folder / "report.json"
        try:
            fleet = self.fleet("--host", host.address, "--count", 1, "--seed", 5, "--family", self.short_orders(), "--time-scale",
                               "max", "--cycles", 400, "--report", report, *args, **environment)
            self.assertEqual(fleet.wait(60), 0, fleet.describe())
        finally:
            host.close()
        (machine,) = programs.read_json(report)["machines"]
        return host.frames, machine

    def test_printing_changes_no_byte_of_what_a_seed_says(self):
        server = self.server()
        without, counted = self.reports(HUSKY_FLEET_DISPLAY="false", HUSKY_FLEET_PRINTING_ENABLED="false")
        self.assertEqual((counted["prints"], counted["prints_lost"]), (0, 0))
        shared = {"HUSKY_FLEET_DISPLAY": "false", "HUSKY_FLEET_PRINTING_EVERY": "job", "HUSKY_FLEET_PRINTING_QUEUE": 64}
        printed, counted = self.reports(**shared, HUSKY_FLEET_PRINTING_PORT=server.port)
        self.assertGreater(counted["prints"], 2)
        self.assertEqual(counted["prints_lost"], 0)
        self.assertEqual(len(server.jobs), counted["prints"])
        self.assertEqual(printed, without)
        lost, counted = self.reports(**shared, HUSKY_FLEET_PRINTING_PORT=dead_port())
        self.assertEqual((counted["prints"], counted["prints_lost"]), (0, len(server.jobs)))
        self.assertEqual(lost, without)


class Configuration(programs.EndToEnd):
    def test_wrong_keys_are_named(self):
        for key, value, expected in (("every", "cycle", "never, job, shift"), ("port", "0", "1 to 65535"), ("queue", "65", "1 to 64"),
                                     ("address", "10.0.0.1:515", "without a port"), ("connections", "0", "1 to 1024"),
                                     ("attempts", "0", "1 to 100"), ("timeout_s", "0", "0.01")):
            with self.subTest(key=key):
                path = self.write("fleet.yaml", f"printing:\n  {key}: {value}\n")
                ended = programs.run(programs.FLEET_BIN, "validate", path)
                self.assertEqual(ended.returncode, 2, ended.stdout)
                self.assertIn(f"printing.{key}", ended.stderr)
                self.assertIn(expected, ended.stderr)


class Lprng:
    """LPRng's lpd on a port of the test, without any right that an ordinary user lacks: in namespaces of its own, where it
    sees a /etc of its own and whoever runs the test is called nobody."""

    def __init__(self, program, folder, port):
        self.spool = folder / "spool"
        self.output = folder / "paper"
        etc = folder / "etc"
        for new in (self.spool, etc / "lprng"):
            new.mkdir(parents=True)
        self.spool.chmod(0o700)
        for name in ("hosts", "nsswitch.conf", "ld.so.cache"):
            if pathlib.Path("/etc", name).exists():
                shutil.copyfile(f"/etc/{name}", etc / name)
        (etc / "passwd").write_text("nobody:x:65534:65534::/:/bin/false\n")
        (etc / "group").write_text("nogroup:x:65534:\n")
        (etc / "lprng/lpd.conf").write_text(f"lockfile={folder}/lock\nlpd_port={port}\nunix_socket_path=\nuser=nobody\ngroup=nogroup\n"
                                            "reverse_lookup@\n")
        (etc / "lprng/lpd.perms").write_text("DEFAULT ACCEPT\n")
        (etc / "printcap").write_text(f"HY-0001:sd={self.spool}:lp={self.output}:sh:sf:\n")
        self.output.touch(mode=0o600)
        self.log = folder / "log"
        self.log.touch()
        inside = f"mount --bind {etc} /etc && exec unshare -U --map-user=65534 --map-group=65534 " \
                 f"{program} -F -p {port} -L {self.log}"
        self.process = subprocess.Popen(["unshare", "-r", "-m", "sh", "-c", inside], stdin=subprocess.DEVNULL,
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    @staticmethod
    def program():
        """The lpd that HUSKY_LPRNG_LPD names or that is installed, if namespaces can be had; else why not."""
        program = os.environ.get("HUSKY_LPRNG_LPD", "/usr/sbin/lpd")
        if not (os.access(program, os.X_OK) and b"LPRng" in pathlib.Path(program).read_bytes()):
            return None, "no lpd of LPRng: install lprng, or unpack it and name its lpd in HUSKY_LPRNG_LPD"
        if subprocess.run(["unshare", "-r", "-m", "true"], capture_output=True, check=False).returncode:
            return None, "this system gives its users no namespaces"
        return program, ""

    def close(self):
        self.process.terminate()
        self.process.wait()


class StandardServer(Prints):
    def test_lprng_prints_picture_and_text(self):
        program, reason = Lprng.program()
        if program is None:
            self.skipTest(reason)
        port = dead_port()
        server = Lprng(program, self.folder, port)
        self.addCleanup(server.close)

        def answers():
            with socket.socket() as probe:
                return probe.connect_ex(("127.0.0.1", port)) == 0
        programs.eventually(answers, "an lpd that listens")
        self.start(port)
        shown = self.frozen_screen().encode()
        self.press(PRINT)
        paper = programs.eventually(lambda: shown in server.output.read_bytes() and server.output.read_bytes(), server.log.read_text())
        picture = paper[:paper.index(b"IEND") + 8]
        self.assertEqual(printers.png_size(picture), (640, 400))
        self.assertEqual(self.log("Screen print lost"), 0)


if __name__ == "__main__":
    programs.main()
