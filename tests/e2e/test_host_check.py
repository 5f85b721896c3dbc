"""husky-host check: the host of a scenario against real and scripted machines; both ends at once; verdicts, suites and exit codes."""

import json
import signal
import socket
import struct
import unittest
import xml.etree.ElementTree

import peers
import programs

SHIPPED = programs.TOP / "configs" / "scenarios"

ASKS = """
scenario: 1
name: asks
about: a machine comes and answers what a host asks
limit: 30s
actors: {host: {}}
expect:
  - {name: it speaks a language, message: languages_response, fields: {result: RESULT}, within: 20s}
"""

PUPPET = """
scenario: 1
name: hello
limit: 30s
actors: {puppets: [{name: h, plays: host}]}
steps:
  - {name: listen, actor: h, connect: {}}
  - {name: admit, actor: h, when: {message: init, actor: h}, send: {message: init_response, result: 0, synch_time: 1767225600}}
  - {name: ask, actor: h, send: {message: status, tandem_side: 0}}
  - {name: nonsense, actor: h, when: {message: status_response, actor: h}, send: {hex: "04 00 33 03"}}
expect:
  - {name: status, actor: h, message: status_response, fields: {result: 0}, within: 20s}
  - {name: unknown, actor: h, message: error, fields: {command: 0x0333, code: 1}, within: 20s}
"""

KEYS = """
scenario: 1
name: keys
limit: 60s
actors: {host: {}}
steps:
  - {name: shown, actor: host, when: {message: display_init, actor: HY-0001}, wait: {}}
  - {name: process, actor: host, delay: 1s, key: {machine: HY-0001, code: 0x0102}}
  - {name: language, actor: host, delay: 1s, key: {machine: HY-0001, code: 0x0109}}
expect:
  - {name: size, actor: HY-0001, message: display_start_response, fields: {columns: 80, rows: 25}, after: shown, within: 20s, count: 1}
  - {name: drawn, actor: HY-0001, message: screen, after: process, within: 10s}
  - {name: offered, actor: HY-0001, message: menu, after: language, within: 10s}
"""

FAULT = """
scenario: 1
name: deaf
limit: 60s
actors: {host: {}}
steps:
  - {name: linked, actor: host, when: {message: status_response, actor: HY-0001}, wait: {}}
  - {name: deaf, actor: HY-0001, fault: {machine: HY-0001, message: read_response, way: received, do: drop}}
  - {name: ask, actor: host, ask: {message: read, machine: HY-0001, tandem_side: 0, variables: [1]}}
  - {name: hears, actor: HY-0001, delay: 2s, clear_faults: {}}
  - {name: again, actor: host, ask: {message: read, machine: HY-0001, tandem_side: 0, variables: [1]}}
expect:
  - {name: nothing, actor: HY-0001, message: read_response, never: true, after: deaf, within: 1s}
  - {name: heard, actor: HY-0001, message: read_response, after: again, within: 8s}
"""

BOTH = """
scenario: 1
name: both
time_scale: 20
limit: 60s
actors:
  machines: {groups: [{family: pet, count: 2}]}
  host: {link: {status_interval_s: 1}}
  puppets: [{name: stranger}]
steps:
  - {name: producing, actor: host, when: {message: cycle, actor: HY-0001, way: sent, count: 3}, wait: {}}
  - {name: count, actor: host, ask: {message: read, machine: HY-0001, tandem_side: 0, variables: [1]}}
  - {name: block, actor: HY-0001, block_cavity: {}}
  - {name: lie, actor: stranger, connect: {}}
  - {name: init, actor: stranger, send: {message: init, serial_number: HY-0001}}
  - {name: turned away, actor: stranger, when: {message: init_response, actor: stranger}, wait: {}}
expect:
  - {name: admitted, actor: HY-*, message: init_response, fields: {result: 0}, within: 20s}
  - {name: counted, actor: host, message: read_response, fields: {variables.1: {least: 3}}, after: count, within: 10s}
  - {name: refused, actor: stranger, message: init_response, fields: {result: 2}, after: init, within: 10s}
  - {name: polled, actor: HY-0002, order: [{message: languages}, {message: list}, {message: cycle_select}], within: 20s}
  - {name: no link is lost, actor: HY-*, link: closed, never: true}
"""


class Check(programs.EndToEnd):
    def scenario(self, text, name="s.yaml"):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        return self.write(name, text)

    def start(self, *args):
        """A check that waits for machines on a free port."""
        running = programs.Program(programs.HOST_BIN, ["check", *args, "--bind", "127.0.0.1", "--port", 0], self.folder, {})
        self.addCleanup(running.dispose)
        return running

    def address(self, check):
        host, port = check.ready()["tcp"]
        return f"{host}:{port}"

    def machines(self, check, *args):
        return self.fleet("--host", self.address(check), *args)

    def passes(self, check, timeout=60):
        self.assertEqual(check.wait(timeout), 0, check.describe())
        self.assertRegex(check.stdout(), r"(?m)^PASS\b")


class Verdicts(Check):
    def test_a_machine_that_answers_passes(self):
        check = self.start(self.scenario(ASKS.replace("RESULT", "0")))
        self.machines(check, "--count", 1)
        self.passes(check)

    def test_one_that_does_not_as_expected_fails_and_says_how_to_repeat_it(self):
        path = self.scenario(ASKS.replace("RESULT", "5").replace("20s", "3s"))
        check = self.start(path, "--seed", 7)
        self.machines(check, "--count", 1)
        self.assertEqual(check.wait(60), 1, check.describe())
        self.assertRegex(check.stdout(), r"(?m)^FAIL\b.*asks")
        self.assertIn("languages_response", check.stdout())
        self.assertIn(f"husky-host check {path} --seed 7 --bind 127.0.0.1 --port 0", check.stdout())

    def test_a_puppet_plays_a_host_word_by_word(self):
        check = self.start(self.scenario(PUPPET))
        self.machines(check, "--count", 1)
        self.passes(check)

    def test_a_host_presses_keys_on_the_screen_of_a_machine(self):
        check = self.start(self.scenario(KEYS))
        self.machines(check, "--count", 1)
        self.passes(check)

    def test_a_key_for_a_machine_without_a_display_link_is_blocked(self):
        text = KEYS.split("expect:")[0].replace("message: display_init,", "message: init,")
        check = self.start(self.scenario(text + "expect: [{name: linked, actor: HY-0001, message: init}]\n"))
        self.fleet("--host", self.address(check), "--count", 1, HUSKY_FLEET_DISPLAY="false")
        self.assertEqual(check.wait(60), 2, check.describe())
        self.assertRegex(check.stdout(), r"(?m)^BLOCKED\b.*HY-0001 has no display link")

    def test_a_steps_fault_acts_on_a_link_that_stands(self):
        check = self.start(self.scenario(FAULT))
        self.machines(check, "--count", 1)
        self.passes(check)

    def test_no_machine_is_blocked_at_the_limit(self):
        check = self.start(self.scenario(ASKS.replace("RESULT", "0").replace("limit: 30s", "limit: 1s").replace("20s", "500ms")))
        self.assertEqual(check.wait(20), 2, check.describe())
        self.assertRegex(check.stdout(), r"(?m)^BLOCKED\b.*no machine came to 127.0.0.1:\d+ within 1s")

    def test_the_scenario_begins_with_the_first_machine(self):
        check = self.start(self.scenario(ASKS.replace("RESULT", "0").replace("within: 20s", "within: 2s")))
        check.ready()
        with self.assertRaises(AssertionError):  # longer than `within`
            check.wait(3 / programs.seconds(1))
        self.machines(check, "--count", 1)
        self.passes(check)

    def test_a_silent_machine_fails_in_time(self):
        check = self.start(self.scenario(ASKS.replace("RESULT", "0").replace("20s", "2s")))
        with programs.socket_to(check.ready()["tcp"]):
            self.assertEqual(check.wait(20), 1, check.describe())

    def test_a_machine_that_talks_nonsense_fails(self):
        check = self.start(self.scenario(ASKS.replace("RESULT", "0").replace("20s", "2s")))
        with programs.socket_to(check.ready()["tcp"]) as other:
            other.sendall(b"GET / HTTP/1.1\r\nHost: plant\r\n\r\n")
            self.assertEqual(check.wait(20), 1, check.describe())

    def test_a_host_dials_machines_that_have_an_address(self):
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        self.fleet("--listen", f"127.0.0.1:{port}", "--count", 1)
        text = ASKS.replace("host: {}", "host: {machines: [{serial: HY-0001, address: '127.0.0.1:%d'}]}" % port)
        self.passes(self.start(self.scenario(text.replace("RESULT", "0"))))

    def test_a_host_dials_the_display_of_a_machine_whose_keys_it_presses(self):
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        self.fleet("--listen", f"127.0.0.1:{port}", "--count", 1)
        text = KEYS.replace("host: {}", "host: {machines: [{serial: HY-0001, address: '127.0.0.1:%d'}]}" % port)
        self.passes(self.start(self.scenario(text)))

    def test_machines_that_cannot_be_dialled_are_named(self):
        with socket.create_server(("127.0.0.1", 0)) as free:
            address = f"127.0.0.1:{free.getsockname()[1]}"
        text = ASKS.replace("host: {}", "host: {machines: [{serial: HY-0001, address: '%s'}]}" % address)
        check = self.start(self.scenario(text.replace("RESULT", "0").replace("limit: 30s", "limit: 2s").replace("20s", "1s")))
        self.assertEqual(check.wait(20), 2, check.describe())
        self.assertRegex(check.stdout(), f"(?m)^BLOCKED.*no machine came.*{address}: Connection refused")

    def test_an_interrupt_tells_what_is_known(self):
        path = self.scenario(ASKS.replace("RESULT", "0") + "steps: [{name: never, when: {link: refused, actor: host}, wait: {}}]\n")
        for number, with_machine in enumerate((False, True)):
            check = self.start(path, "--json", f"{number}.json")
            check.ready()
            if with_machine:
                self.connect(check, "HY-0001")
            check.signal(signal.SIGINT)
            self.assertEqual(check.wait(10), 130, check.describe())
            self.assertRegex(check.stdout(), r"(?m)^BLOCKED\b.*cut short")
            self.assertTrue((self.folder / f"{number}.json").exists())

    def connect(self, check, serial):
        machine = peers.ScriptedMachine.dial(check.ready()["tcp"])
        self.addCleanup(machine.close)
        machine.initialise(serial)
        return machine


class Deeds(Check):
    """What steps do to links, as a machine sees it."""

    def play(self, steps, expect="", actors="host: {}", limit="30s"):
        check = self.start(self.scenario(
            f"scenario: 1\nname: deeds\nlimit: {limit}\nactors: {{{actors}}}\nsteps:\n"
            f"  - {{name: there, actor: host, when: {{link: linked, actor: HY-0001}}, wait: {{}}}}\n{steps}\n"
            f"expect:\n  - {{name: came, message: init, within: 20s}}\n{expect}\n"))
        machine = peers.ScriptedMachine.dial(check.ready()["tcp"])
        self.addCleanup(machine.close)
        machine.initialise("HY-0001")
        return check, machine

    def everything(self, machine):
        """All that comes until the link ends, in whole messages."""
        seen = []
        while True:
            while (message := machine.reader.next()) is not None:
                seen.append(message)
            machine.socket.settimeout(programs.seconds(10))
            more = machine.socket.recv(65536)
            if not more:
                return b"".join(seen)
            machine.reader.feed(more)

    def ends_with_reset(self, machine):
        machine.socket.settimeout(programs.seconds(10))
        try:
            while machine.socket.recv(65536):
                pass
        except ConnectionResetError:
            return True
        return False

    def test_raw_bytes_reach_the_machine(self):
        check, machine = self.play('  - {actor: HY-0001, send: {hex: "04 00 66 06"}}\n  - {name: end, delay: 500ms, end: {}}')
        self.assertIn(b"\x04\x00\x66\x06", self.everything(machine))
        self.passes(check)

    def test_close_is_orderly_and_reset_is_not(self):
        for deed, resets in (("close", False), ("reset", True), ("cut", True)):
            with self.subTest(deed):
                check, machine = self.play("  - {actor: HY-0001, %s: {}}" % deed)
                self.assertEqual(self.ends_with_reset(machine), resets)
                self.passes(check)

    def test_a_host_that_was_cut_off_takes_nobody_until_it_is_restored(self):
        check, machine = self.play("  - {actor: host, cut: {}}\n  - {name: again, actor: host, delay: 1s, restore: {}}",
                                   "  - {name: back, after: again, message: init, within: 20s}")
        self.assertTrue(self.ends_with_reset(machine))
        def admitted():
            try:
                again = peers.ScriptedMachine.dial(check.ready()["tcp"])
                self.addCleanup(again.close)
                again.initialise("HY-0001")
                return True
            except (OSError, AssertionError):
                return False
        programs.eventually(admitted, "the machine is admitted again")
        self.passes(check)

    def test_a_fault_changes_what_the_machine_gets(self):
        check, machine = self.play("  - {actor: HY-0001, fault: {message: start, do: {wrong_command: 0x0777}}}\n"
                                   "  - {actor: host, ask: {message: start, machine: HY-0001, tandem_side: 0}}\n"
                                   "  - {name: end, delay: 500ms, end: {}}")
        self.assertIn(struct.pack("<HHB", 5, 0x0777, 0), self.everything(machine))
        self.passes(check)

    def test_an_upload_of_nobody_is_blocked(self):
        check, _ = self.play("  - {actor: host, upload: {machine: HY-0009, number: 1}}")
        self.assertEqual(check.wait(30), 2, check.describe())
        self.assertRegex(check.stdout(), r"(?m)^BLOCKED\b.*HY-0009 is not linked")


class BothEnds(Check):
    def test_each_plays_its_own_end(self):
        path = self.scenario(BOTH)
        host = self.start(path, "--json", "host.json")
        machines = programs.run(programs.FLEET_BIN, "check", path, "--host", self.address(host), "--json", self.folder / "fleet.json",
                                timeout=90)
        self.assertEqual(machines.returncode, 0, machines)
        self.passes(host)
        judged = {end: {f["name"] for f in programs.read_json(self.folder / f"{end}.json")["scenarios"][0]["findings"] if f["judged"]}
                  for end in ("host", "fleet")}
        self.assertEqual(judged["host"], {"counted", "no link is lost"})
        self.assertEqual(judged["fleet"], {"admitted", "refused", "polled", "no link is lost"})

    def test_in_virtual_time_one_program_plays_both(self):
        done = programs.run(programs.FLEET_BIN, "check", self.scenario(BOTH))
        self.assertEqual(done.returncode, 0, done)


class Suites(Check):
    def test_a_folder_is_played_one_after_the_other_on_one_port(self):
        for name, result in {"a-good": 0, "b-bad": 5, "c-good": 0}.items():
            self.scenario(ASKS.replace("RESULT", str(result)).replace("name: asks", f"name: {name}").replace("20s", "8s"), f"suite/{name}.yaml")
        self.scenario("scenario: 1\nname: d-fleet\nactors: {machines: {groups: [{family: pet}]}}\nexpect: [{message: status}]\n", "suite/d.yaml")
        self.scenario("scenario: 1\nname: e-wrong\nspeed: 3\n", "suite/e.yaml")
        check = self.start(self.folder / "suite", "--junit", "r.xml", "--json", "r.json", "--transcript", "transcripts")
        self.machines(check, "--count", 1)
        self.assertEqual(check.wait(90), 1, check.describe())
        lines = check.stdout().splitlines()
        self.assertEqual([line for line in lines if line.startswith("ready")], lines[:1])
        verdicts = [line.split()[:2] for line in lines if line.split()[:1] and line.split()[0] in ("PASS", "FAIL", "BLOCKED", "SKIPPED")]
        self.assertEqual([v for v, _ in verdicts], ["PASS", "FAIL", "PASS", "SKIPPED", "BLOCKED"], check.describe())
        self.assertIn("husky-fleet check plays it", check.stdout())
        cases = list(xml.etree.ElementTree.parse(self.folder / "r.xml").getroot().iter("testcase"))
        self.assertEqual(len(cases), 5)
        self.assertEqual(len(programs.read_json(self.folder / "r.json")["scenarios"]), 5)
        self.assertIn("a-good.txt", [p.name for p in (self.folder / "transcripts").iterdir()])


class BadInput(Check):
    def run_check(self, *args, **options):
        return programs.run(programs.HOST_BIN, *args, **options)

    def test_every_wrong_file_is_one_line_with_its_place(self):
        head = "scenario: 1\nname: wrong\nlimit: 20s\nactors: {host: {}, puppets: [{name: p, plays: host}]}\n"
        cases = {
            "unknown key": (head + "speed: 3\n", "5", "speed"),
            "unknown message": (head + "expect:\n  - {message: hello}\n", "6", "hello"),
            "unknown field": (head + "expect:\n  - {message: init, fields: {colour: 1}}\n", "6", "colour"),
            "value out of range": (head + "steps:\n  - {actor: host, ask: {message: start, machine: A, tandem_side: 300}}\n", "6", "300"),
            "an offset that goes back": (head + "steps:\n  - {at: 5s, wait: {}}\n  - {at: 2s, wait: {}}\n", "7", "at"),
            "a message that a machine never sends": (head + "expect:\n  - {message: languages}\n", "6", "languages"),
            "a trigger loop": (head + "steps:\n  - {name: a, after: b, wait: {}}\n  - {name: b, after: a, wait: {}}\n", "s.yaml"),
            "an action of a cell": (head + "steps:\n  - {actor: host, raise: {interruption: 3}}\n", "6", "raise"),
            "an unknown key of a host": ("scenario: 1\nname: wrong\nactors:\n  host: {speed: 1}\nexpect: [{message: init}]\n", "4", "speed"),
            "a timer out of range": ("scenario: 1\nname: wrong\nactors:\n  host: {link: {init_timeout_s: -1}}\nexpect: [{message: init}]\n", "4", "init_timeout_s"),
            "broken YAML": (head + "steps: [\n", "s.yaml"),
        }
        for name, (text, *words) in cases.items():
            for command in ("check", "validate"):
                with self.subTest(name, command=command):
                    done = self.run_check(command, self.scenario(text), *(["--port", "0"] if command == "check" else []))
                    self.assertEqual(done.returncode, 2, done)
                    lines = [line for line in (done.stdout + done.stderr).splitlines() if "s.yaml:" in line]
                    self.assertEqual(len(lines), 1, done)
                    for word in words:
                        self.assertIn(word, lines[0])

    def test_an_address_that_is_none_is_blocked(self):
        text = ASKS.replace("host: {}", "host: {machines: [{serial: HY-0001, address: 'here:there'}]}").replace("RESULT", "0")
        done = self.run_check("check", self.scenario(text), "--port", 0)
        self.assertEqual(done.returncode, 2, done)
        self.assertRegex(done.stdout, r"(?m)^BLOCKED.*s.yaml:6: .*expected ADDRESS:PORT, got 'here:there'")

    def test_a_scenario_of_machines_alone_is_not_for_this_program(self):
        path = self.scenario("scenario: 1\nname: m\nactors: {machines: {groups: [{family: pet}]}}\nexpect: [{message: status}]\n")
        done = self.run_check("check", path, "--port", 0)
        self.assertEqual(done.returncode, 2, done)
        self.assertRegex(done.stdout, r"(?m)^BLOCKED\b.*husky-fleet check plays it")
        folder = self.run_check("check", self.folder, "--port", 0)
        self.assertEqual(folder.returncode, 0, folder)
        self.assertRegex(folder.stdout, r"(?m)^SKIPPED\b.*husky-fleet check plays it")

    def test_wrong_flags_are_one_line(self):
        path = self.scenario(ASKS.replace("RESULT", "0"))
        with socket.create_server(("127.0.0.1", 0)) as taken:
            port = taken.getsockname()[1]
            for args in (["--port", "70000"], ["--port", "x"], ["--bind", "nowhere"], ["--bind", "127.0.0.1", "--port", port], ["--seed", "-1"],
                         ["--set", "novalue"], ["--http", "nowhere:x"], ["--http-token-file", self.folder / "none"],
                         ["--junit", self.folder / "none" / "r.xml"]):
                with self.subTest(args):
                    done = self.run_check("check", path, *([] if "--port" in args else ["--port", "0"]), *args)
                    self.assertEqual(done.returncode, 2, done)
                    self.assertEqual(len(done.stderr.strip().splitlines()), 1, done)

    def test_a_target_that_is_not_there_is_one_line(self):
        done = self.run_check("check", self.folder / "none.yaml", "--port", 0)
        self.assertEqual(done.returncode, 2, done)
        self.assertEqual(len(done.stderr.strip().splitlines()), 1, done)

    def test_the_schema_is_published_and_scenarios_are_valid(self):
        done = self.run_check("schema", "scenario")
        self.assertIn("$schema", json.loads(done.stdout))
        self.assertEqual(done.stdout, programs.run(programs.FLEET_BIN, "schema", "scenario").stdout)
        done = self.run_check("validate", *sorted(SHIPPED.glob("*.yaml")))
        self.assertEqual(done.returncode, 0, done)


if __name__ == "__main__":
    programs.main()
