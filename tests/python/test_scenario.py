"""Scenarios as functions: flags and reports with a `check` that pretends, and one real scenario where `check` is there."""

import json
import os
import unittest
from unittest import mock

import bench
from husky_test import Address, Check, Fleet, Host, NotInTime, ProgramFailed, ScenarioFailed, require_all, run_scenario, run_suite
from husky_test.scenario import why_left_out


class Pretended(bench.Test):
    def setUp(self):
        super().setUp()
        self.use(fleet=self.fake_check(), host=self.fake_check())
        notes = mock.patch.dict(os.environ, {"FAKE_NOTES": str(self.folder / "notes")})
        notes.start()
        self.addCleanup(notes.stop)

    def told(self):
        """The flags that `check` was given, without its report."""
        arguments = json.loads((self.folder / "notes").read_text(encoding="utf-8"))
        self.assertEqual(arguments[0], "check")
        at = arguments.index("--json")
        return arguments[2:at] + arguments[at + 2:]

    def test_a_pass(self):
        verdict = run_scenario(self.scenario("cold-start.yaml", "PASS"))
        self.assertEqual((verdict.name, verdict.outcome, verdict.seed, verdict.took_s), ("cold-start", "PASS", 1, 2.5))
        self.assertIs(verdict.require(), verdict)
        self.assertEqual([finding.name for finding in verdict.warnings], ["soon"])
        self.assertEqual(self.told(), [])

    def test_a_fail_is_told_as_the_program_tells_it(self):
        verdict = run_scenario(self.scenario("alarm.yaml", "FAIL"), seed=7)
        self.assertEqual([finding.name for finding in verdict.failures], ["no error"])
        with self.assertRaises(ScenarioFailed) as caught:
            verdict.require()
        self.assertEqual(str(caught.exception), "\n".join([
            "FAIL alarm", "  not met: no error (alarm.yaml:7)", "    expected: no error", "    came:     error code=2",
            "  warning: soon (alarm.yaml:7)", "    expected: no error", "    came:     late", "  the last frame:",
            "    1.000000 HY-0001 <- error code=2", "  repeat: check alarm.yaml --seed 7"]))
        self.assertIsInstance(caught.exception, AssertionError)

    def test_blocked_and_skipped(self):
        with self.assertRaisesRegex(ScenarioFailed, "BLOCKED b: nobody is there\n"):
            run_scenario(self.scenario("b.yaml", "BLOCKED")).require()
        with self.assertRaisesRegex(unittest.SkipTest, "not for this program"):
            run_scenario(self.scenario("s.yaml", "SKIPPED")).require()

    def test_every_option_is_a_flag(self):
        run_scenario(self.scenario("a.yaml", "PASS"), "--jobs", 1, host="plant", seed=7, values={"count": 3}, http="plant:8310",
                     store="sqlite:husky.db", junit=self.folder / "report.xml", transcripts=self.folder)
        self.assertEqual(self.told(), ["--host", "plant:1310", "--seed", "7", "--http", "plant:8310", "--store", "sqlite:husky.db",
                                       "--junit", str(self.folder / "report.xml"), "--transcript", str(self.folder), "--set", "count=3",
                                       "--jobs", "1"])

    def test_the_host_of_a_scenario_says_where_it_waits(self):
        with Check(self.scenario("a.yaml", "PASS"), port=0) as check:
            self.assertEqual(check.tcp, Address("127.0.0.1", 4242))
            self.assertTrue(check.verdict().passed)
        self.assertEqual(self.told(), ["--bind", "127.0.0.1", "--port", "0"])

    def test_a_suite(self):
        for name, outcome in (("a", "PASS"), ("b", "FAIL"), ("deep/c", "SKIPPED"), ("d", "BLOCKED")):
            self.scenario(f"suite/{name}.yaml", outcome)
        verdicts = run_suite(self.folder / "suite")
        self.assertEqual([verdict.outcome for verdict in verdicts], ["PASS", "FAIL", "BLOCKED", "SKIPPED"])
        with self.assertRaisesRegex(ScenarioFailed, "(?s)^FAIL b\n.*BLOCKED d: nobody is there") as caught:
            require_all(verdicts)
        self.assertEqual(len(caught.exception.verdicts), 2)
        require_all([verdicts[0], verdicts[3]])

    def test_no_verdicts(self):
        for outcome, what in (("wrong", "exit code 2 and without verdicts\n(.*\n)*.*this flag is not known"),
                              ("silent", "exit code 0 and without verdicts"), ("crash", "exit code -6")):
            with self.subTest(outcome), self.assertRaisesRegex(ProgramFailed, what):
                run_scenario(self.scenario("a.yaml", outcome))

    def test_a_program_that_hangs_is_ended(self):
        with self.assertRaisesRegex(NotInTime, r"(?s)husky-fleet still runs after .*waits for machines"):
            run_scenario(self.scenario("a.yaml", "hang"), timeout=5)

    def test_a_check_that_is_left_early_is_ended(self):
        with self.assertRaises(ZeroDivisionError), Check(self.scenario("a.yaml", "hang"), port=1310) as check:
            raise ZeroDivisionError
        self.assertFalse(check.running)

    def test_both_ends_at_once_is_no_check(self):
        with self.assertRaises(ValueError):
            Check("a.yaml", host="127.0.0.1:1310", port=0)


class WithAHost(bench.Test):
    def test_a_host_of_this_package_is_asked_over_http_and_in_its_database(self):
        with Host() as host:
            self.use(fleet=self.fake_check())
            check = Check(self.scenario("a.yaml", "PASS"), host=host)
            self.addCleanup(check.close)
            self.assertIn(" ".join(["--host", str(host.tcp), "--http", str(host.http), "--store", host.store]), " ".join(check.arguments))


class WithFleet(bench.Test):
    def test_in_virtual_time(self):
        self.assertEqual(run_scenario(self.write("small.yaml", bench.SMALL % 0)).require().name, "small")

    def test_against_a_host(self):
        with Host() as host:
            run_scenario(self.write("small.yaml", bench.SMALL % 0), host=host.tcp).require()
            with self.assertRaisesRegex(ScenarioFailed, r"(?s)FAIL small\n  not met: admitted \(.*small.yaml:7\)\n.*init_response"):
                run_scenario(self.write("small.yaml", bench.SMALL % 3), host=host.tcp).require()

    def test_nobody_there_and_a_wrong_file_are_blocked(self):
        verdict = run_scenario(self.write("small.yaml", bench.SMALL % 0), host="127.0.0.1:1")
        self.assertEqual(verdict.outcome, "BLOCKED", verdict.text)
        verdict = run_scenario(self.write("small.yaml", bench.SMALL.replace("limit", "limits") % 0))
        self.assertEqual(verdict.outcome, "BLOCKED")
        self.assertIn("small.yaml:3", verdict.reason)


class WithHost(bench.Test):
    def test_against_machines(self):
        text = "scenario: 1\nname: small\nlimit: 20s\nactors: {host: {}}\nexpect: [{message: languages_response, within: 10s}]\n"
        with Check(self.write("small.yaml", text), port=0) as check, Fleet(check.tcp, count=1):
            check.verdict().require()


class Kinds(bench.Test):
    def test_the_program_says_what_is_a_scenario(self):
        for content, expected in ((b"scenario: 1\n", None), (b"\xef\xbb\xbfscenario: 1\n", None), ("scenario: 1\n".encode("utf-16"), None),
                                  (b'{"scenario": 1}', None), (b"name: M\xfcller\nscenario: 1\n", None), (b"extends: a.yml\n", None),
                                  (b"extends: default\n", "it is not a scenario"), (b"scenario: {name: x}\n", "it is not a scenario"),
                                  (b"extends: a.yml\nfails: [x]\n", "it has `fails:`"), (b"", "it is empty")):
            with self.subTest(content):
                path = self.folder / "a.yaml"
                path.write_bytes(content)
                why = why_left_out(path)
                self.assertEqual(why and why[:len(expected or "")], expected)
                self.assertEqual(why_left_out(path, "husky-host"), why)
        with self.assertRaisesRegex(ProgramFailed, "there is no such file"):
            why_left_out(self.folder / "b.yaml")

    def test_a_suite_tells_what_it_left_out_and_which_of_two_it_means(self):
        for name in ("suite/small.yaml", "suite/below/small.yml"):
            self.write(name, bench.SMALL % 0)
        self.write("suite/fleet.yaml", "groups: []\n")
        with Check(self.folder / "suite") as check:
            self.assertEqual([(verdict.name, verdict.path) for verdict in check.verdicts()],
                             [("small", "below/small.yml"), ("small", "small.yaml")])
            left_out, = check.left_out()
        self.assertEqual(left_out.file, str(self.folder / "suite" / "fleet.yaml"))
        self.assertIn("not a scenario", left_out.reason)


if __name__ == "__main__":
    unittest.main()
