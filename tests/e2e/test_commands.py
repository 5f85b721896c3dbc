"""The commands that end by themselves: version, schema, validate, help; and how bad usage is answered."""

import json
import unittest

import programs

HOST, FLEET = programs.HOST_BIN, programs.FLEET_BIN
CONFIGS = programs.TOP / "configs"


class Commands(programs.EndToEnd):
    def ok(self, *command):
        done = programs.run(*command)
        self.assertEqual(done.returncode, 0, f"{command}\n{done.stdout}\n{done.stderr}")
        return done

    def test_version_is_a_line_on_stdout(self):
        for program in (HOST, FLEET):
            with self.subTest(program):
                self.assertRegex(self.ok(program, "version").stdout, r"\d+\.\d+\.\d+")

    def test_help_names_the_commands_and_their_flags(self):
        for program, command, flags in (
                (HOST, "serve", ("--config", "--bind", "--port", "--udp-port", "--lpd-port", "--http-bind", "--http-port", "--http-token-file",
                                 "--http-unsafe", "--store", "--dialect", "--log-level", "--log-format")),
                (FLEET, "run", ("--config", "--host", "--count", "--family", "--seed", "--time-scale", "--duration", "--cycles",
                                "--from", "--report", "--dialect", "--log-level", "--log-format", "SIGUSR1")),
                (FLEET, "generate", ("--out", "--config", "--count", "--family", "--seed", "--hours", "--from", "Examples:"))):
            with self.subTest(program):
                self.assertIn(command, self.ok(program, "--help").stdout)
                text = self.ok(program, command, "--help").stdout
                for flag in flags:
                    self.assertIn(flag, text)

    def test_bad_usage_is_exit_2_with_a_word_on_stderr(self):
        for program, run in ((HOST, "serve"), (FLEET, "run")):
            for args in ((), ("no-such-command",), (run, "--no-such-flag"), (run, "stray"), ("schema", "no-such-schema"), ("schema",),
                         ("validate",)):
                done = programs.run(program, *args)
                with self.subTest(program, args=args):
                    self.assertEqual(done.returncode, 2, done.stdout + done.stderr)
                    self.assertNotEqual(done.stderr, "")
                    self.assertEqual(done.stdout, "")

    def test_schemas_are_json_schema(self):
        for program, names in ((HOST, ("host", "dialect")), (FLEET, ("fleet", "family", "dialect"))):
            for name in names:
                with self.subTest(program, name=name):
                    schema = json.loads(self.ok(program, "schema", name).stdout)
                    self.assertIn("json-schema.org", schema["$schema"])
                    self.assertTrue(schema["properties"])

    def test_every_key_of_a_schema_says_what_it_means(self):
        def walk(node, path):
            for name, child in node.get("properties", {}).items():
                if child.get("type") == "object":
                    walk(child, path + [name])
                else:
                    self.assertTrue(child.get("description"), ".".join(path + [name]))

        for program, name in ((HOST, "host"), (FLEET, "fleet"), (FLEET, "family")):
            with self.subTest(name):
                walk(json.loads(self.ok(program, "schema", name).stdout), [])

    def test_the_shipped_configs_are_valid(self):
        files = sorted(CONFIGS.rglob("*.yaml"))
        self.assertTrue(files)
        for file in files:
            kind = file.relative_to(CONFIGS).parts
            program = HOST if kind[0].startswith("host") or kind[0] == "dialects" else FLEET
            with self.subTest(file.name):
                self.ok(program, "validate", str(file))

    def test_the_default_dialect_is_valid_for_both(self):
        for program in (HOST, FLEET):
            self.ok(program, "validate", str(CONFIGS / "dialects" / "default.yaml"))

    def test_a_wrong_file_is_exit_2_and_names_file_line_and_key(self):
        host = self.write("host.yaml", "link:\n  init_timeout_s: soon\n")
        fleet = self.write("fleet.yaml", "\n\nno_such_key: 1\n")
        for program, path, words in ((HOST, host, ("host.yaml:2", "init_timeout_s")), (FLEET, fleet, ("fleet.yaml:3", "no_such_key"))):
            done = programs.run(program, "validate", str(path))
            with self.subTest(path.name):
                self.assertIn(done.returncode, (1, 2))
                for word in words:
                    self.assertIn(word, done.stdout + done.stderr)

    def test_what_is_no_file_is_one_line_and_exit_2(self):
        for program in (HOST, FLEET):
            for path in (self.folder, "/dev/zero", self.folder / "none.yaml"):
                with self.subTest(program=program, path=str(path)):
                    done = programs.run(program, "validate", str(path))
                    self.assertEqual((done.returncode, done.stdout), (2, ""), done)
                    self.assertEqual(len(done.stderr.splitlines()), 1, done.stderr)
                    self.assertIn(str(path), done.stderr)

    def test_clashing_dialect_codes_are_refused_with_line_and_key(self):
        clash = self.write("clash.yaml", "dialect: CLASH\ncodes:\n  start: 0x0003\n  languages: 0x0003\n")
        done = programs.run(HOST, "validate", str(clash))
        self.assertIn(done.returncode, (1, 2), done.stdout + done.stderr)
        self.assertIn("clash.yaml:", done.stdout + done.stderr)


if __name__ == "__main__":
    programs.main()
