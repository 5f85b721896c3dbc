"""husky-link replay and scenario: a recording plays again, either side of it, and the first divergence is named."""

import contextlib
import json
import pathlib
import re
import socket
import struct
import time

import captures
import peers
import programs
import wire

LINK = programs.LINK_BIN
FLEET = ("--count", 3, "--time-scale", "max", "--from", "2026-02-01")
DAY = "2026-01-01T00:00:"


class Replay(programs.EndToEnd):
    def replay(self, recording, *args, code=0, timeout=60):
        done = programs.run(LINK, "replay", recording, *args, timeout=timeout)
        self.assertNotIn("Sanitizer", done.stderr)
        self.assertEqual(done.returncode, code, done.stdout[-3000:] + done.stderr[-2000:])
        return done

    def playing(self, recording, *args):
        program = programs.Program(LINK, ["replay", recording, *args], self.folder, {})
        self.addCleanup(program.dispose)
        program.tcp = program.ready()["tcp"]
        return program

    def recorded_by_host(self, cycles=20):
        """A fleet of three ran against a host that captured it."""
        path = self.folder / "host.pcapng"
        host = self.host("--capture", path, store="none")
        self.assertEqual(self.fleet("--host", "127.0.0.1:%d" % host.tcp[1], *FLEET, "--cycles", cycles).wait(), 0)
        self.assertEqual(host.stop(), 0)
        return path

    def messages(self, path):
        done = programs.run(LINK, "decode", path, "--json")
        self.assertEqual(done.returncode, 0, done.stderr)
        return [json.loads(line) for line in done.stdout.splitlines()]

    def edited(self, path, old, new):
        """A copy with one place changed; returns it and the number of the frame."""
        data = path.read_bytes()
        self.assertTrue(old in data, old)
        copy = path.with_name("edited-" + path.name)
        copy.write_bytes(data.replace(old, new, 1))
        frames = list(zip(self.messages(path), self.messages(copy)))
        return copy, [was["fields"] != now["fields"] for was, now in frames].index(True) + 1

    def line(self, at, name, connection=1, **fields):
        host = name.endswith("init_response") or name in ("languages", "list", "status", "cycle_select", "interruption_list")
        return json.dumps({"time": f"{DAY}{at:09.6f}Z", "connection": connection, "direction": "to_dialler" if host else "to_listener",
                           "hex": wire.encode(name, **fields).hex()})

    def trace(self, *lines, name="trace.jsonl"):
        return self.write(name, "\n".join(lines) + "\n")


class AsMachine(Replay):
    def test_a_run_replays_against_a_fresh_host_whoever_recorded_it(self):
        tapped, traced, fleet_file = (self.folder / name for name in ("tap.pcapng", "tap.jsonl", "fleet.pcapng"))
        host = self.host("--capture", self.folder / "host.pcapng", store="none")
        tap = programs.Program(LINK, ["tap", "--listen", "127.0.0.1:0", "--target", "127.0.0.1:%d" % host.tcp[1], "--out", tapped, "--trace", traced],
                               self.folder, {})
        self.addCleanup(self._finish, tap)
        fleet = self.fleet("--host", "127.0.0.1:%d" % tap.ready()["tcp"][1], *FLEET, "--cycles", 20, "--capture", fleet_file)
        self.assertEqual((fleet.wait(), tap.stop(), host.stop()), (0, 0, 0))
        for recording in (self.folder / "host.pcapng", tapped, traced, fleet_file):
            with self.subTest(recording=recording.name):
                fresh = self.host()
                told = self.replay(recording, "--as", "machine", "--to", "127.0.0.1:%d" % fresh.tcp[1], "--speed", "max")
                self.assertIn("no divergence", told.stdout)
                for n in (1, 2, 3):
                    programs.eventually(lambda: fresh.counters(f"HY-000{n}") == list(range(1, 21)), "every cycle of the recording")

    def test_one_byte_of_one_frame_edited_is_named(self):
        recording = self.recorded_by_host()
        copy, number = self.edited(recording, *(wire.encode("list", language_code=" ", first_index=n) for n in (0, 1)))
        fresh = self.host(store="none")
        told = self.replay(copy, "--as", "machine", "--to", "127.0.0.1:%d" % fresh.tcp[1], "--speed", "max", code=1)
        self.assertRegex(told.stdout, rf"\Aframe {number}, list: came other fields, list \(")
        self.assertIn("\n  first_index: expected 1, came 0\n", told.stdout)
        self.assertRegex(told.stdout, r"(?s)\nexpected:\n.*list 0x0005.*\ncame:\n.*list 0x0005")
        found = json.loads(self.replay(copy, "--as", "machine", "--to", "127.0.0.1:%d" % fresh.tcp[1], "--speed", "max", "--json", code=1).stdout)
        self.assertEqual((found["result"], found["frame"]), ("diverged", number))
        self.assertEqual(found["differences"], [{"field": "first_index", "expected": "1", "came": "0"}])
        self.assertEqual((found["expected"]["fields"]["first_index"], found["came"]["fields"]["first_index"]), (1, 0))

    def test_an_edited_frame_of_our_own_shows_in_what_the_host_answers(self):
        talk = captures.Conversation().client_says(wire.encode("init", serial_number="HY-0001")).server_says(wire.encode("init_response", synch_time=1))
        talk.client_says(wire.frame(0x0099))
        path = self.folder / "talk.pcapng"
        path.write_bytes(captures.pcapng(captures.packets_of(talk)))
        told = self.replay(path, "--as", "machine", "--to", "127.0.0.1:%d" % self.host(store="none").tcp[1], "--speed", "max", code=1)
        self.assertIn("a message that was not recorded, error", told.stdout)

    def test_a_host_that_dials_is_waited_for(self):
        host = self.host(store="none")
        fleet = self.fleet("--host", "127.0.0.1:%d" % host.tcp[1], *FLEET[2:], "--count", 1, "--cycles", 5, "--capture", self.folder / "one.pcapng",
                           HUSKY_FLEET_DISPLAY="false")
        self.assertEqual(fleet.wait(), 0)
        plays = self.playing(self.folder / "one.pcapng", "--as", "machine", "--listen", "127.0.0.1:0", "--speed", "max")
        self.host("--dial", "127.0.0.1:%d" % plays.tcp[1], store="none")
        self.assertEqual(plays.wait(), 0, plays.describe())

    def test_a_pause_of_the_recording_is_kept_unless_it_is_to_be_fast(self):
        recording = self.trace(self.line(0, "init", serial_number="HY-0001"), self.line(0.001, "init_response", synch_time=5),
                               self.line(1.2, "event", date="26/01/01", time="00:00:00", languages=[]))
        for speed, least, most in (("1", 1.2, 60), ("4", 0.3, 60), ("max", 0, 1.1)):
            with self.subTest(speed=speed):
                begun = time.monotonic()
                self.replay(recording, "--as", "machine", "--to", "127.0.0.1:%d" % self.host(store="none").tcp[1], "--speed", speed)
                self.assertGreaterEqual(time.monotonic() - begun, least)
                self.assertLess(time.monotonic() - begun, programs.seconds(most))


class Demo(Replay):
    def test_a_demo_run_replays_against_a_fresh_host_and_an_edited_byte_is_named(self):
        recording = self.folder / "demo.pcapng"
        demo = self.host("--capture", recording)
        fleet = self.fleet("--config", programs.TOP / "configs" / "demo-fleet.yaml", "--host", "127.0.0.1:%d" % demo.tcp[1], "--time-scale", 20)
        fleet.ready()
        programs.eventually(lambda: sum(m["online"] for m in demo.items("/api/v1/machines")) == 12, "twelve machines are linked", 30)
        programs.eventually(lambda: demo.query("select count(*) from cycles")[0][0] >= 100, "a hundred cycles", 60)
        self.assertEqual((fleet.stop(), demo.stop()), (0, 0))
        recorded = self.messages(recording)
        self.assertGreaterEqual(sum(m["name"] == "display_init" for m in recorded), 1)

        fresh = self.host()
        address = "127.0.0.1:%d" % fresh.tcp[1]
        told = self.replay(recording, "--as", "machine", "--to", address, "--speed", "max", timeout=120)
        self.assertIn("no divergence", told.stdout)
        sent = sum(m["name"] == "cycle" for m in recorded)
        programs.eventually(lambda: fresh.query("select count(*) from cycles")[0][0] == sent, "every cycle of the recording")

        copy, number = self.edited(recording, *(wire.encode("list", language_code=" ", first_index=n) for n in (0, 1)))
        self.assertEqual([a != b for a, b in zip(recording.read_bytes(), copy.read_bytes())].count(True), 1)
        other = self.host(store="none")
        told = self.replay(copy, "--as", "machine", "--to", "127.0.0.1:%d" % other.tcp[1], "--speed", "max", timeout=120, code=1)
        self.assertRegex(told.stdout, rf"\Aframe {number}, list: came other fields, list \(")
        self.assertIn("\n  first_index: expected 1, came 0\n", told.stdout)


class AsHost(Replay):
    def fleet_replay(self, recording, *ignored, code=0):
        # At time scale max what a status says depends on the moment of the question.
        rules = self.write("rules.yaml", f"ignore: [{', '.join(('status_response', *ignored))}]\n")
        plays = self.playing(recording, "--as", "host", "--listen", "127.0.0.1:0", "--speed", "max", "--rules", rules)
        self.fleet("--host", "127.0.0.1:%d" % plays.tcp[1], *FLEET)
        self.assertEqual(plays.wait(60), code, plays.describe())
        return plays.stdout()

    def test_a_run_replays_against_a_fresh_fleet_and_an_edit_is_named(self):
        recording = self.recorded_by_host()
        self.assertIn("no divergence", self.fleet_replay(recording))
        cycles = [m for m in self.messages(recording) if m["name"] == "cycle"]
        value = next(v["value"] for v in cycles[7]["fields"]["values"] if v["variable_id"] == 101)
        old, new = (struct.pack("<HBf", 101, 1, value + n) for n in (0, 1))
        copy, number = self.edited(recording, old, new)
        told = self.fleet_replay(copy, code=1)
        self.assertRegex(told, rf"(?m)^frame {number}, cycle: came other fields, cycle \(")
        self.assertRegex(told, r"(?m)^  variables.101: expected [\d.]+, came [\d.]+$")
        self.assertIn("no divergence", self.fleet_replay(copy, "cycle.variables.101"))

    def test_another_seed_is_a_divergence(self):
        plays = self.playing(self.recorded_by_host(), "--as", "host", "--listen", "127.0.0.1:0", "--speed", "max")
        self.fleet("--host", "127.0.0.1:%d" % plays.tcp[1], *FLEET, "--seed", 2)
        self.assertEqual(plays.wait(60), 1, plays.describe())

    def test_a_machine_that_leaves_too_early_is_a_divergence(self):
        plays = self.playing(self.recorded_by_host(), "--as", "host", "--listen", "127.0.0.1:0", "--speed", "max")
        with contextlib.closing(peers.ScriptedMachine.dial(plays.tcp)) as machine:
            machine.send("init", serial_number="HY-0001")
            machine.expect("init_response")
        self.assertEqual(plays.wait(60), 1, plays.describe())
        self.assertIn("came the end of the link", plays.stdout())


class Refusals(Replay):
    def refused(self, recording, *args, told=""):
        done = self.replay(recording, *(args or ("--as", "machine", "--to", "127.0.0.1:1")), code=2)
        self.assertEqual(len(done.stderr.strip().splitlines()), 1, done.stderr)
        self.assertIn(told, done.stderr)

    def test_a_recording_that_cannot_be_played_is_one_line_and_exit_code_2(self):
        web = captures.Conversation().client_says(b"GET / HTTP/1.1\r\n\r\n").server_says(b"HTTP/1.1 200 OK\r\n\r\n")
        self.refused(self.file(captures.pcapng(captures.packets_of(web))), told="another protocol")
        self.refused(self.file(b""), told="neither a capture")
        self.refused(self.file(b"05 00 03 00 00"), told="neither a capture")
        self.refused(self.folder, told="is a folder")
        self.refused(self.folder / "nowhere", told="No such file or directory")
        talk = captures.Conversation().client_says(wire.encode("init", serial_number="A")).server_says(wire.encode("init_response"))
        whole = captures.pcapng(captures.packets_of(talk))
        self.refused(self.file(whole[:-10]), told="truncated")
        self.refused(self.file(captures.pcapng(captures.packets_of(talk)[3:])), told="from its start")
        self.refused(self.file(whole.replace(b"\x5c\0\0\0", b"\xff\xff\xff\x7f", 2)))
        alone = captures.Conversation().client_says(wire.encode("init", serial_number="A"))
        self.refused(self.file(captures.pcapng(captures.packets_of(alone))), "--as", "host", "--listen", "127.0.0.1:0", told="nothing from the host")
        self.refused(self.trace("{}"), told="trace.jsonl:1: time: expected a text")
        self.refused(self.trace(self.line(0, "init", serial_number="A"), "{nonsense"), told="trace.jsonl:2: expected a JSON object")

    def file(self, data):
        path = self.folder / "recording"
        path.write_bytes(data)
        return path

    def test_wrong_options_are_named(self):
        good = self.trace(self.line(0, "init", serial_number="A"), self.line(0, "init_response"))
        self.refused(good, "--as", "machine", told="expected one of --to A:P and --listen A:P")
        self.refused(good, "--as", "machine", "--to", "a", "--listen", "b", told="expected one of")
        self.refused(good, "--as", "machine", "--to", "127.0.0.1:1", "--speed", "0", told="--speed")
        self.refused(good, "--as", "machine", "--to", "127.0.0.1:1", "--timeout", "soon", told="--timeout")
        for rules, told in (("ignore: [nothing.at.all]", "rules.yaml:1: ignore: 'nothing.at.all': no message is called 'nothing'"),
                            ("ignored: []", "rules.yaml:1: ignored"), ("ignore: [cycle..x]", "expected MESSAGE.FIELD")):
            self.refused(good, "--as", "machine", "--to", "127.0.0.1:1", "--rules", self.write("rules.yaml", rules), told=told)

    def test_nobody_there_is_told(self):
        good = self.trace(self.line(0, "init", serial_number="A"), self.line(0, "init_response"))
        with socket.create_server(("127.0.0.1", 0)) as free:
            address = "127.0.0.1:%d" % free.getsockname()[1]
        self.refused(good, "--as", "machine", "--to", address, told=f"cannot reach {address}: Connection refused")
        with socket.create_server(("127.0.0.1", 0)) as taken:
            self.refused(good, "--as", "machine", "--listen", "127.0.0.1:%d" % taken.getsockname()[1], told="cannot listen on")

    def test_silence_is_exit_code_124_and_names_what_did_not_come(self):
        good = self.trace(self.line(0, "init", serial_number="A"), self.line(0, "init_response"))
        with socket.create_server(("127.0.0.1", 0)) as mute:
            told = self.replay(good, "--as", "machine", "--to", "127.0.0.1:%d" % mute.getsockname()[1], "--timeout", "200ms", code=124)
        self.assertIn("silence: frame 2 did not come, init response", told.stdout)
        told = self.replay(good, "--as", "host", "--listen", "127.0.0.1:0", "--timeout", "200ms", code=124)
        self.assertIn("silence: nobody opened the connection", told.stdout)


class Scenario(Replay):
    def test_a_recording_becomes_a_scenario_of_either_side(self):
        recording = self.recorded_by_host(cycles=3)
        count = len(self.messages(recording))
        for side, other in (("machine", "host"), ("host", "machine")):
            done = programs.run(LINK, "scenario", recording, "--as", side)
            self.assertEqual(done.returncode, 0, done.stderr)
            steps, _, expected = done.stdout.partition("\nexpect:\n")
            self.assertRegex(steps, r"\Ascenario: 1\nname: host\n")
            self.assertIn(f"plays: {side}", steps)
            self.assertEqual(len(re.findall(r"(?m)^    send: ", steps)) + len(re.findall(r"(?m)^    message: ", expected)), count)
            self.assertNotIn("synch_time", expected)
        self.assertEqual(programs.run(LINK, "scenario", recording, "--as", "host", "--out", "/nowhere/s.yaml").returncode, 2)

    def converted(self, recording, side):
        path = self.folder / f"{side}.yaml"
        done = programs.run(LINK, "scenario", recording, "--as", side, "--out", path)
        self.assertEqual(done.returncode, 0, done.stderr)
        checked = programs.run(programs.FLEET_BIN, "validate", path)
        self.assertEqual(checked.returncode, 0, checked.stdout + checked.stderr)
        return path

    def played(self, path, host):
        done = programs.run(programs.FLEET_BIN, "check", path, "--host", "127.0.0.1:%d" % host.tcp[1], timeout=120)
        self.assertEqual(done.returncode, 0, done.stdout[-3000:] + done.stderr)
        self.assertRegex(done.stdout, r"(?m)^PASS\b")

    def test_a_run_of_our_own_pair_passes_as_a_scenario_against_a_fresh_host(self):
        recording = self.recorded_by_host(cycles=5)
        self.converted(recording, "host")
        fresh = self.host()
        self.played(self.converted(recording, "machine"), fresh)
        for n in (1, 2, 3):
            programs.eventually(lambda: fresh.counters(f"HY-000{n}") == list(range(1, 6)), "every cycle of the recording")

    def test_what_a_machine_did_wrong_is_in_the_scenario_too(self):
        recording = self.folder / "wrong.pcapng"
        host = self.host("--capture", recording, store="none")
        machine = self.connect(host, "HY-0001")
        machine.polled()
        machine.send("error", command=0x000C, code=3, text="busy")
        machine.send_bytes(bytes.fromhex("06 00 99 00 01 02"))
        machine.expect_error(1, 0x0099)
        machine.fence()
        machine.close()
        self.assertEqual(host.stop(), 0)
        self.played(self.converted(recording, "machine"), self.host(store="none"))

    def test_the_golden_recording_becomes_the_golden_scenario(self):
        golden = pathlib.Path(__file__).parent / "golden"
        for side in ("machine", "host"):
            with self.subTest(side):
                told = self.converted(golden / "two-cycles.jsonl", side).read_text()
                self.assertEqual(told, (golden / f"two-cycles-{side}.yaml").read_text())
        self.played(golden / "two-cycles-machine.yaml", self.host(store="none"))

    def test_a_recording_that_is_none_is_one_line_and_exit_code_2(self):
        web = captures.Conversation().client_says(b"GET / HTTP/1.1\r\n\r\n").server_says(b"HTTP/1.1 200 OK\r\n\r\n")
        talk = captures.Conversation().client_says(wire.encode("init", serial_number="A")).server_says(wire.encode("init_response"))
        whole = captures.pcapng(captures.packets_of(talk))
        for data, told in ((captures.pcapng(captures.packets_of(web)), "another protocol"), (whole[:-10], "truncated"), (b"", "neither a capture"),
                           (whole[:30], "truncated")):
            with self.subTest(told):
                path = self.folder / "bad"
                path.write_bytes(data)
                done = programs.run(LINK, "scenario", path, "--as", "machine", timeout=20)
                self.assertEqual((done.returncode, done.stdout), (2, ""), done)
                self.assertEqual(len(done.stderr.strip().splitlines()), 1, done.stderr)
                self.assertIn(str(path), done.stderr)
                self.assertIn(told, done.stderr)


if __name__ == "__main__":
    programs.main()
