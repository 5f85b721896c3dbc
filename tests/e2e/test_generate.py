"""husky-fleet generate: rows without a network, the same that a run sends, and what becomes of a disk that fills."""

import contextlib
import csv
import json
import os
import pty
import resource
import signal
import struct
import subprocess
import unittest

import programs
import wire
from test_fleet_run import Runs

FLEET = programs.FLEET_BIN


class Generated(programs.EndToEnd):
    def generate(self, name, *args, **environment):
        out = self.folder / name
        done = programs.run(FLEET, "generate", "--out", out, *args, timeout=60, **environment)
        self.assertEqual(done.returncode, 0, done.stderr)
        return out.read_bytes()

    def cycles(self, *args):
        return list(csv.DictReader(self.generate("cycles.csv", *args).decode("utf-8").splitlines()))


class Rows(Generated):
    def test_one_seed_gives_the_same_bytes(self):
        for name in ("rows.csv", "rows.jsonl"):
            first = self.generate(name, "--seed", 5, "--hours", 2)
            self.assertEqual(self.generate(name, "--seed", 5, "--hours", 2), first)
            self.assertNotEqual(self.generate(name, "--seed", 6, "--hours", 2), first)

    def test_json_lines_tell_cycles_events_interruptions_and_status(self):
        rows = [json.loads(line) for line in self.generate("rows.jsonl", "--hours", 12).splitlines()]
        self.assertEqual({row["kind"] for row in rows}, {"cycle", "event", "interruption", "status"})
        cycles = [row for row in rows if row["kind"] == "cycle" and row["serial"] == "HY-0001"]
        self.assertEqual([row["life_counter"] for row in cycles], list(range(1, len(cycles) + 1)))
        self.assertEqual({row["state"] for row in rows if row["kind"] == "interruption"}, {"begins", "ends"})

    def test_hours_and_from_are_the_time_that_is_written(self):
        times = [row["time"] for row in self.cycles("--hours", 3, "--from", "2026-03-01", "--family", "cap", "--count", 2)]
        self.assertEqual((times[0][:16], times[-1][:15]), ("2026-03-01T00:00", "2026-03-01T02:5"))
        self.assertEqual(times, sorted(times))

    def test_past_the_end_of_variable_4_all_cycles_say_its_last_time(self):
        done = programs.run(FLEET, "generate", "--count", 1, "--family", "tech", "--hours", 460, "--from", "2037-12-31", "--out", "-", timeout=60)
        times = [row["time"] for row in csv.DictReader(done.stdout.splitlines())]
        self.assertLess(times[0], "2038")
        self.assertEqual(times[-2:], 2 * ["2038-01-19T03:14:07Z"])
        self.assertRegex(done.stderr, "warning: [1-9][0-9]* cycles ended after 2038-01-19T03:14:07Z")

    def test_csv_goes_to_standard_output_and_to_devices(self):
        done = programs.run(FLEET, "generate", "--out", "-", "--count", 2, "--hours", "0.1")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(done.stdout.encode(), self.generate("rows.csv", "--count", 2, "--hours", "0.1"))
        self.assertEqual(programs.run(FLEET, "generate", "--out", "/dev/null").returncode, 0)
        self.assertEqual(programs.run(FLEET, "generate", "--out", self.folder / "rows.txt").returncode, 2)

    def test_hours_that_cannot_be_are_refused(self):
        for hours in ("0", "-1", "nan", "1e9", "many"):
            done = programs.run(FLEET, "generate", "--out", "/dev/null", f"--hours={hours}")
            with self.subTest(hours):
                self.assertEqual(done.returncode, 2)
                self.assertIn("--hours", done.stderr)


class Progress(Generated):
    def test_elsewhere_it_is_plain_lines(self):
        done = programs.run(FLEET, "generate", "--out", self.folder / "rows.csv", "--hours", 4)
        self.assertRegex(done.stderr, r"^(generating \d+ %\n)+\d+ cycles of 12 machines\n$")
        self.assertLess(done.stderr.count("\n"), 15)

    def test_on_a_terminal_it_is_a_bar(self):
        ours, theirs = pty.openpty()
        self.addCleanup(os.close, ours)
        done = subprocess.run([FLEET, "generate", "--out", self.folder / "rows.csv", "--hours", "4"], stderr=theirs,
                              stdin=subprocess.DEVNULL, timeout=programs.seconds(30), env=programs.clean_environment({}), check=False)
        os.close(theirs)
        self.assertEqual(done.returncode, 0)
        shown = b""
        with contextlib.suppress(OSError):  # the other end of a terminal is closed
            while part := os.read(ours, 65536):
                shown += part
        self.assertIn(b"\r\x1b[Kgenerating [####", shown)
        self.assertIn(b"####] 100 %", shown)


class Disk(Generated):
    def filled(self, out, **limits):
        done = subprocess.run([FLEET, "generate", "--out", out, "--hours", "24"], capture_output=True, text=True, stdin=subprocess.DEVNULL,
                              timeout=programs.seconds(60), env=programs.clean_environment({}), check=False, **limits)
        self.assertEqual(done.returncode, 1, done.stderr)
        return done.stderr.splitlines()[-1]

    def check_whole(self, out, said, problem):
        data = out.read_bytes()
        self.assertTrue(data.endswith(b"\n"))
        lines = data.count(b"\n")
        self.assertGreater(lines, 100)
        names = 1 if out.suffix == ".csv" else 0
        self.assertEqual(said, f"error: {out}: {problem}; {lines - names} rows written, complete to the last line")
        whole = self.generate("all" + out.suffix, "--hours", 1)
        self.assertTrue(whole.startswith(data), "what was kept is the beginning of what there is")

    def test_a_full_device_is_said(self):
        self.assertEqual(self.filled("/dev/full"),
                         "error: /dev/full: No space left on device; 0 rows written, complete to the last line")

    def test_a_file_that_may_not_grow_ends_with_a_whole_line(self):
        def small_files():
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (700_001, 700_001))

        for name in ("rows.csv", "rows.jsonl"):
            with self.subTest(name):
                said = self.filled(self.folder / name, preexec_fn=small_files)
                self.check_whole(self.folder / name, said, "File too large")

    def test_a_full_disk_keeps_whole_lines(self):
        disk = self.folder / "disk"
        disk.mkdir()
        if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "none", disk], capture_output=True, check=False).returncode != 0:
            self.skipTest("no right to mount a small disk")
        self.addCleanup(subprocess.run, ["umount", disk], check=False)
        for name in ("rows.csv", "rows.jsonl"):
            with self.subTest(name):
                said = self.filled(disk / name)
                self.check_whole(disk / name, said, "No space left on device")
                (disk / name).unlink()


class SameAsRun(Runs, Generated):
    def as_wire(self, row):
        """The measured values of a CSV row, by variable id, as the wire carries them."""
        names = list(row)[5:]
        return {101 + i: None if row[name] == "" else row[name] for i, name in enumerate(names)}

    def test_generate_writes_the_values_that_run_sends(self):
        fleet = self.write("fleet.yaml", "seed: 9\ngroups:\n  - {family: tech, tandem: true}\n"
                                         "  - {family: pet, age_years: 1, age_to_years: 20, overrides: {cycle_time_s: 7}}\n"
                                         "  - {family: cap, seed: 4, start: mixed}\n")
        host = self.patient_host(selection=tuple(range(101, 173)))
        code, _ = self.run_fleet(host, "--config", fleet, "--time-scale", "max", "--cycles", 60)
        self.assertEqual(code, 0)
        host.close()
        rows = {}
        for row in self.cycles("--config", fleet, "--hours", 2):
            rows.setdefault(row["serial"], {})[int(row["life_counter"])] = row
        for serial, cycles in host.named("cycle").items():
            self.assertEqual(len(cycles), 60)
            for cycle in cycles:
                sent = wire.values_of(cycle)
                row = rows[serial][sent[1]]
                self.assertEqual(int(row["tandem_side"]), cycle["tandem_side"])
                for number, text in self.as_wire(row).items():
                    value = sent[number]
                    with self.subTest(serial, variable=number):
                        if text is None:
                            self.assertIsNone(value)
                        elif isinstance(value, int):
                            self.assertEqual(int(text), value)
                        else:
                            self.assertEqual(struct.pack("f", float(text)), struct.pack("f", value))

    def test_run_tells_once_that_clocks_have_passed_the_end_of_variable_4(self):
        host = self.host(store="none")
        fleet = self.write("late.yaml", "from: \"2037-12-31\"\ngroups:\n"
                                        "  - {family: tech, count: 2, defects: {clock_drift_s_per_day: 86400}}\n")
        run = self.fleet("--host", "{}:{}".format(*host.tcp), "--config", fleet, "--time-scale", "max", "--cycles", 30000)
        self.assertEqual(run.wait(60), 0)
        self.assertEqual(run.stderr().count("has passed 2038-01-19T03:14:07Z"), 1, run.stderr())
        self.assertEqual({m["last_cycle_at"] for m in host.items("/api/v1/machines")}, {"2038-01-19T03:14:07Z"})


if __name__ == "__main__":
    programs.main()
