"""Hosts and fleets that the Python package starts, and what it says when they do not."""

import json
import os
import signal
import subprocess
import sys
import unittest
from unittest import mock

import bench
import husky_test
from husky_test import Address, Fleet, Host, ProgramFailed, ProgramMissing, Tap, UnknownSetting, free_address


class Together(bench.Test):
    def test_a_bounded_fleet_delivers_and_reports(self):
        with Host() as host:
            with Fleet(host, count=2, seed=7, cycles=30, time_scale="max") as fleet:
                self.assertEqual(fleet.machines, 2)
                report = fleet.finish()
            self.assertEqual((report["seed"], [machine["cycles"] for machine in report["machines"]]), (7, [30, 30]))
            host.api.wait_until(lambda: host.query("select count(*) from cycles") == [(60,)])
        self.assertFalse(host.folder.exists())
        self.assertIn("listening", host.log())

    def test_two_hosts_run_side_by_side(self):
        with Host() as one, Host() as other:
            self.assertEqual(len({one.tcp, other.tcp, one.http, other.http, one.lpd, other.lpd}), 6)

    def test_machines_find_a_host_that_was_killed_and_started_again(self):
        with Host() as host, Fleet(host, count=1, time_scale=100) as fleet:
            api, tcp = host.api, host.tcp
            api.wait_until(lambda: api.machine("HY-0001")["cycles_stored"] > 2)
            host.restart(kill=True)
            self.assertEqual(host.tcp, tcp)
            api.wait_until(lambda: api.machine("HY-0001")["online"], 20)
            fleet.stop()
            sent = fleet.report()["machines"][0]["cycles"]
            stored = "select count(*) + (select coalesce(sum(last_missing - first_missing + 1), 0) from gaps) from cycles"
            api.wait_until(lambda: host.query(stored) == [(sent,)])

    def test_a_host_dials_machines_that_listen(self):
        config = {"groups": [{"family": "pet", "count": 2, "serial": "PET-{n}"}]}
        with Fleet(listen=free_address(2), config=config) as fleet, Host("--dial", ",".join(map(str, fleet.addresses))) as host:
            self.assertEqual(len(fleet.addresses), 2)
            host.api.wait_until(lambda: sorted(machine["serial"] for machine in host.api.machines()) == ["PET-1", "PET-2"])

    def test_a_paused_fleet_says_nothing_and_goes_on(self):
        with Host() as host, Fleet(host, count=1, time_scale=200) as fleet:
            api = host.api
            api.wait_until(lambda: api.cycles("HY-0001"))
            fleet.pause()
            api.wait_until(lambda: "paused" in fleet.log())
            api.start("HY-0001")
            before = api.machine("HY-0001")["life_counter"]
            fleet.resume()
            api.wait_until(lambda: api.machine("HY-0001")["life_counter"] > before)

    def test_settings_reach_the_program_and_those_around_do_not(self):
        with mock.patch.dict(os.environ, {"HUSKY_HOST_MAX_MACHINES": "nonsense"}):
            settings = {"unknown_machines": "refuse", "log.format": "json", "http.unsafe": False, "link.cycle_variables": [101, 102]}
            with Host(config={"machines": [{"serial": "OTHER"}]}, settings=settings) as host:
                with self.assertRaises(ProgramFailed):
                    with Fleet(host, count=1, start_limit=1):
                        pass
                self.assertIn("unknown serial", json.loads(host.log().splitlines()[1])["message"])

    def test_a_setting_that_nobody_has_is_told_with_the_nearest(self):
        for kind, key, told in ((Host, "link.silence_timeut_s", "husky-host has no 'link.silence_timeut_s'; the nearest is 'link.silence_timeout_s'"),
                                (Host, "silence_timeout_s", "husky-host has no 'silence_timeout_s'; the nearest is 'link.silence_timeout_s'"),
                                (Host, "store.url", "'store.url' is what the option store= says"),
                                (Host, "http.port", "'http.port' is what the option http_port= says"),
                                (Fleet, "printing.pot", "husky-fleet has no 'printing.pot'; the nearest is 'printing.port'"),
                                (Fleet, "count", "'count' is what the option count= says")):
            with self.subTest(key), self.assertRaises(UnknownSetting) as caught:
                kind(**{"settings": {key: 1}, **({"host": "127.0.0.1:1"} if kind is Fleet else {})})
            self.assertIn(told, str(caught.exception))
        self.assertIsInstance(caught.exception, ValueError)

    @bench.needs_command("husky-link", "tap")
    def test_a_tap_stands_between(self):
        with Host() as host, Tap(host, self.folder / "link.pcapng") as tap:
            with Fleet(tap.tcp, count=1, cycles=5, time_scale="max") as fleet:
                fleet.finish()
            host.api.wait_until(lambda: len(host.api.cycles("HY-0001")) == 5)
        self.assertGreater((self.folder / "link.pcapng").stat().st_size, 1000)


class Failures(bench.Test):
    def start(self, script, **options):
        self.use(host=self.script(script))
        with Host(**options) as host:
            return host

    def test_a_wrong_setting_is_told_in_the_words_of_the_program(self):
        with self.assertRaisesRegex(ProgramFailed, r"(?s)husky-host ended with exit code 2 before it was ready\n.*port.*65535"):
            Host(port=70000).start()

    def test_machines_without_a_host_are_not_ready(self):
        with self.assertRaisesRegex(ProgramFailed, r"(?s)husky-fleet was not ready within .* dials 127.0.0.1:1\b"):
            with Fleet("127.0.0.1:1", count=1, start_limit=5):
                pass

    def test_a_program_that_is_not_there(self):
        self.use(host=self.folder / "nothing")
        with self.assertRaisesRegex(ProgramMissing, "HUSKY_HOST_BIN is .*nothing, which is no program"):
            Host().start()
        with mock.patch.dict(os.environ, {"PATH": "/nowhere"}):
            os.environ.pop("HUSKY_HOST_BIN")
            with mock.patch.dict(husky_test.program.BUILT, {"husky-host": "nowhere"}):
                with self.assertRaisesRegex(ProgramMissing, "no husky-host here: put it on PATH"):
                    Host().start()

    def test_a_program_that_says_nothing(self):
        with self.assertRaisesRegex(ProgramFailed, r"(?s)before it was ready.*\(it said nothing\)"):
            self.start("exit 0")

    def test_a_program_that_dies_meanwhile(self):
        script = "echo ready tcp=127.0.0.1:1; echo out of luck >&2; exit 3"
        with self.assertRaisesRegex(ProgramFailed, r"(?s)ended by itself with exit code 3.*out of luck"):
            self.use(host=self.script(script))
            with Host() as host:
                host.wait()

    def test_the_failure_of_a_test_is_not_hidden_by_that_of_a_program(self):
        self.use(host=self.script("echo ready tcp=127.0.0.1:1; exit 3"))
        with self.assertRaises(ZeroDivisionError):
            with Host() as host:
                host.wait()
                raise ZeroDivisionError

    def test_a_program_that_does_not_stop_is_killed(self):
        script = "trap : TERM; echo ready tcp=127.0.0.1:1; echo stubborn >&2; while :; do read x </dev/tty || :; done 2>/dev/null"
        with self.assertRaisesRegex(ProgramFailed, r"(?s)did not stop within .* of SIGTERM.*stubborn"):
            self.start(script, stop_limit=0.2)

    def test_an_address_that_is_missing_from_the_ready_line(self):
        self.use(host=self.script("echo ready tcp=127.0.0.1:1; exec sleep 60"))
        host = Host().start()
        self.addCleanup(host.close)
        with self.assertRaisesRegex(ProgramFailed, "no address `http`"):
            _ = host.http
        self.assertEqual(host.stop(), -signal.SIGTERM)

    def test_the_last_lines_of_a_long_log(self):
        with self.assertRaises(ProgramFailed) as caught:
            self.start("seq 1 500 >&2; exit 1")
        self.assertIn("\n  500", str(caught.exception))
        self.assertNotIn("\n  480\n", str(caught.exception))

    def test_an_interrupted_fleet_and_one_that_owes_cycles(self):
        with Host() as host:
            with Fleet(host, count=1, cycles=1000) as fleet:
                self.assertEqual(fleet.stop(), 130)
                self.assertEqual(fleet.report()["machines"][0]["serial"], "HY-0001")
            with self.assertRaisesRegex(ProgramFailed, "cycles are still owed"):
                with Fleet(host, count=1, cycles=1000, duration="1s") as fleet:
                    fleet.finish()

    def test_a_fleet_that_goes_on_has_no_report(self):
        with Host() as host, Fleet(host, count=1) as fleet:
            with self.assertRaisesRegex(ProgramFailed, "has written no report"):
                fleet.report()
            with self.assertRaisesRegex(husky_test.NotInTime, "husky-fleet still runs"):
                fleet.finish(0.1)

    def test_a_fleet_needs_one_of_host_and_listen(self):
        for given in ({}, {"host": "127.0.0.1:1310", "listen": "127.0.0.1:5118"}):
            with self.assertRaises(ValueError):
                Fleet(**given)


class Addresses(unittest.TestCase):
    def test_text_and_back(self):
        for given, host, port, text in (("127.0.0.1:1310", "127.0.0.1", 1310, "127.0.0.1:1310"), ("plant", "plant", 1310, "plant:1310"),
                                        ("[::1]:5118", "::1", 5118, "[::1]:5118"), ("[::1]", "::1", 1310, "[::1]:1310"),
                                        (("a", 1), "a", 1, "a:1")):
            with self.subTest(given):
                self.assertEqual(Address.of(given), (host, port))
                self.assertEqual(str(Address.of(given)), text)

    def test_what_is_none(self):
        for given in ("a:b", "a:70000", ":", "::1", "a:-1"):
            with self.subTest(given), self.assertRaises(ValueError):
                Address.of(given)


class Package(unittest.TestCase):
    def test_it_needs_neither_pytest_nor_anything_else(self):
        code = "import sys; sys.path.insert(0, sys.argv[1]); import husky_test; print('pytest' in sys.modules)"
        done = subprocess.run([sys.executable, "-I", "-B", "-c", code, bench.PACKAGE], capture_output=True, text=True, check=True)
        self.assertEqual(done.stdout, "False\n")

    def test_every_name_is_exported(self):
        for name in husky_test.__all__:
            self.assertTrue(hasattr(husky_test, name), name)


if __name__ == "__main__":
    unittest.main()
