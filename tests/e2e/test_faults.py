"""Faults of husky-host and husky-fleet: what a message suffers when somebody asks for it, over HTTP, in a file, as a flag."""

import time
import unittest

import displays
import programs
import screens
import test_fleet_display
import wire

FAULTS = "/api/v1/faults"


class Faults(programs.EndToEnd):
    def inject(self, host, fault):
        answer = host.request("POST", FAULTS, body=fault)
        self.assertEqual(answer.status, 201, answer.text)
        placed = answer.json
        self.assertEqual(answer.headers["Location"], f"{FAULTS}/{placed['id']}")
        return placed

    def done(self, host, placed):
        return host.get(f"{FAULTS}/{placed['id']}").json["done"]


class OverHttp(Faults):
    def test_faults_are_listed_paged_and_cleared(self):
        host = self.host()
        self.assertEqual(host.get(FAULTS).json, {"seed": 1, "items": [], "next": None})
        first = self.inject(host, {"name": "lossy", "message": "cycle", "way": "received", "every": 10, "do": "drop"})
        second = self.inject(host, {"machine": "HY-*", "do": {"delay": {"mean": "200ms", "spread": "50ms", "shape": "normal"}}})
        self.assertEqual((first["matched"], first["done"]), (0, 0))
        self.assertEqual(first["fault"], {"name": "lossy", "message": "cycle", "way": "received", "every": 10, "do": "drop"})
        page = host.get(FAULTS + "?limit=1").json
        self.assertEqual(([f["id"] for f in page["items"]], page["next"]), ([first["id"]], first["id"]))
        page = host.get(f"{FAULTS}?limit=1&after={page['next']}").json
        self.assertEqual(([f["id"] for f in page["items"]], page["next"]), ([second["id"]], None))
        self.assertEqual(host.request("DELETE", f"{FAULTS}/{first['id']}").status, 204)
        self.assertEqual(host.request("DELETE", f"{FAULTS}/{first['id']}").status, 404)
        self.assertEqual(host.get(f"{FAULTS}/{first['id']}").status, 404)
        self.assertEqual([f["id"] for f in host.items(FAULTS)], [second["id"]])
        self.assertEqual(host.request("DELETE", FAULTS).status, 204)
        self.assertEqual(host.items(FAULTS), [])

    def test_what_is_wrong_is_named_by_its_path(self):
        host = self.host()
        for body, path in {b"": "the body", b"{": "the body", b"[]": "expected a fault", b'{"do":"explode"}': "do: ",
                           b'{"do":"drop","mesage":"cycle"}': "mesage: unknown key",
                           b'{"do":{"delay":{"mean":"soon"}}}': "do.delay.mean: ",
                           b'{"message":"start","do":{"set_field":{"field":"tandem_side","value":300}}}': "do.set_field.value: ",
                           b'{"do":"drop","first":1,"every":2}': "first: "}.items():
            with self.subTest(body):
                answer = host.request("POST", FAULTS, {"Content-Type": "application/json"}, body)
                self.assertEqual((answer.status, answer.headers["Content-Type"]), (400, "application/problem+json"))
                self.assertTrue(answer.json["detail"].startswith(path), answer.json)
        self.assertEqual(host.items(FAULTS), [])

    def test_a_token_is_needed_as_for_any_other_write(self):
        host = self.host("--http-token-file", self.write("token", "secret\n"))
        for method in ("GET", "POST", "DELETE"):
            self.assertEqual(host.request(method, FAULTS, body={"do": "drop"} if method == "POST" else None).status, 401)
        host.headers["Authorization"] = "Bearer secret"
        self.inject(host, {"do": "drop"})

    def test_not_more_than_a_thousand(self):
        host = self.host()
        for _ in range(1000):
            self.inject(host, {"machine": "nobody", "do": "drop"})
        self.assertEqual(host.request("POST", FAULTS, body={"do": "drop"}).status, 409)


class OnALink(Faults):
    def setUp(self):
        super().setUp()
        self.the_host = self.host()
        self.machine = self.connect(self.the_host, "HY-0001")
        self.machine.polled()

    def place(self, **fault):
        return self.inject(self.the_host, fault)

    def test_a_fault_for_this_machine_and_for_another_one(self):
        self.place(machine="HY-0002", message="identify_response", do="drop")
        self.machine.fence()
        self.place(machine="HY-0001", message="identify_response", do={"set_field": {"field": "links", "value": 4711}})
        self.assertEqual(self.machine.fence()["links"], 4711)

    def test_a_dropped_cycle_is_a_gap(self):
        placed = self.place(message="cycle", way="received", skip=1, first=1, do="drop")
        for counter in (1, 2, 3):
            self.machine.send_bytes(wire.cycle(counter, 1000 + counter))
        programs.eventually(lambda: self.the_host.counters("HY-0001") == [1, 3], "the cycles around the lost one")
        programs.eventually(lambda: self.the_host.gaps("HY-0001") == [(2, 2)], "the gap")
        self.assertEqual(self.done(self.the_host, placed), 1)
        self.assertEqual(self.the_host.metrics()['husky_faults_done_total{kind="drop"}'], 1)

    def test_a_duplicated_cycle_is_stored_once(self):
        self.place(message="cycle", way="received", do="duplicate")
        self.machine.send_bytes(wire.cycle(1, 1000))
        programs.eventually(lambda: self.the_host.metrics()['husky_cycles_total{fate="duplicate"}'] == 1, "the second one")
        programs.eventually(lambda: self.the_host.counters("HY-0001") == [1], "the first one")

    def test_a_wrong_size_is_answered_with_error_2_and_the_end(self):
        self.place(message="cycle", way="received", do={"wrong_size": 3})
        self.machine.send_bytes(wire.cycle(1, 1000))
        self.machine.expect_error(2, 0)
        self.machine.expect_closed()

    def test_an_unknown_command_is_answered_with_error_1(self):
        self.place(message="cycle", way="received", do={"wrong_command": "0x7F01"})
        self.machine.send_bytes(wire.cycle(1, 1000))
        self.machine.expect_error(1, 0x7F01)
        self.machine.fence()

    def test_a_truncated_cycle_takes_the_next_message_along(self):
        self.place(message="cycle", way="received", first=1, do={"truncate": 9})
        self.machine.send_bytes(wire.cycle(1, 1000))
        self.machine.send_bytes(wire.cycle(1, 1000))
        self.machine.expect_error(2)

    def test_a_field_is_set_on_what_the_host_says(self):
        self.place(message="identify_response", do={"set_field": {"field": "links", "value": 4711}})
        self.assertEqual(self.machine.fence()["links"], 4711)

    def test_a_wrong_result_of_init_and_a_time_in_the_past(self):
        self.place(message="init_response", do={"shift_time": "-24h"})
        self.place(message="init_response", do={"set_field": {"field": "result", "value": 3}})
        self.machine.send("init", serial_number="HY-0001")
        answer = self.machine.expect("init_response", result=3)
        self.assertLess(abs(answer["synch_time"] - (time.time() - 86400)), 60)

    def test_a_delayed_answer_comes_late_and_the_order_stays(self):
        self.place(message="identify_response", first=1, do={"delay": "300ms"})
        began = time.monotonic()
        self.machine.send("identify")
        self.machine.send("identify")
        self.machine.expect("identify_response")
        self.assertGreaterEqual(time.monotonic() - began, 0.3)
        self.machine.expect("identify_response")

    def test_a_reset_is_a_reset(self):
        self.place(message="identify_response", do="reset")
        self.machine.send("identify")
        with self.assertRaises(ConnectionResetError):
            while self.machine.socket.recv(1000):
                pass

    def test_a_close_is_in_order(self):
        self.place(message="identify_response", skip=1, do="close")
        self.machine.send("identify")
        self.machine.send("identify")
        self.machine.expect("identify_response")
        self.machine.expect_closed()

    def test_faults_that_are_cleared_do_nothing_more(self):
        self.place(message="cycle", way="received", do="drop")
        self.machine.send_bytes(wire.cycle(1, 1000))
        self.machine.fence()
        self.assertEqual(self.the_host.request("DELETE", FAULTS).status, 204)
        self.machine.fence()
        self.machine.send_bytes(wire.cycle(2, 1001))
        programs.eventually(lambda: self.the_host.counters("HY-0001") == [2], "the cycle after the fault")


class HalfOpen(Faults):
    def test_a_half_open_link_ends_by_silence(self):
        host = self.host(HUSKY_HOST_LINK_SILENCE_TIMEOUT_S=2)
        machine = self.connect(host, "HY-0001")
        machine.polled()
        self.inject(host, {"message": "cycle", "way": "received", "do": "half_open"})
        machine.fence()
        machine.send_bytes(wire.cycle(1, 1000))
        machine.send("identify")
        machine.wait_closed()
        programs.eventually(lambda: host.metrics()['husky_links_closed_total{reason="silence"}'] == 1, "the end by silence")
        self.assertEqual(host.counters("HY-0001"), [])


class FromFilesAndFlags(Faults):
    def test_a_host_starts_with_the_faults_of_its_file_and_flags_and_tells_the_seed(self):
        config = "faults_seed: 77\nfaults:\n  - {message: cycle, way: received, do: drop}\n"
        host = self.host("--fault", "message=event do=delay mean=10ms", "--fault", "do=jitter:1ms machine=X", config=config)
        listed = host.get(FAULTS).json
        self.assertEqual(listed["seed"], 77)
        self.assertEqual([next(iter(f["fault"]["do"])) if isinstance(f["fault"]["do"], dict) else f["fault"]["do"]
                          for f in listed["items"]], ["drop", "delay", "jitter"])
        self.assertIn("3 faults are placed, seed 77", host.stderr())

    def test_a_wrong_fault_names_file_line_and_key(self):
        file = self.write("host.yaml", "port: 0\nfaults:\n  - do: drop\n  - message: cycle\n    do:\n      delay:\n        mean: soon\n")
        wrong = programs.run(programs.HOST_BIN, "validate", file)
        self.assertEqual(wrong.returncode, 2)
        self.assertIn(f"{file}:7: faults[1].do.delay.mean: expected a duration", wrong.stderr)
        for binary, command in ((programs.HOST_BIN, "serve"), (programs.FLEET_BIN, "run")):
            wrong = programs.run(binary, command, "--fault", "message=cycel do=drop")
            self.assertEqual(wrong.returncode, 2)
            self.assertIn("--fault: message: expected the name of a message", wrong.stderr)

    def test_a_fleet_loses_every_third_cycle_and_its_report_says_so(self):
        host = self.host()
        report = self.folder / "report.json"
        fleet = self.fleet("--host", "127.0.0.1:%d" % host.tcp[1], "--count", 2, "--time-scale", "max", "--cycles", 30,
                           "--report", report, "--fault", "message=cycle every=3 do=drop")
        self.assertEqual(fleet.wait(60), 0, fleet.describe())
        told = programs.read_json(report)
        self.assertEqual(told["faults"], [{"fault": {"message": "cycle", "way": "both", "every": 3, "do": "drop"},
                                           "matched": 60, "done": 20}])
        for serial in ("HY-0001", "HY-0002"):
            expected = [n for n in range(1, 31) if n % 3]
            programs.eventually(lambda: host.counters(serial) == expected, "two of three cycles")

    def test_the_example_of_the_help_does_the_same_at_a_host(self):
        host = self.host("--fault", "message=cycle every=10 do=drop")
        fleet = self.fleet("--host", "127.0.0.1:%d" % host.tcp[1], "--count", 1, "--time-scale", "max", "--cycles", 30)
        self.assertEqual(fleet.wait(60), 0, fleet.describe())
        programs.eventually(lambda: host.counters("HY-0001") == [n for n in range(1, 31) if n % 10], "nine of ten cycles")
        never = host.request("POST", FAULTS, {"Content-Type": "application/json"}, {"message": "cycle", "way": "sent", "do": "drop"})
        self.assertEqual((never.status, never.json["detail"]),
                         (400, "way: a host never sends cycle: this fault would never act; remove it"))

    def test_a_machine_whose_init_is_reset_dials_again_and_is_reset_no_more(self):
        host = self.host()
        fleet = self.fleet("--host", "127.0.0.1:%d" % host.tcp[1], "--count", 1,
                           "--fault", "message=init first=1 do=reset", HUSKY_FLEET_LINK_RECONNECT_MAX_S=1)
        fleet.ready()
        programs.eventually(lambda: [m["serial"] for m in host.items("/api/v1/machines")] == ["HY-0001"], "the second link")
        self.assertEqual(host.metrics()['husky_links_closed_total{reason="reset"}'], 1)


class DisplayLinks(test_fleet_display.Displays):
    """A fleet's faults on the second link of its machines; at a host display links are links like any other."""

    def test_a_field_of_every_display_init_is_set(self):
        link = self.display("--fault", "message=display_init do=set_field field=serial_number value=HY-4711")
        self.assertEqual(link.expect("display_init")["serial_number"], "HY-4711")

    def test_a_fault_of_the_machines_own_messages_leaves_them_alone(self):
        self.display("--fault", "message=status_response do=drop").expect("display_init")

    def test_keys_that_are_dropped_change_nothing_and_the_next_one_does(self):
        link = self.shown("--fault", "message=key way=received first=1 do=drop")
        link.press(screens.key_f(5))
        link.press(screens.key_f(2))
        link.shows("Process")

    def test_a_screen_that_is_delayed_comes_later(self):
        link = self.display("--fault", "message=screen first=1 do=delay:700ms")
        link.welcome()
        began = time.monotonic()
        link.start()
        link.until(lambda _: link.menu is not None, "a screen and a menu")
        self.assertGreaterEqual(time.monotonic() - began, 0.7)

    def test_a_display_link_that_is_reset_is_dialled_again_and_the_machines_own_link_stays(self):
        link = self.display("--fault", "message=display_start_response first=1 do=reset")
        link.welcome()
        link.send("display_start")
        with self.assertRaises(ConnectionResetError):
            while link.socket.recv(1000):
                pass
        again = screens.DisplayLink(self.the_host.accept(timeout=4))
        self.assertEqual(again.welcome(), "HY-0001")
        again.start()
        self.machine.fence()

    def test_a_half_open_display_link_says_nothing_and_ends_by_silence(self):
        link = self.shown("--fault", "message=key way=received do=half_open", HUSKY_FLEET_LINK_SILENCE_TIMEOUT_S="2",
                          HUSKY_FLEET_LINK_RESPONSE_TIMEOUT_S="1")
        link.press(screens.key_f(2))
        link.send("identify")
        self.assertNotIn("identify_response", [message.name for message in link.wait_closed()])

    def test_the_report_counts_what_was_done_on_both_links(self):
        report = self.folder / "report.json"
        link = self.shown("--fault", "message=identify way=received do=duplicate", "--report", report)
        link.send("identify")
        for _ in range(2):
            link.expect("identify_response")
        self.the_fleet.stop()
        self.assertEqual(programs.read_json(report)["faults"][0]["done"], 1)


class AtTheHost(Faults):
    def test_display_links_that_stand_take_faults_like_any_other(self):
        host = self.host()
        machine = self.connect(host, "HY-0001")
        machine.polled()
        display = displays.ScriptedDisplay.dial(host.tcp)
        self.addCleanup(display.close)
        display.initialise("HY-0001")
        self.inject(host, {"machine": "HY-0001", "message": "identify_response", "do": {"set_field": {"field": "links", "value": 4711}}})
        display.send("identify")
        self.assertEqual(display.expect("identify_response")["links"], 4711)
        self.assertEqual(host.request("DELETE", FAULTS).status, 204)
        display.send("identify")
        self.assertNotEqual(display.expect("identify_response")["links"], 4711)


if __name__ == "__main__":
    programs.main()
