"""The pytest plugin, in a pytest of its own."""

import unittest
from xml.etree import ElementTree

import bench

FIXTURES = '''
import pytest

@pytest.mark.husky_fleet(count=2, time_scale=50)
@pytest.mark.husky_host(settings={"link.status_interval_s": 1})
def test_machines_report(husky_host, husky_fleet):
    assert husky_fleet.machines == 2
    husky_host.api.wait_until(lambda: husky_host.api.cycles("HY-0001"))

def test_that_fails(husky_host):
    husky_host.api.machine("NOBODY")
'''


class Plugin(bench.Test):
    def pytest(self, *arguments):
        return bench.pytest(self.folder, *arguments, FAKE_NOTES=str(self.folder / "notes"))

    def results(self):
        cases = ElementTree.parse(self.folder / "report.xml").getroot().iter("testcase")
        return {case.get("name"): next((child.tag for child in case if child.tag != "properties"), "passed") for case in cases}

    def test_fixtures_start_programs_and_a_failure_shows_their_log(self):
        self.write("test_it.py", FIXTURES)
        done = self.pytest("--junit-xml", "report.xml", "--strict-markers")
        self.assertEqual(done.returncode, 1, done.stdout + done.stderr)
        self.assertEqual(self.results(), {"test_machines_report": "passed", "test_that_fails": "failure"})
        self.assertIn("Log of husky_host", done.stdout)
        self.assertIn("listening for machines", done.stdout)
        self.assertIn("404", done.stdout)

    def test_scenario_files_are_test_cases(self):
        self.use(fleet=self.fake_check())
        for name, outcome in (("good", "PASS"), ("bad", "FAIL"), ("lost", "BLOCKED"), ("other", "SKIPPED")):
            self.scenario(f"scenarios/{name}.yaml", outcome)
        self.write("scenarios/compose.yaml", "services: {}\n")
        done = self.pytest("--junit-xml", "report.xml")
        self.assertEqual(done.returncode, 1, done.stdout + done.stderr)
        self.assertEqual(self.results(), {"good": "passed", "bad": "failure", "lost": "failure", "other": "skipped"})
        self.assertIn("not met: no error (bad.yaml:7)", done.stdout)
        self.assertIn("repeat: check bad.yaml --seed 1", done.stdout)
        self.assertNotIn("Traceback", done.stdout)
        self.assertIn('<property name="seed" value="1"', (self.folder / "report.xml").read_text())

    def test_the_program_decides_what_is_a_scenario_and_the_rest_is_counted(self):
        small = bench.SMALL % 0
        for name, content in (("marked.yml", b"\xef\xbb\xbf" + small.encode()), ("wide.yaml", small.encode("utf-16")),
                              ("quoted.YAML", small.replace("scenario", '"scenario"').encode()), ("lint.yaml", b"extends: default\n"),
                              (".yamllint.yaml", b"extends: default\n"), ("twin.yaml", b"extends: marked.yml\nfails: [admitted]\n"),
                              ("compose.yaml", b"services: {}\n")):
            (self.folder / name).write_bytes(content)
        done = self.pytest("-v", "--junit-xml", "report.xml")
        self.assertEqual(done.returncode, 1, done.stdout + done.stderr)
        self.assertEqual(self.results(), {"marked": "passed", "quoted": "passed", "wide": "failure"})
        self.assertIn("wide.yaml:1: is UTF-16", done.stdout)
        self.assertIn("husky: 4 YAML files are left out\n", done.stdout)
        self.assertIn("  .yamllint.yaml: it is hidden\n", done.stdout)
        self.assertIn("  twin.yaml: it has `fails:`", done.stdout)

    def test_a_mounted_config_map_is_played_once(self):
        self.use(fleet=self.fake_check())
        self.scenario("..2024_11_05/good.yaml", "PASS")
        (self.folder / "..data").symlink_to("..2024_11_05")
        (self.folder / "good.yaml").symlink_to("..data/good.yaml")
        (self.folder / "zagain.yaml").symlink_to("good.yaml")
        done = self.pytest()
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertIn("1 passed", done.stdout)
        self.assertIn("husky: a YAML file is left out; -v says why\n", done.stdout)

    def test_scenarios_of_one_name_are_told_apart(self):
        self.use(fleet=self.fake_check())
        for name in ("one/same.yaml", "two/same.yaml", "two/same.yml"):
            self.scenario(name, "PASS")
        done = self.pytest("-v", "--junit-xml", "report.xml", "--husky-transcripts", "told")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        cases = [(case.get("classname"), case.get("name")) for case in ElementTree.parse(self.folder / "report.xml").iter("testcase")]
        self.assertEqual(cases, [("one.same.yaml", "same"), ("two.same.yaml", "same"), ("two.same.yml", "same")])
        for test in ("one/same.yaml::same", "two/same.yaml::same", "two/same.yml::same"):
            self.assertIn(f"{test} PASSED", done.stdout)
        self.assertIn(f'"--transcript", "{self.folder}/told/two"', (self.folder / "notes").read_text())

    def test_options_of_a_marker_have_names(self):
        self.write("test_it.py", FIXTURES.replace("husky_fleet(count=2, time_scale=50)", "husky_fleet(2)"))
        done = self.pytest("-k", "report")
        self.assertEqual(done.returncode, 1, done.stdout)
        self.assertIn("the marker husky_fleet takes options by their names", done.stdout)

    def test_without_the_program_only_scenarios_fail(self):
        self.use(fleet=self.folder / "none")
        self.scenario("a.yaml", "PASS")
        self.write("compose.yaml", "services: {}\n")
        done = self.pytest("--junit-xml", "report.xml")
        self.assertEqual(self.results(), {"a": "failure"})
        self.assertIn("which is no program", done.stdout)

    def test_options_are_those_of_check(self):
        self.use(fleet=self.fake_check(), host=self.fake_check())
        self.scenario("a.yaml", "PASS")
        for given, expected in ((["--husky-host", "plant:1310", "--husky-seed", "3", "--husky-set", "n=v"],
                                 ["--host plant:1310", "--seed 3", "--set n=v"]),
                                (["--husky-port", "0"], ["--port 0"]),
                                (["-o", "husky_host=plant"], ["--host plant:1310"]),
                                (["--husky-http", "p:1", "--husky-store", "none"], ["--http p:1", "--store none"])):
            with self.subTest(given):
                done = self.pytest(*given)
                self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
                told = (self.folder / "notes").read_text().replace('", "', " ")
                for flag in expected:
                    self.assertIn(flag, told)

    def test_bad_options_are_told(self):
        for given, what in ((["--husky-host", "a", "--husky-port", "1"], "not both"), (["--husky-set", "n"], "NAME=VALUE")):
            done = self.pytest(*given)
            self.assertEqual(done.returncode, 4, done.stdout)
            self.assertIn(what, done.stderr)

    def test_collection_may_be_turned_off(self):
        self.scenario("a.yaml", "PASS")
        done = self.pytest("-o", "husky_scenarios=false", "--collect-only")
        self.assertEqual(done.returncode, 5, done.stdout)


if __name__ == "__main__":
    unittest.main()
