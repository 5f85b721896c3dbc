"""husky-fleet check: scenarios against a real host, against scripted hosts, and in virtual time; verdicts, reports and exit codes."""

import json
import pathlib
import signal
import socket
import threading
import time
import unittest
import xml.etree.ElementTree

import programs

SHIPPED = programs.TOP / "configs" / "scenarios"

PUPPET = """
scenario: 1
name: hello
about: a puppet says who it is
limit: 20s
actors: {puppets: [{name: p}]}
steps:
  - {name: dial, actor: p, connect: {}}
  - {name: init, actor: p, send: {message: init, serial_number: HY-0009}}
expect:
  - {name: admitted, actor: p, message: init_response, fields: {result: RESULT}, within: 5s}
"""

MACHINE = """
scenario: 1
name: one-machine
time_scale: 60
limit: 60s
actors: {machines: {groups: [{family: pet}]}}
expect:
  - {name: admitted, message: init_response, fields: {result: 0}, within: 10s}
"""

DISPLAY = """
scenario: 1
name: display
limit: 60s
actors: {machines: {groups: [{family: cap}]}}
steps:
  - {name: shown, actor: HY-0001, when: {message: display_init_response, actor: HY-0001}, wait: {}}
  - {name: lost, actor: HY-0001, reset: {}}
expect:
  - {name: admitted, actor: HY-0001, message: display_init_response, fields: {result: 0}, within: 20s}
  - {name: linked again, actor: HY-0001, message: init_response, fields: {result: 0}, after: lost, within: 20s}
  - {name: admitted again, actor: HY-0001, message: display_init_response, fields: {result: 0}, after: lost, within: 20s}
"""


class Check(programs.EndToEnd):
    def check(self, *args, timeout=60, folder=None, **environment):
        return programs.run_in(folder or self.folder, programs.FLEET_BIN, "check", *args, timeout=timeout, **environment)

    def start(self, *args):
        running = programs.Program(programs.FLEET_BIN, ["check", *args], self.folder, {})
        self.addCleanup(running.dispose)
        return running

    def scenario(self, text, name="s.yaml"):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        return self.write(name, text)

    def address(self, host):
        return f"{host.tcp[0]}:{host.tcp[1]}"

    def listener(self, serve=None):
        """A port that accepts; `serve` gets each connection in a thread of its own."""
        server = socket.create_server(("127.0.0.1", 0))
        self.addCleanup(server.close)
        kept = []

        def accept():
            while True:
                try:
                    connection, _ = server.accept()
                except OSError:
                    return
                kept.append(connection)
                if serve:
                    serve(connection)

        threading.Thread(target=accept, daemon=True).start()
        self.addCleanup(lambda: [c.close() for c in kept])
        return f"127.0.0.1:{server.getsockname()[1]}"


class Verdicts(Check):
    def test_a_scenario_that_a_real_host_fulfils_passes(self):
        done = self.check(self.scenario(PUPPET.replace("RESULT", "0")), "--host", self.address(self.host()))
        self.assertEqual(done.returncode, 0, done)
        self.assertRegex(done.stdout, r"(?m)^PASS\b.*hello")

    def test_one_that_it_does_not_fulfil_fails_and_says_why_and_how_to_repeat_it(self):
        host = self.host()
        path = self.scenario(PUPPET.replace("RESULT", "3"))
        done = self.check(path, "--host", self.address(host), "--seed", 7)
        self.assertEqual(done.returncode, 1, done)
        self.assertRegex(done.stdout, r"(?m)^FAIL\b.*hello")
        self.assertIn("admitted", done.stdout)
        self.assertIn("init_response", done.stdout)
        self.assertIn(f"husky-fleet check {path} --seed 7 --host {self.address(host)}", done.stdout)

    def test_machines_live_on_a_real_host(self):
        host = self.host()
        done = self.check(self.scenario(MACHINE), "--host", self.address(host))
        self.assertEqual(done.returncode, 0, done)
        programs.eventually(lambda: host.query("select count(*) from machines")[0][0] == 1, "the machine is stored")

    def free_port(self):
        with socket.create_server(("127.0.0.1", 0)) as free:
            return free.getsockname()[1]

    def test_machines_wait_for_a_host_that_dials_them(self):
        port = self.free_port()
        running = self.start(self.scenario(MACHINE), "--listen", f"127.0.0.1:{port}")
        self.host("--dial", f"127.0.0.1:{port}")
        self.assertEqual(running.wait(60), 0, running.describe())

    def test_a_host_dials_the_displays_of_machines_that_wait_for_it_and_again_after_a_lost_link(self):
        port = self.free_port()
        running = self.start(self.scenario(DISPLAY), "--listen", f"127.0.0.1:{port}")
        self.host("--dial", f"127.0.0.1:{port}")
        self.assertEqual(running.wait(60), 0, running.describe())

    def test_a_host_that_never_comes_is_blocked(self):
        done = self.check(self.scenario(MACHINE.replace("within: 10s", "within: 1s")), "--listen", f"127.0.0.1:{self.free_port()}")
        self.assertEqual(done.returncode, 2, done)
        self.assertRegex(done.stdout, r"(?m)^BLOCKED\b.*no host came")

    def test_a_port_that_is_taken_is_blocked(self):
        address = self.listener()
        done = self.check(self.scenario(MACHINE), "--listen", address)
        self.assertEqual(done.returncode, 2, done)
        self.assertRegex(done.stdout, r"(?m)^BLOCKED\b.*cannot wait for a host at " + address)

    def test_without_a_host_it_is_played_in_virtual_time(self):
        done = self.check(self.scenario(MACHINE))
        self.assertEqual(done.returncode, 0, done)
        self.assertIn("virtual time", done.stderr)

    def test_nobody_at_the_address_is_blocked(self):
        with socket.create_server(("127.0.0.1", 0)) as free:
            address = f"127.0.0.1:{free.getsockname()[1]}"
        for text in (MACHINE, PUPPET.replace("RESULT", "0")):
            done = self.check(self.scenario(text), "--host", address)
            self.assertEqual(done.returncode, 2, done)
            self.assertRegex(done.stdout, r"(?m)^BLOCKED\b.*no host at " + address)

    def test_a_host_that_is_silent_fails_in_time(self):
        begun = time.monotonic()
        done = self.check(self.scenario(PUPPET.replace("RESULT", "0")), "--host", self.listener())
        self.assertEqual(done.returncode, 1, done)
        self.assertLess(time.monotonic() - begun, programs.seconds(15))

    def test_a_host_that_closes_at_once_fails(self):
        done = self.check(self.scenario(PUPPET.replace("RESULT", "0")), "--host", self.listener(lambda c: c.close()))
        self.assertEqual(done.returncode, 1, done)

    def test_a_host_that_resets_fails(self):
        def reset(connection):
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
            connection.close()
        done = self.check(self.scenario(MACHINE), "--host", self.listener(reset))
        self.assertEqual(done.returncode, 1, done)

    def test_a_host_that_talks_nonsense_fails(self):
        done = self.check(self.scenario(MACHINE), "--host", self.listener(lambda c: c.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")))
        self.assertEqual(done.returncode, 1, done)

    def test_a_scenario_of_a_host_alone_is_not_for_this_program(self):
        path = self.scenario("scenario: 1\nname: h\nactors: {host: {}}\nexpect: [{message: cycle}]\n")
        done = self.check(path, "--host", "127.0.0.1:1")
        self.assertEqual(done.returncode, 2, done)
        self.assertRegex(done.stdout, r"(?m)^BLOCKED\b.*husky-host check")
        folder = self.check(self.folder, "--host", "127.0.0.1:1")
        self.assertEqual(folder.returncode, 0, folder)
        self.assertRegex(folder.stdout, r"(?m)^SKIPPED\b.*husky-host check")

    def test_the_limit_ends_what_would_not_end(self):
        text = MACHINE.replace("limit: 60s", "limit: 2s") + "steps: [{name: never, when: {link: closed}, wait: {}}]\n"
        done = self.check(self.scenario(text), "--host", self.address(self.host()))
        self.assertEqual(done.returncode, 2, done)
        self.assertRegex(done.stdout, r"(?m)^BLOCKED\b.*never")

    def test_an_interrupt_tells_what_is_known(self):
        path = self.scenario(MACHINE + "  - {name: kept, link: closed, never: true}\nsteps: [{name: never, when: {link: closed}, wait: {}}]\n")
        running = self.start(path, "--host", self.address(self.host()), "--json", "out.json")
        programs.eventually(lambda: self.hosts[0].metrics().get("husky_links") or
                            self.hosts[0].query("select count(*) from machines")[0][0], "the machine is linked")
        running.signal(signal.SIGINT)
        self.assertEqual(running.wait(10), 130, running.describe())
        self.assertRegex(running.stdout(), r"(?m)^BLOCKED\b.*cut short")
        self.assertTrue((self.folder / "out.json").exists())


class Asks(Check):
    """What a scenario expects of the system under test beside its links."""

    ASKING = MACHINE.replace("60s", "30s") + """  - {name: counted, metric: husky_cycles_total, labels: {fate: new}, least: 3}
  - {name: told, http: /api/v1/machines, pointer: /items/0/serial, equals: HY-0001}
  - {name: answered, http: /livez, equals: 200}
  - {name: stored, query: "select count(*) from cycles", least: 3}
steps: [{name: cycles, when: {message: cycle, actor: HY-0001, way: sent, count: 3}, wait: {}}]
"""

    def web(self, host):
        return f"{host.http[0]}:{host.http[1]}"

    def test_metrics_answers_and_rows_are_judged(self):
        host = self.host()
        done = self.check(self.scenario(self.ASKING), "--host", self.address(host), "--http", self.web(host),
                          "--store", f"sqlite:{host.database_file}")
        self.assertEqual(done.returncode, 0, done)
        self.assertNotIn("not judged", done.stdout)

    def test_what_is_not_so_fails_with_the_last_answer(self):
        host = self.host()
        text = self.ASKING.replace("equals: HY-0001", "equals: HY-0002, within: 2s").replace("least: 3}\nsteps", "least: 300, within: 2s}\nsteps")
        done = self.check(self.scenario(text), "--host", self.address(host), "--http", self.web(host), "--store", f"sqlite:{host.database_file}")
        self.assertEqual(done.returncode, 1, done)
        self.assertRegex(done.stdout, r"not met: told .*\n.*\n *came: *the last answer was .*HY-0001")
        self.assertRegex(done.stdout, r"not met: stored .*\n.*\n *came: *the last answer was \d+")

    def test_a_token_is_shown_where_one_is_wanted(self):
        host = self.host("--http-token-file", self.write("token", "s3cret\n"))
        path = self.scenario(MACHINE + "  - {name: told, http: /api/v1/machines, pointer: /items/0/serial, equals: HY-0001, within: 5s}\n")
        done = self.check(path, "--host", self.address(host), "--http", self.web(host))
        self.assertEqual(done.returncode, 2, done)
        self.assertRegex(done.stdout, r"(?m)^BLOCKED\b.*needs a token; give it by --http-token-file")
        done = self.check(path, "--host", self.address(host), "--http", self.web(host), "--http-token-file", self.folder / "token")
        self.assertEqual(done.returncode, 0, done)

    def test_nobody_there_is_blocked(self):
        host = self.host()
        with socket.create_server(("127.0.0.1", 0)) as free:
            nowhere = f"127.0.0.1:{free.getsockname()[1]}"
        path = self.scenario(MACHINE + "  - {name: told, http: /livez, equals: 200, within: 2s}\n")
        done = self.check(path, "--host", self.address(host), "--http", nowhere)
        self.assertEqual(done.returncode, 2, done)
        self.assertRegex(done.stdout, f"(?m)^BLOCKED\\b.*http://{nowhere}/livez: Connection refused")
        path = self.scenario(MACHINE + "  - {name: stored, query: select 1, equals: 1, within: 2s}\n")
        for url, why in (("postgresql://plant/x", "only sqlite:FILE can be queried"), ("sqlite:none.db", "unable to open")):
            done = self.check(path, "--host", self.address(host), "--store", url)
            self.assertEqual(done.returncode, 2, done)
            self.assertRegex(done.stdout, rf"(?m)^BLOCKED\b.*{why}")

    def test_an_answer_that_never_comes_does_not_hold_the_scenario_up(self):
        host = self.host()
        path = self.scenario(MACHINE + "  - {name: told, http: /livez, equals: 200, within: 2s}\n")
        begun = time.monotonic()
        done = self.check(path, "--host", self.address(host), "--http", self.listener())
        self.assertLess(time.monotonic() - begun, programs.seconds(15))
        self.assertEqual(done.returncode, 2, done)
        self.assertRegex(done.stdout, r"(?m)^BLOCKED\b.*no answer came")

    def test_a_query_that_never_ends_is_cut_off(self):
        host = self.host()
        path = self.scenario(MACHINE + "  - {name: endless, within: 2s, equals: 1,\n"
                             "     query: with recursive n(x) as (select 1 union all select x + 1 from n) select count(*) from n}\n")
        begun = time.monotonic()
        done = self.check(path, "--host", self.address(host), "--store", f"sqlite:{host.database_file}")
        self.assertLess(time.monotonic() - begun, programs.seconds(15))
        self.assertEqual(done.returncode, 2, done)
        self.assertRegex(done.stdout, r"(?m)^BLOCKED\b.*no answer came")

    def test_in_virtual_time_nobody_is_asked(self):
        done = self.check(self.scenario(self.ASKING))
        self.assertEqual(done.returncode, 0, done)
        self.assertIn("4 not judged", done.stdout)


class Screens(Check):
    def test_keys_at_a_machine_change_its_set_up_and_its_display_link_stands_at_a_real_host(self):
        text = MACHINE + """
  - {name: shown, message: display_init_response, fields: {result: 0}, within: 20s}
  - {name: told, message: event, way: sent, after: taken, within: 5s}
steps:
  - {name: reports, when: {message: display_init_response}, wait: {}}
  - {name: page, actor: HY-0001, key: {code: 0x0107}}
  - {name: typed, actor: HY-0001, key: {text: "500"}}
  - {name: taken, actor: HY-0001, key: {code: 0x0117}}
"""
        host = self.host()
        done = self.check(self.scenario(text), "--host", self.address(host))
        self.assertEqual(done.returncode, 0, done)
        self.assertEqual(self.check(self.scenario(text)).returncode, 0)
        self.assertIn("HY-0001 has no operator screen: its fleet says display: false",
                      self.check(self.scenario(MACHINE.replace("{groups:", "{display: false, groups:") +
                                               "steps: [{actor: HY-0001, key: {code: 257}}]\n"), "--host", self.address(host)).stdout)


class Faults(Check):
    def test_a_steps_fault_acts_on_a_link_that_stands_and_ends_with_a_step(self):
        puppet = PUPPET.split("steps:")[0] + """
steps:
  - {name: dial, actor: p, connect: {}}
  - {name: first, actor: p, send: {message: identify}}
  - {name: deaf, actor: p, when: {message: identify_response}, fault: {message: identify_response, way: received, do: drop}}
  - {name: second, actor: p, send: {message: identify}}
  - {name: hears, actor: p, delay: 1s, clear_faults: {}}
  - {name: third, actor: p, send: {message: identify}}
expect:
  - {name: nothing, message: identify_response, never: true, after: second, within: 500ms}
  - {name: again, message: identify_response, after: third, within: 5s, count: 1}
"""
        machine = MACHINE + """
  - {name: lost, link: closed, after: dies, within: 5s}
steps:
  - {name: reports, when: {message: cycle, way: sent}, wait: {}}
  - {name: dies, actor: HY-0001, fault: {message: cycle, do: reset}}
"""
        host = self.host()
        for name, text in {"puppet": puppet, "machine": machine}.items():
            with self.subTest(name):
                done = self.check(self.scenario(text), "--host", self.address(host))
                self.assertEqual(done.returncode, 0, done)


class Reports(Check):
    def suite(self):
        for name, result in {"a-good": 0, "b-bad": 3}.items():
            self.scenario(PUPPET.replace("RESULT", str(result)).replace("hello", name), f"suite/{name}.yaml")
        self.scenario("scenario: 1\nname: c-host\nactors: {host: {}}\nexpect: [{message: cycle}]\n", "suite/below/c-host.yaml")
        self.scenario("scenario: 1\nname: d-wrong\nspeed: 3\n", "suite/d-wrong.yaml")
        return self.folder / "suite"

    def cases(self, path, told):
        """The test cases of a JUnit file by the scenario's name, or by the file's where it has none."""
        root = xml.etree.ElementTree.parse(path).getroot()
        self.assertEqual(root.tag, "testsuites")
        suites = root.findall("testsuite")
        self.assertEqual(len(suites), 1)
        kinds = list(told.values())
        for element in (root, suites[0]):
            self.assertEqual([int(element.get(key)) for key in ("tests", "failures", "errors", "skipped")],
                             [len(kinds), kinds.count("failure"), kinds.count("error"), kinds.count("skipped")])
            self.assertGreaterEqual(float(element.get("time")), 0)
        return {pathlib.Path(case.get("name")).stem: case for case in suites[0].findall("testcase")}

    def assert_junit(self, path, told):
        cases = self.cases(path, told)
        self.assertEqual(set(cases), set(told))
        types = {"failure": "FAIL", "error": "BLOCKED"}
        for name, kind in told.items():
            case = cases[name]
            self.assertEqual([child.tag for child in case if child.tag in ("failure", "error", "skipped")], [kind] if kind else [])
            self.assertTrue(case.get("classname") and case.get("file"), case.attrib)
            self.assertGreaterEqual(float(case.get("time")), 0)
            self.assertEqual([p.get("name") for p in case.iter("property")], ["seed"])
            if kind:
                self.assertTrue(case.find(kind).get("message"), name)
                self.assertEqual(case.find(kind).get("type"), types.get(kind))
        return cases

    def assert_json(self, path, told):
        report = programs.read_json(path)
        self.assertEqual({pathlib.Path(s["name"] or s["file"]).stem: s["outcome"] for s in report["scenarios"]}, told)
        for key, outcome in {"passed": "PASS", "failed": "FAIL", "blocked": "BLOCKED", "skipped": "SKIPPED"}.items():
            self.assertEqual(report[key], list(told.values()).count(outcome), key)
        for s in report["scenarios"]:
            self.assertEqual(bool(s["reason"]), s["outcome"] in ("BLOCKED", "SKIPPED"), s)
        return report

    def test_a_warning_is_reported_and_fails_nothing(self):
        text = PUPPET.replace("RESULT", "0") + "  - {name: only told, message: event, way: sent, severity: warning, within: 1s}\n"
        done = self.check(self.scenario(text), "--host", self.address(self.host()), "--junit", self.folder / "r.xml", "--json", self.folder / "r.json")
        self.assertEqual(done.returncode, 0, done)
        self.assertIn("only told", done.stdout)
        case = self.assert_junit(self.folder / "r.xml", {"hello": None})["hello"]
        self.assertIn("only told", case.find("system-out").text)
        report = self.assert_json(self.folder / "r.json", {"hello": "PASS"})
        told = {f["name"]: (f["severity"], f["met"]) for f in report["scenarios"][0]["findings"]}
        self.assertEqual(told["only told"], ("warning", False))
        self.assertEqual(told["admitted"], ("failure", True))

    def test_any_text_of_a_scenario_is_well_formed_in_the_reports(self):
        strange = "a < b & 'c' > \"d\" ]]> \u00e9 \U0001f600"
        text = PUPPET.replace("RESULT", "3").replace("a puppet says who it is", json.dumps(strange, ensure_ascii=False))
        done = self.check(self.scenario(text, name="a&b <c>.yaml"), "--host", self.address(self.host()), "--junit", self.folder / "r.xml",
                          "--json", self.folder / "r.json")
        self.assertEqual(done.returncode, 1, done)
        case = self.assert_junit(self.folder / "r.xml", {"hello": "failure"})["hello"]
        self.assertTrue(case.get("file").endswith("a&b <c>.yaml"))
        self.assertIn(strange, case.find("failure").text + self.assert_json(self.folder / "r.json", {"hello": "FAIL"})["scenarios"][0]["about"])

    def test_a_suite_is_reported_in_all_forms(self):
        suite = self.suite()
        done = self.check(suite, "--host", self.address(self.host()), "--junit", self.folder / "r.xml", "--json",
                          self.folder / "r.json", "--transcript", self.folder / "transcripts")
        self.assertEqual(done.returncode, 1, done)
        verdicts = [line.split()[:2] for line in done.stdout.splitlines() if line.split()[:1] and
                    line.split()[0] in ("PASS", "FAIL", "BLOCKED", "SKIPPED")]
        self.assertEqual([v for v, _ in verdicts], ["PASS", "FAIL", "SKIPPED", "BLOCKED"])  # a-good, b-bad, below/c-host, d-wrong

        self.assert_junit(self.folder / "r.xml", {"a-good": None, "b-bad": "failure", "c-host": "skipped", "d-wrong": "error"})
        self.assert_json(self.folder / "r.json", {"a-good": "PASS", "b-bad": "FAIL", "c-host": "SKIPPED", "d-wrong": "BLOCKED"})
        text = (self.folder / "r.json").read_text()
        for word in ("admitted", "--seed 1"):
            self.assertIn(word, text)
        transcripts = sorted(p.name for p in (self.folder / "transcripts").iterdir())
        self.assertTrue(any("a-good" in name for name in transcripts), transcripts)
        self.assertTrue(any("b-bad" in name for name in transcripts), transcripts)

    def test_who_follows_a_check_hears_of_each_step_and_expectation(self):
        file = self.folder / "follow.jsonl"
        done = self.check(self.scenario(PUPPET.replace("RESULT", "0")), "--host", self.address(self.host()), "--follow", file)
        self.assertEqual(done.returncode, 0, done)
        lines = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
        self.assertEqual([line["outcome"] for line in lines], [None] * (len(lines) - 1) + ["PASS"])
        self.assertEqual([step["name"] for step in lines[0]["steps"]], ["dial", "init"])
        self.assertEqual([step["state"] for step in lines[-1]["steps"]], ["done", "done"])
        came = lines[-1]["expectations"][0]
        self.assertEqual((came["name"], came["state"]), ("admitted", "met"))
        self.assertIn("init_response", came["came"])
        done = self.check(self.scenario(PUPPET.replace("RESULT", "0")), "--follow", self.folder / "none" / "f")
        self.assertEqual(done.returncode, 2, done)

    def test_a_folder_is_played_whole_and_tells_what_it_left_out(self):
        small = MACHINE.replace("one-machine", "same")
        mounted = self.folder / "suite" / "..2024_11_05"
        mounted.mkdir(parents=True)
        for name, content in (("..2024_11_05/mounted.yaml", small.encode()), ("marked.yaml", b"\xef\xbb\xbf" + small.encode()),
                              ("a/quoted.yml", small.replace("scenario:", '"scenario":').encode()), ("wide.yaml", small.encode("utf-16")),
                              ("latin.YAML", b"# a\nabout: M\xfcller" + small.encode()), (".yamllint.yaml", b"extends: default\n"),
                              ("molecule.yml", b"scenario: {name: default}\n")):
            path = self.folder / "suite" / name
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(content)
        (self.folder / "suite" / "..data").symlink_to("..2024_11_05")
        (self.folder / "suite" / "mounted.yaml").symlink_to("..data/mounted.yaml")
        (self.folder / "suite" / "again").symlink_to("a")
        done = self.check("suite", "--json", self.folder / "r.json", "--junit", self.folder / "r.xml", folder=self.folder)
        self.assertEqual(done.returncode, 2, done)
        self.assertRegex(done.stdout, r"(?m)^PASS    same \[a/quoted\.yml\] ")
        self.assertRegex(done.stdout, r"(?m)^BLOCKED suite/latin\.YAML: suite/latin\.YAML:2: .*UTF-8")
        self.assertRegex(done.stdout, r"(?m)^BLOCKED suite/wide\.yaml: suite/wide\.yaml.*UTF-16")
        self.assertIn("5 scenarios: 3 passed, 2 blocked; 3 files left out\n", done.stdout)
        self.assertIn("suite/again: left out, it is the same as suite/a\n", done.stderr)
        report = programs.read_json(self.folder / "r.json")
        self.assertEqual([s["path"] for s in report["scenarios"]], ["a/quoted.yml", "latin.YAML", "marked.yaml", "mounted.yaml", "wide.yaml"])
        self.assertEqual([each["file"] for each in report["left_out"]], ["suite/.yamllint.yaml", "suite/again", "suite/molecule.yml"])
        cases = [(c.get("classname"), c.get("name")) for c in xml.etree.ElementTree.parse(self.folder / "r.xml").iter("testcase")]
        self.assertEqual(cases[0], ("husky.scenario.a.quoted.yml", "same"))
        self.assertEqual(len(set(cases)), 5)

    def test_a_report_that_cannot_be_written_is_said_before_the_play(self):
        path = self.scenario(MACHINE)
        for flag in ("--junit", "--json"):
            done = self.check(path, flag, self.folder / "none" / "r")
            self.assertEqual(done.returncode, 2, done)
            self.assertEqual(len(done.stderr.strip().splitlines()), 2 if "virtual" in done.stderr else 1, done.stderr)
            self.assertNotIn("PASS", done.stdout)

    def test_the_same_seed_gives_the_same_transcript_whatever_runs_beside(self):
        folder = self.folder / "suite"
        folder.mkdir()
        for n in range(4):
            self.scenario(MACHINE.replace("one-machine", f"m{n}") + "steps: [{name: end, at: 600s, end: {}}]\n", f"suite/m{n}.yaml")
        seen = []
        for number, jobs in enumerate((1, 4, 4)):
            into = self.folder / f"t{number}"
            done = self.check(folder, "--jobs", jobs, "--transcript", into, "--seed", 11)
            self.assertEqual(done.returncode, 0, done)
            seen.append({p.name: p.read_bytes() for p in into.iterdir()})
        self.assertEqual(len(seen[0]), 4)
        self.assertEqual(seen[0], seen[1])
        self.assertEqual(seen[1], seen[2])
        other = self.folder / "other"
        self.check(folder, "--transcript", other, "--seed", 12)
        self.assertNotEqual(seen[0], {p.name: p.read_bytes() for p in other.iterdir()})


class BadInput(Check):
    def assert_refused(self, text, *words, command="check"):
        path = self.scenario(text)
        done = programs.run(programs.FLEET_BIN, command, path)
        self.assertEqual(done.returncode, 2, done)
        lines = [line for line in (done.stdout + done.stderr).splitlines() if "s.yaml:" in line]
        self.assertEqual(len(lines), 1, done)
        if command == "check":
            self.assertTrue(lines[0].startswith("BLOCKED "), done)
        for word in words:
            self.assertIn(word, lines[0])
        # The file and the line of the mistake, and but for what is no YAML the key.
        self.assertRegex(lines[0], r"s\.yaml:\d+: " + ("" if "not valid YAML" in lines[0] else r"[a-z_]+(\.\w+|\[\d+\])*: "))

    def test_every_wrong_file_is_one_line_with_its_place(self):
        head = "scenario: 1\nname: wrong\nlimit: 20s\nactors: {machines: {groups: [{family: pet}]}, puppets: [{name: p}]}\n"
        cases = {
            "unknown key": (head + "speed: 3\n", "5", "speed"),
            "unknown message": (head + "expect:\n  - {message: hello}\n", "6", "hello"),
            "unknown field": (head + "expect:\n  - {message: init_response, fields: {colour: 1}}\n", "6", "colour"),
            "value out of range": (head + "steps:\n  - {actor: p, send: {message: start, tandem_side: 300}}\n", "6", "300"),
            "text too wide": (head + "steps:\n  - {actor: p, send: {message: init, serial_number: ABCDEFGHIJKLMNOPQRST}}\n", "6", "serial_number"),
            "an offset that goes back": (head + "steps:\n  - {at: 5s, wait: {}}\n  - {at: 2s, wait: {}}\n", "7", "at"),
            "a window that ends before it begins": (head + "expect:\n  - {message: init_response, not_before: 5s, within: 2s}\n", "6"),
            "least above most": (head + "expect:\n  - {message: init_response, count: {least: 3, most: 1}}\n", "6"),
            "a message the host never sends": (head + "expect:\n  - {message: cycle}\n", "6", "cycle"),
            "a window that begins when all is over": (head + "expect:\n  - {message: init_response, not_before: 30s}\n", "6", "limit"),
            "a message that the actor never sends": (head + "expect:\n  - {message: status, way: sent, actor: HY-0001}\n", "6", "status"),
            "values that no variable has": (head + "expect:\n  - {values: {message: cycle, way: sent, variable: NoSuch, least: 1}}\n", "6", "NoSuch"),
            "a trigger that never comes": (head + "steps:\n  - {actor: HY-0001, when: {message: cycle, way: received}, wait: {}}\n", "6", "cycle"),
            "a step that begins when all is over": (head + "steps:\n  - {at: 30s, wait: {}}\n", "6", "limit"),
            "a loop of one": (head + "steps:\n  - {name: a, after: a, wait: {}}\n", "6", "wait for one another"),
            "a loop through a trigger": (head + "steps:\n  - {name: a, after: b, when: {message: status}, wait: {}}\n  - {name: b, after: a, wait: {}}\n", "wait for one another"),
            "a key that nobody has": (head + "steps:\n  - {actor: HY-0001, key: {machine: HY-0001, code: 257}}\n", "6", "host"),
            "a key out of range": (head + "steps:\n  - {actor: HY-0001, key: {code: 70000}}\n", "6", "code"),
            "a trigger loop": (head + "steps:\n  - {name: a, after: b, wait: {}}\n  - {name: b, after: a, wait: {}}\n", "s.yaml"),
            "an unknown step": (head + "steps:\n  - {after: nothing, wait: {}}\n", "6", "nothing"),
            "an unknown actor": (head + "steps:\n  - {actor: q, connect: {}}\n", "6", "q"),
            "broken YAML": (head + "steps: [\n", "s.yaml"),
            "an unknown family": ("scenario: 1\nname: wrong\nactors: {machines: {groups: [{family: nut}]}}\nexpect: [{message: status}]\n", "nut"),
            "an unknown fleet key": ("scenario: 1\nname: wrong\nactors: {machines: {speed: 1}}\nexpect: [{message: status}]\n", "speed"),
            "a fleet file that is not there": ("scenario: 1\nname: wrong\nactors: {machines: {fleet: none.yaml}}\nexpect: [{message: status}]\n", "3", "none.yaml"),
            "a dialect that is not there": (head + "dialect: none.yaml\n", "5", "dialect", "none.yaml"),
            "an unknown fault": (head + "faults: [{do: melt}]\n", "melt"),
        }
        for name, (text, *words) in cases.items():
            for command in ("check", "validate"):
                with self.subTest(name, command=command):
                    self.assert_refused(text, *words, command=command)

    def test_wrong_flags_are_one_line(self):
        path = self.scenario(MACHINE)
        for args in (["--host", "nowhere:x"], ["--seed", "-1"], ["--jobs", "0"], ["--set", "novalue"]):
            with self.subTest(args):
                done = self.check(path, *args)
                self.assertEqual(done.returncode, 2, done)
                self.assertEqual(len(done.stderr.strip().splitlines()), 1, done)

    def test_a_variable_that_nobody_asks_for_is_told(self):
        path = self.scenario(MACHINE.replace("pet", '"${family}"'))
        done = self.check(path, "--set", "family=pet", "--set", "famly=cap", "--set", "store=sqlite:x.db")
        self.assertEqual(done.returncode, 0, done)
        self.assertEqual([line for line in done.stderr.splitlines() if "--set" in line], ["--set famly: no scenario that is played uses ${famly}"])

    def test_a_target_that_is_not_there_or_empty_is_one_line(self):
        (self.folder / "empty").mkdir()
        for target in (self.folder / "none.yaml", self.folder / "empty"):
            done = self.check(target, "--host", "127.0.0.1:1")
            self.assertEqual(done.returncode, 2, done)
            self.assertEqual(len(done.stderr.strip().splitlines()), 1, done)

    def test_the_schema_is_published(self):
        done = programs.run(programs.FLEET_BIN, "schema", "scenario")
        self.assertEqual(done.returncode, 0)
        self.assertIn("$schema", json.loads(done.stdout))


class Shipped(Check):
    def test_shipped_scenarios_pass_in_virtual_time(self):
        done = self.check(SHIPPED, timeout=120)
        self.assertEqual(done.returncode, 0, done)

    def test_a_day_of_twenty_machines_takes_less_than_twenty_seconds(self):
        begun = time.monotonic()
        done = self.check(pathlib.Path(__file__).parent / "day.yaml", timeout=120)
        self.assertEqual(done.returncode, 0, done)
        self.assertLess(time.monotonic() - begun, programs.seconds(20))


if __name__ == "__main__":
    programs.main()
