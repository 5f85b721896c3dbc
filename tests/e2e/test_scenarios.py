"""The shipped scenarios against the real programs: those that judge a host, and those that judge a machine, each kind all at one time."""

import json

import programs

SHIPPED = programs.TOP / "configs" / "scenarios"
STORMS = ("reconnect-storm",)
HOST, MACHINE = "of a host", "of a machine"

CALM = "overrides: {mtbf_scale: 1000}"

# Whom a scenario of a machine judges here: its fleet file, and how fast its machines run.
MACHINES = {
    "corrupted-setup-transfer": (f"groups: [{{family: pet, {CALM}}}]", 10),
    "dst": (f"groups: [{{family: cap, {CALM}}}]", 1),
    "job-change": (f"groups: [{{family: pet, {CALM}}}]", 10),
    "machine-conformance": (f"groups: [{{family: pet, {CALM}}}]", 10),
    "setup-download": (f"groups: [{{family: pet, {CALM}}}]", 10),
    "slow-host": (f"groups: [{{family: cap, {CALM}}}]", 5),
    "tandem-job-change": (f"groups: [{{family: tech, tandem: true, {CALM}}}]", 30),
}


def names_of(judged):
    return sorted(p.stem for p in SHIPPED.glob("*.yaml") if f"\nabout: {judged}" in p.read_text())


class Suite(programs.EndToEnd):
    """Plays scenarios against a host, with all that judges it."""

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


class Scenarios(Suite):
    def with_machines(self, name):
        """husky-host check, and the machines that it judges."""
        playing = programs.Program(programs.HOST_BIN, ["check", SHIPPED / f"{name}.yaml", "--bind", "127.0.0.1", "--port", 0], self.folder, {})
        self.addCleanup(playing.dispose)
        keys, scale = MACHINES[name]
        address = "{}:{}".format(*playing.ready()["tcp"])
        machines = self.fleet("--config", self.write(f"{name}.yaml", keys), "--host", address, "--time-scale", scale, HUSKY_FLEET_DISPLAY="false")
        machines.ready()
        return playing

    def test_real_hosts_and_machines_pass_all_that_judge_them(self):
        """At one time: what takes long waits for the protocol's timers."""
        self.assertEqual(names_of(MACHINE), sorted(MACHINES))
        judging_machines = {name: self.with_machines(name) for name in MACHINES}
        names = [name for name in names_of(HOST) if name not in STORMS]
        self.assertGreater(len(names), 10)
        host = self.host()
        done, verdicts = self.play(self.folder_of(names), *self.under_test(host), "--jobs", len(names), timeout=240)
        self.assertEqual(done.returncode, 0, done)
        self.assertEqual({name: each["outcome"] for name, each in verdicts.items()}, {name: "PASS" for name in names})
        self.assert_all_judged(verdicts)
        for name, playing in judging_machines.items():
            with self.subTest(name):
                self.assertEqual(playing.wait(180), 0, playing.describe())
                self.assertIn("PASS", playing.stdout())

    def test_what_judges_a_machine_is_not_played_against_a_host(self):
        done, verdicts = self.play(self.folder_of(names_of(MACHINE)), *self.under_test(self.host()), timeout=60)
        self.assertEqual(done.returncode, 0, done)
        self.assertEqual({each["outcome"] for each in verdicts.values()}, {"SKIPPED"})


if __name__ == "__main__":
    programs.main()
