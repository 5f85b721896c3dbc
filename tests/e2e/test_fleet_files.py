"""Fleet and family files, flags and environment that are wrong: one line that says where and what, and exit code 2."""

import json
import unittest

import programs

FLEET = programs.FLEET_BIN
CONFIGS = programs.TOP / "configs"
DATE = "expected a date from 1970 to 2037, as 2026-01-01 or 2026-01-01T06:00:00Z, got '1969-12-31'"
SCALE = "expected a factor above 0 and up to 100000, or max, got"
COUNT = "expected a whole number from 0 to 1000000 (machines), got '10000000'"


class WrongInput(programs.EndToEnd):
    def refused(self, message, *args, **environment):
        done = programs.run(FLEET, *args, **environment)
        self.assertEqual((done.returncode, done.stdout), (2, ""), done.stderr)
        *before, last = done.stderr.splitlines()
        self.assertEqual(last, message)
        self.assertFalse([line for line in before if "no --config: using the built-in defaults" not in line], done.stderr)

    def family(self, *changes):
        """The PET family with texts replaced; the path, and the line of the first change."""
        text = (CONFIGS / "families" / "pet.yaml").read_text(encoding="utf-8")
        line = text[: text.index(changes[0][0])].count("\n") + 1
        for old, new in changes:
            self.assertIn(old, text)
            text = text.replace(old, new, 1)
        return self.write("mine.yaml", text), line

    def test_a_wrong_family_file(self):
        missing = "  - {variable: ScrewTorque, "
        for changes, message in (
                ([("sigma: 0.0006", "sigma: -0.0006")],
                 "variables[1].sigma: expected a number from 0 to 1000000, got '-0.0006'"),
                ([("unit: s, set_point: 0.6", "unit: furlong, set_point: 0.6")],
                 "variables[1].unit: expected s for MouldCloseTime, got 'furlong'"),
                ([("time_s: 5.5", "time_s: 5.25")],
                 "cycle.time_s: the phases take 5.500 s; expected a cycle of at least that, got '5.25'"),
                ([("  - {variable: CycleTime", missing.replace("- {", "# - {") + "\n  - {variable: CycleTime"),
                  (missing, "  - {variable: Cushion, ")],
                 None)):
            path, line = self.family(*changes)
            done = programs.run(FLEET, "validate", path)
            with self.subTest(changes):
                self.assertEqual((done.returncode, done.stdout), (2, ""), done.stderr)
                if message:
                    self.assertEqual(done.stderr, f"{path}:{line}: {message}\n")
                else:
                    self.assertRegex(done.stderr, rf"^{path}:\d+: variables\[\d+\].variable: Cushion given twice\n$")

    def test_a_variable_that_a_family_does_not_give(self):
        text = (CONFIGS / "families" / "cap.yaml").read_text(encoding="utf-8").splitlines()
        kept = [line for line in text if "variable: HallTemp" not in line and "influence: hall, gain: 1}]}" not in line]
        path = self.write("mine.yaml", "\n".join(kept) + "\n")
        line = next(n for n, line in enumerate(kept, 1) if "variable: CycleTime" in line)
        self.refused(f"{path}:{line}: variables: HallTemp is missing; give it, or mark it absent", "validate", path)
        fleet = self.write("fleet.yaml", f"groups:\n  - family: {path}\n")
        for command in (("validate", fleet), ("generate", "--config", fleet, "--out", self.folder / "x.csv"), ("run", "--config", fleet)):
            self.refused(f"{path}:{line}: variables: HallTemp is missing; give it, or mark it absent", *command)

    def test_a_wrong_fleet_file_names_file_line_and_key(self):
        for yaml, message in (
                ("seed: 1\nrate: 0\n", "2: rate: expected a number from 0.001 to 1000000 (machines/s), got '0'"),
                ("time_scale: 0\n", f"1: time_scale: {SCALE} '0'"),
                ("time_scale: -3\n", f"1: time_scale: {SCALE} '-3'"),
                ("\n\nfrom: 1969-12-31\n", f"3: from: {DATE}"),
                ("count: 10000000\n", f"1: count: {COUNT}"),
                ("groups:\n  - family: pet\n    count: 10000000\n",
                 "3: groups[0].count: expected a whole number from 1 to 1000000 (machines), got '10000000'"),
                ("groups:\n" + "  - {family: pet, count: 1000000}\n" * 10,
                 "3: groups[1].count: expected at most 1000000 machines in all groups, got 2000000"),
                ("groups:\n  - {family: pet, serial: HY-0001, count: 2}\n",
                 "2: groups[0].serial: expected a pattern with {n} or {n:04}, got 'HY-0001'"),
                ("groups:\n  - {family: pet, serial: 'A-1{n}'}\n  - {family: pet, serial: 'A-{n}', count: 15}\n",
                 "3: groups[1].serial: expected a serial of its own for each machine, got 'A-11' for machines 1 and 11"),
                ("groups:\n  - family: cap\n    tandem: true\n",
                 "3: groups[0].tandem: expected false: the family cap has no tandem moulds, got 'true'"),
                ("groups:\n  - family: cap\n    overrides:\n      variables:\n        - {variable: FillTime, sigma: -1}\n",
                 "5: groups[0].overrides.variables[0].sigma: expected a number from 0 to 1000000, got '-1'"),
                ("groups:\n  - family: cap\n    overrides:\n      cycle_time_s: 2\n",
                 "4: groups[0].overrides.cycle_time_s: the phases take 3.900 s; expected a cycle of at least that, got '2'")):
            path = self.write("fleet.yaml", yaml)
            for command in (("validate", path), ("generate", "--config", path, "--out", self.folder / "x.csv"),
                            ("run", "--config", path, "--duration", "1s")):
                with self.subTest(yaml, command=command[0]):
                    self.refused(f"{path}:{message}", *command)
        self.assertFalse((self.folder / "x.csv").exists(), "nothing is written before all is judged")

    def test_an_unknown_variable_in_overrides(self):
        path = self.write("fleet.yaml", "groups:\n  - family: cap\n    overrides:\n      variables:\n        - {variable: Humidity, sigma: 1}\n")
        done = programs.run(FLEET, "validate", path)
        self.assertEqual(done.returncode, 2)
        self.assertRegex(done.stderr, rf"^{path}:5: groups\[0\]\.overrides\.variables\[0\]\.variable: expected one of CycleTime, .*, got 'Humidity'\n$")

    def test_flags_are_named(self):
        for flag, value, message in (("--from", "1969-12-31", DATE), ("--count", "10000000", COUNT),
                                     ("--family", "bakery", "expected one of cap, pet, tech, thinwall, or a family file that can be read, got 'bakery'")):
            for command in (("run", "--duration", "1s"), ("generate", "--out", self.folder / "x.csv")):
                with self.subTest(flag, command=command[0]):
                    self.refused(f"{flag}: {message}", *command, flag, value)
        for value in ("0", "-1", "fast"):
            self.refused(f"--time-scale: {SCALE} '{value}'", "run", "--duration", "1s", f"--time-scale={value}")
        self.refused("--rate: expected a number from 0.001 to 1000000 (machines/s), got '0'", "run", "--duration", "1s", "--rate", 0)
        self.refused("--host: expected ADDRESS:PORT, got ':'", "run", "--duration", "1s", "--host", ":")

    def test_environment_variables_are_named(self):
        for name, value, message in (("FROM", "1969-12-31", DATE), ("TIME_SCALE", "0", f"{SCALE} '0'"), ("COUNT", "10000000", COUNT),
                                     ("RATE", "0", "expected a number from 0.001 to 1000000 (machines/s), got '0'")):
            with self.subTest(name):
                self.refused(f"HUSKY_FLEET_{name}: {message}", "generate", "--out", self.folder / "x.csv", **{f"HUSKY_FLEET_{name}": value})


class Groups(programs.EndToEnd):
    def rows(self, yaml, *args):
        out = self.folder / "rows.jsonl"
        done = programs.run(FLEET, "generate", "--config", self.write("fleet.yaml", yaml), "--out", out, *args)
        self.assertEqual(done.returncode, 0, done.stderr)
        return [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]

    def test_overrides_change_what_machines_report(self):
        rows = self.rows("groups:\n"
                         "  - {family: pet, serial: 'A-{n}', overrides: {cycle_time_s: 8, cavities: 48, variables: [{variable: Cushion, set_point: 11}]}}\n"
                         "  - {family: pet, serial: 'B-{n}'}\n", "--hours", "0.2")
        good = [row for row in rows if row["kind"] == "cycle" and row["quality"] == "good"]
        for serial, cycle, cushion, cavities in (("A-1", 8, 11, 48), ("B-2", 5.5, 4, 96)):
            own = [row for row in good if row["serial"] == serial]
            self.assertGreater(len(own), 50)
            self.assertAlmostEqual(sum(r["CycleTime"] for r in own) / len(own), cycle, delta=0.1)
            self.assertAlmostEqual(sum(r["Cushion"] for r in own) / len(own), cushion, delta=0.5)
            self.assertEqual({r["ActiveCavities"] for r in own}, {cavities})

    def test_machines_of_the_shipped_plant_do_different_things(self):
        out = self.folder / "rows.jsonl"
        done = programs.run(FLEET, "generate", "--config", CONFIGS / "plant.yaml", "--out", out, "--hours", "0.05")
        self.assertEqual(done.returncode, 0, done.stderr)
        rows = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
        running = {row["serial"] for row in rows if row["kind"] == "cycle"}
        resting = {row["serial"] for row in rows if row["kind"] == "status"} - running
        self.assertGreater(len(running), 35)
        self.assertGreater(len(resting), 1)


if __name__ == "__main__":
    programs.main()
