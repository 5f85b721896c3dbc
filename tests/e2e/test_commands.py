"""The commands that end by themselves: version, schema, validate, help; and how bad usage is answered."""

import json
import subprocess
import unittest

import programs

HOST, FLEET, LINK = programs.HOST_BIN, programs.FLEET_BIN, programs.LINK_BIN
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
                                 "--http-unsafe", "--fresh", "--store", "--dialect", "--log-level", "--log-format")),
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
        self.ok(HOST, "validate", programs.TOP / "docker" / "host.yaml")

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

    def test_what_serve_or_run_would_refuse_of_a_file_validate_refuses(self):
        for program, text, said in (
                (HOST, "http:\n  bind: 0.0.0.0\n", ":2: http.bind: 0.0.0.0: an address other than loopback needs a token file"),
                (HOST, "machines:\n  - serial: ABCDEFGHIJKLMNOPQRST\n", ":2: machines[0].serial: expected a text of 1 to 16 letters of Latin-1"),
                (HOST, "machines:\n  - serial: \u5c04\u51fa\n", ":2: machines[0].serial: expected a text of 1 to 16 letters of Latin-1"),
                (HOST, "machines:\n  - serial: A\n  - serial: A\n", ":3: machines[1].serial: 'A' is given twice"),
                (HOST, "name: a host whose name is far too long to travel\n", ":1: name: expected a text of 1 to 32 letters of Latin-1"),
                (HOST, "bind: nowhere\n", ":1: bind: expected an IP address, or localhost, got 'nowhere'"),
                (HOST, "dial: [nowhere:0]\n", ":1: dial: expected ADDRESS:PORT of a machine, got 'nowhere:0'"),
                (HOST, "store:\n  url: carrier-pigeon:coop\n", ":2: store.url: expected sqlite:FILE"),
                (HOST, "port: 0\ndialect: nowhere.yaml\n", "nowhere.yaml: cannot be read"),
                (HOST, "faults:\n  - {message: cycle, way: sent, do: drop}\n", ":2: faults[0].way: a host never sends cycle"),
                (FLEET, "faults:\n  - {message: cycle, way: received, do: drop}\n", ":2: faults[0].way: a machine never receives cycle"),
                (FLEET, "listen: nowhere:5118\n", ":1: listen: expected an IP address, got 'nowhere'"),
                (FLEET, "listen: 127.0.0.1:65530\ncount: 12\n", ":1: listen: 12 machines need ports up to 65541"),
                (FLEET, "seed: 1\ndialect: nowhere.yaml\n", "nowhere.yaml: cannot be read")):
            path = self.write("some.yaml", text)
            command = ("serve", "--port", 0, "--lpd-port", 0, "--http-port", 0) if program == HOST else ("run",)
            for done in (programs.run(program, "validate", path), programs.run(program, *command, "--config", path)):
                with self.subTest(text, args=done.args):
                    self.assertEqual((done.returncode, done.stdout), (2, ""), done.stderr)
                    self.assertIn(said, done.stderr.splitlines()[-1])

    def test_what_may_not_be_where_a_file_is_checked_is_not_looked_for(self):
        path = self.write("host.yaml", "http: {bind: 0.0.0.0, token_file: /no/such/token}\nstore: {url: 'sqlite:/no/such/folder/husky.db'}\n")
        self.assertEqual(self.ok(HOST, "validate", path).stdout, f"{path}: ok\n")

    def test_a_file_without_keys_is_told(self):
        path = self.write("empty.yaml", "# nothing\n")
        self.assertEqual(self.ok(HOST, "validate", path).stdout, f"{path}: ok, without keys: the built-in defaults\n")
        self.assertEqual(self.ok(FLEET, "validate", path).stdout, f"{path}: ok, without keys: the built-in fleet\n")

    def test_text_that_is_not_utf_8_is_refused_with_file_and_line(self):
        for program, name, content, said in (
                (FLEET, "fleet.yaml", b"seed: 1\ngroups:\n  - family: pet\n    serial: M\xfc-{n}\n", ":4: byte 0xFC is not UTF-8"),
                (HOST, "host.yaml", b"name: M\xfchle\n", ":1: byte 0xFC is not UTF-8"),
                (HOST, "dialect.yaml", b"dialect: M\xfchle\n", ":1: byte 0xFC is not UTF-8"),
                (FLEET, "fleet.yaml", "seed: 1\n".encode("utf-16"), ":1: is UTF-16"),
                (HOST, "host.yaml", b"link:\n\tinit_timeout_s: 1\n", ":2: a tab; YAML is indented with spaces only")):
            path = self.folder / name
            path.write_bytes(content)
            done = programs.run(program, "validate", path)
            with self.subTest(content):
                self.assertEqual(done.returncode, 2, done.stdout)
                self.assertIn(f"{path}{said}", done.stderr)
        path.write_bytes(b"\xef\xbb\xbfname: M\xc3\xbchle\n")
        self.ok(HOST, "validate", path)
        family = (CONFIGS / "families" / "pet.yaml").read_text().replace("job: PET-000001", "job: \u5c04\u51fa")
        done = programs.run(FLEET, "validate", self.write("family.yaml", family))
        self.assertRegex(done.stderr, r":7: job: expected a text of 1 to 20 letters of Latin-1")

    def test_arguments_are_utf_8(self):
        for program, command in ((HOST, "validate"), (FLEET, "validate"), (LINK, "decode")):
            done = subprocess.run([program, command, b"M\xfchle.yaml"], capture_output=True, check=False, timeout=20)
            self.assertEqual((done.returncode, done.stderr), (2, b"argument 2: is not UTF-8\n"))

    def test_a_wrong_value_names_its_flag_once(self):
        for program, *args in ((HOST, "serve", "--port", "x"), (HOST, "serve", "--store", "x"), (HOST, "serve", "--bind", "x"),
                               (HOST, "serve", "--http-bind", "x"), (HOST, "serve", "--dial", "x:y"), (HOST, "serve", "--log-level", "x"),
                               (HOST, "serve", "--fault", "message=cycle way=sent do=drop"), (HOST, "check", "x", "--port", "x"),
                               (FLEET, "run", "--time-scale", "x"), (FLEET, "run", "--from", "x"), (FLEET, "run", "--rate", "x"),
                               (FLEET, "run", "--count", "x"), (FLEET, "run", "--listen", "x:y"), (FLEET, "run", "--duration", "x"),
                               (FLEET, "run", "--family", "x"), (FLEET, "generate", "--out", "x.csv", "--hours", "x"),
                               (LINK, "tap", "--listen", "127.0.0.1:0", "--target", "127.0.0.1:1", "--out", "x", "--max-links", "0"),
                               (LINK, "probe", "127.0.0.1:1", "--timeout", "x"), (LINK, "replay", "x", "--as", "host", "--speed", "x")):
            done = programs.run(program, *args)
            with self.subTest(args):
                self.assertEqual(done.returncode, 2, done.stdout + done.stderr)
                line = done.stderr.splitlines()[-1]
                self.assertTrue(line.startswith(f"{args[-2]}: "), line)
                self.assertNotRegex(line, rf"^{args[-2]}: {args[-2].strip('-').split('-')[-1]}\b")
                self.assertLess(len(line), 200)

    def test_a_variable_of_ours_without_a_meaning_is_warned_of(self):
        done = programs.run(FLEET, "generate", "--out", "-", "--count", "1", "--hours", "0.01", HUSKY_FLEET_TIME_SCAL="9", HUSKY_FLEET_SEED="")
        self.assertEqual(done.returncode, 0)
        self.assertIn("HUSKY_FLEET_TIME_SCAL is not a setting; HUSKY_FLEET_TIME_SCALE is\n", done.stderr)
        self.assertNotIn("HUSKY_FLEET_SEED", done.stderr)
        done = programs.run(LINK, "version", HUSKY_LINK_DIALECT="x.yaml")
        self.assertEqual((done.returncode, done.stderr), (0, "HUSKY_LINK_DIALECT is not a setting; docs/configuration.md lists them\n"))

    def test_clashing_dialect_codes_are_refused_with_line_and_key(self):
        clash = self.write("clash.yaml", "dialect: CLASH\ncodes:\n  start: 0x0003\n  languages: 0x0003\n")
        done = programs.run(HOST, "validate", str(clash))
        self.assertIn(done.returncode, (1, 2), done.stdout + done.stderr)
        self.assertIn("clash.yaml:", done.stdout + done.stderr)


if __name__ == "__main__":
    programs.main()
