"""The shipped scenarios that judge a host, against a real husky-host, all at one time."""

import json

import programs

SHIPPED = programs.TOP / "configs" / "scenarios"
SLOW = ("reconnect-storm",)


def judges_a_host(path):
    return "\nabout: of a host;" in path.read_text()


class HostScenarios(programs.EndToEnd):
    def play(self, *args, timeout):
        report = self.folder / "report.json"
        done = programs.run(programs.FLEET_BIN, "check", *args, "--json", report, timeout=timeout)
        return done, {each["name"]: each for each in json.loads(report.read_text())["scenarios"]}

    def folder_of(self, names):
        chosen = self.folder / "scenarios"
        chosen.mkdir()
        for name in names:
            (chosen / f"{name}.yaml").symlink_to(SHIPPED / f"{name}.yaml")
        return chosen

    def under_test(self, host):
        """Flags that name it, its HTTP side and its store, so that every expectation is judged."""
        return ("--host", "{}:{}".format(*host.tcp), "--http", "{}:{}".format(*host.http), "--store", f"sqlite:{host.database_file}")

    def assert_all_judged(self, verdicts):
        left_out = {f"{name}: {f['name']}" for name, each in verdicts.items() for f in each["findings"] if not f["judged"]}
        self.assertEqual(left_out, set())

    def test_a_real_host_passes_all_that_judge_a_host(self):
        names = [p.stem for p in sorted(SHIPPED.glob("*.yaml")) if judges_a_host(p) and p.stem not in SLOW]
        self.assertGreater(len(names), 10)
        host = self.host()
        done, verdicts = self.play(self.folder_of(names), *self.under_test(host), "--jobs", len(names), timeout=240)
        self.assertEqual(done.returncode, 0, done)
        self.assertEqual({name: each["outcome"] for name, each in verdicts.items()}, {name: "PASS" for name in names})
        self.assert_all_judged(verdicts)

    @programs.slow
    def test_a_real_host_stands_a_storm_of_reconnects(self):
        for name in SLOW:
            host = self.host()
            done, verdicts = self.play(SHIPPED / f"{name}.yaml", *self.under_test(host), timeout=240)
            self.assertEqual(done.returncode, 0, done)
            self.assert_all_judged(verdicts)

    def test_what_judges_a_machine_is_not_played_against_a_host(self):
        names = [p.stem for p in SHIPPED.glob("*.yaml") if not judges_a_host(p)]
        self.assertGreater(len(names), 3)
        host = self.host()
        done, verdicts = self.play(self.folder_of(names), *self.under_test(host), timeout=60)
        self.assertEqual(done.returncode, 0, done)
        self.assertEqual({each["outcome"] for each in verdicts.values()}, {"SKIPPED"})


if __name__ == "__main__":
    programs.main()
