"""Links in the other direction: machines that listen, and a host that dials them."""

import pathlib
import random
import socket
import unittest

import displays
import peers
import programs
import screens
import wire


def free_ports(count):
    """So many free ports in a row, as far as one can know; below those that the system gives to connections."""
    for _ in range(50):
        first = random.randrange(15000, 32000 - count)
        held = []
        try:
            for port in range(first, first + count):
                one = socket.socket()
                held.append(one)
                one.bind(("127.0.0.1", port))
            return first
        except OSError:
            continue
        finally:
            for one in held:
                one.close()
    raise AssertionError("no free ports")


class ListeningMachines(programs.EndToEnd):
    def start(self, count=1, **environment):
        self.first = free_ports(count)
        self.the_fleet = self.fleet("--listen", f"127.0.0.1:{self.first}", "--count", count, "--family", "cap", "--time-scale", 100,
                                    **environment)
        self.assertEqual(self.the_fleet.ready(), {"machines": str(count)})

    def dial(self, machine=0, source="127.0.0.1"):
        link = peers.HostLink(socket.create_connection(("127.0.0.1", self.first + machine), programs.seconds(10), (source, 0)))
        self.addCleanup(link.close)
        return link

    def linked(self):
        """A link of machine functions that the machine knows to be initialised."""
        link = self.dial()
        link.welcome()
        link.ask("status")
        return link

    def assert_turned_away(self, link):
        self.assertEqual(link.expect("error")["code"], 4)
        link.expect_closed()

    def test_machine_i_listens_on_port_plus_i_and_speaks_first(self):
        self.start(count=3)
        for i in range(3):
            self.assertEqual(self.dial(i).expect("init")["serial_number"], f"HY-{i + 1:04}")

    def test_a_linked_machine_reports_and_answers(self):
        self.start()
        link = self.dial()
        link.welcome()
        self.assertEqual(link.select(101)["result"], 0)
        link.indications.clear()  # cycles that ended before the machine was told what to select
        self.assertGreater(wire.values_of(link.indication("cycle"))[101], 1)
        self.assertEqual(link.ask("status")["result"], 0)

    def test_a_second_connection_before_the_init_is_answered_is_turned_away_with_busy(self):
        self.start()
        first = self.dial()
        first.expect("init")
        self.assert_turned_away(self.dial())
        first.send("init_response")
        self.assertEqual(first.ask("status")["result"], 0)

    def test_a_second_host_from_elsewhere_is_turned_away_with_busy_and_the_first_goes_on(self):
        self.start()
        first = self.linked()
        self.assert_turned_away(self.dial(source="127.0.0.2"))
        self.assertEqual(first.ask("status")["result"], 0)

    def test_a_second_connection_of_its_host_is_the_display_and_a_third_is_turned_away(self):
        self.start()
        first = self.linked()
        display = screens.DisplayLink(self.dial())
        self.assertEqual(display.welcome(), "HY-0001")
        self.assertEqual(display.start(), (80, 25))
        display.shows("Overview")
        self.assert_turned_away(self.dial())
        display.press(screens.key_f(2))
        display.shows("Process")
        self.assertEqual(first.ask("status")["result"], 0)

    def test_a_display_link_that_is_lost_may_be_dialled_again_while_the_machines_own_link_stays(self):
        self.start()
        first = self.linked()
        for _ in range(2):
            display = screens.DisplayLink(self.dial())
            display.welcome()
            display.reset()
            self.assertEqual(first.ask("status")["result"], 0)

    def test_the_display_link_ends_with_the_machines_own_and_the_next_connection_is_that(self):
        self.start()
        first = self.linked()
        display = screens.DisplayLink(self.dial())
        display.welcome()
        first.close()
        display.wait_closed()
        programs.eventually(self.next_host, "a link")

    def test_a_machine_without_a_display_turns_the_second_connection_away(self):
        self.start(HUSKY_FLEET_DISPLAY="false")
        first = self.linked()
        self.assert_turned_away(self.dial())
        self.assertEqual(first.ask("status")["result"], 0)

    def test_a_machine_takes_the_next_host_when_the_first_is_gone_and_keeps_its_cycles(self):
        self.start()
        link = self.dial()
        link.welcome()
        last = wire.values_of(link.indication("cycle"))[1]
        link.close()
        link = programs.eventually(self.next_host, "a link")
        self.assertEqual(wire.values_of(link.indication("cycle"))[1], last + 1)

    def next_host(self):
        link = self.dial()
        if link.receive_any().name != "init":  # the machine has not yet read that its first host is gone
            link.close()
            return None
        link.send("init_response", result=0, synch_time=1_000_000_000)
        return link

    def test_a_port_that_is_taken_is_one_clear_line(self):
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            port = taken.getsockname()[1]
            ended = programs.run(programs.FLEET_BIN, "run", "--listen", f"127.0.0.1:{port}", "--count", 1)
        self.assertEqual(ended.returncode, 2)
        self.assertIn(f"cannot listen on TCP 127.0.0.1:{port}", ended.stderr)

    def test_ports_above_the_last_are_refused(self):
        ended = programs.run(programs.FLEET_BIN, "run", "--listen", "127.0.0.1:65535", "--count", 2)
        self.assertEqual(ended.returncode, 2)
        self.assertIn("--listen", ended.stderr)

    def test_a_fleet_dials_or_listens(self):
        self.assertEqual(programs.run(programs.FLEET_BIN, "run", "--listen", "127.0.0.1:5118", "--host", "127.0.0.1:1310").returncode, 2)


class DiallingHost(programs.EndToEnd):
    def machine(self):
        """A listening socket that stands for a machine's port."""
        listener = socket.create_server(("127.0.0.1", 0))
        self.addCleanup(listener.close)
        return listener

    def accept(self, listener):
        listener.settimeout(programs.seconds(15))
        machine = peers.ScriptedMachine(listener.accept()[0])
        self.addCleanup(machine.close)
        return machine

    def host_of(self, text, *args):
        folder = pathlib.Path(self.folder)
        (folder / "host.yaml").write_text(text, encoding="utf-8")
        return self.host("--config", folder / "host.yaml", *args)

    def test_the_host_dials_asks_and_stores(self):
        listener = self.machine()
        host = self.host("--dial", "127.0.0.1:%d" % listener.getsockname()[1])
        machine = self.accept(listener)
        machine.initialise("HY-0001")
        machine.polled()
        machine.send_bytes(wire.cycle(17, 1000))
        programs.eventually(lambda: host.items("/api/v1/machines/HY-0001/cycles"), "a cycle")

    def test_a_lost_machine_is_dialled_again(self):
        listener = self.machine()
        self.host("--dial", "127.0.0.1:%d" % listener.getsockname()[1])
        for _ in range(3):
            machine = self.accept(listener)
            machine.initialise("HY-0001")
            machine.close()

    def test_a_machine_with_another_serial_than_configured_gets_result_1(self):
        listener = self.machine()
        port = listener.getsockname()[1]
        self.host_of(f"machines: [{{serial: HY-0001, address: '127.0.0.1:{port}'}}]\n")
        machine = self.accept(listener)
        machine.initialise("HY-0002", result=1)
        machine.expect_closed()
        machine = self.accept(listener)
        machine.initialise("HY-0001", result=0)

    def test_a_machine_may_speak_a_dialect_of_its_own(self):
        listener = self.machine()
        folder = pathlib.Path(self.folder)
        (folder / "big.yaml").write_text("dialect: big\nbyte_order: big\n", encoding="utf-8")
        self.host_of(f"machines: [{{serial: HY-0001, address: '127.0.0.1:{listener.getsockname()[1]}', dialect: {folder}/big.yaml}}]\n")
        link = self.accept(listener)
        link.send_bytes(bytes.fromhex("00 14 00 01") + b"HY-0001".ljust(16))
        link.socket.settimeout(programs.seconds(10))
        answer = b""
        while len(answer) < 14:
            answer += link.socket.recv(100)
        self.assertEqual(answer[:6], bytes.fromhex("00 0A 80 01 00 00"))
        self.assertEqual(answer[10:14], bytes.fromhex("00 04 00 04"))

    def own_link(self, listener, serial="HY-0001"):
        machine = self.accept(listener)
        machine.initialise(serial)
        return machine.polled()

    def second_link(self, listener):
        listener.settimeout(programs.seconds(15))
        display = displays.ScriptedDisplay(listener.accept()[0], drawings=[wire.draw(displays.CLEAR, 80, 25),
                                                                            wire.draw(displays.TEXT, 2, 3, "HOLD 2")])
        self.addCleanup(display.close)
        return display

    def test_the_host_dials_the_display_too_and_shows_it(self):
        listener = self.machine()
        host = self.host("--dial", "127.0.0.1:%d" % listener.getsockname()[1])
        machine = self.own_link(listener)
        display = self.second_link(listener)
        display.initialise("HY-0001")
        display.serve()
        path = "/api/v1/machines/HY-0001/display"
        self.assertIn("HOLD 2", host.get(path).text)
        self.assertTrue(host.get(path, Accept="image/png").body.startswith(b"\x89PNG"))
        machine.fence()

    def test_a_machine_that_turns_the_display_away_is_asked_again_without_a_line_in_the_log(self):
        listener = self.machine()
        host = self.host("--dial", "127.0.0.1:%d" % listener.getsockname()[1], HUSKY_HOST_LINK_RECONNECT_MAX_S="0.1")
        machine = self.own_link(listener)
        said = host.stderr()
        for refusal in (b"", wire.encode("error", command=1, code=4, text="another host is linked"), wire.frame(0x0099)):
            display = self.second_link(listener)
            display.send_bytes(refusal)
            display.close()
        display = self.second_link(listener)
        display.send("init", serial_number="HY-0001")  # it takes the connection for another host
        display.expect("init_response", result=3)
        display = self.second_link(listener)
        display.initialise("HY-0002", result=1)
        self.assertNotIn("closed", host.stderr()[len(said):])
        self.second_link(listener).initialise("HY-0001", result=0)
        machine.fence()

    def test_no_display_is_dialled_where_the_host_was_told_not_to_nor_before_the_init(self):
        quiet, early, usual = self.machine(), self.machine(), self.machine()
        self.host("--dial", "127.0.0.1:%d" % quiet.getsockname()[1], HUSKY_HOST_DIAL_DISPLAY="false")
        self.host("--dial", ",".join("127.0.0.1:%d" % each.getsockname()[1] for each in (early, usual)))
        links = [self.own_link(quiet), self.accept(early), self.own_link(usual)]
        self.second_link(usual).close()
        self.second_link(usual).initialise("HY-0001")
        for listener in (quiet, early):
            listener.settimeout(0)
            self.assertRaises(BlockingIOError, listener.accept)
        self.assertEqual(len(links), 3)

    def test_a_machine_that_still_holds_a_dead_link_of_this_host_is_dialled_until_it_says_init(self):
        listener = self.machine()
        host = self.host("--dial", "127.0.0.1:%d" % listener.getsockname()[1], HUSKY_HOST_LINK_RECONNECT_MAX_S="0.1")
        display = self.second_link(listener)
        display.initialise("HY-0001", result=3)
        display.expect_closed()
        self.own_link(listener).fence()
        self.assertIn("HY-0001", host.get("/api/v1/machines").text)

    def test_a_wrong_address_names_file_line_and_key(self):
        folder = pathlib.Path(self.folder)
        (folder / "host.yaml").write_text("name: x\nmachines:\n  - serial: HY-0001\n    address: 127.0.0.1:0\n", encoding="utf-8")
        ended = programs.run(programs.HOST_BIN, "serve", "--config", folder / "host.yaml")
        self.assertEqual(ended.returncode, 2)
        self.assertIn("host.yaml:4: machines[0].address: expected ADDRESS:PORT", ended.stderr)
        self.assertEqual(programs.run(programs.HOST_BIN, "serve", "--dial", "nowhere:x").returncode, 2)


class BothWays(programs.EndToEnd):
    def test_a_dialling_host_and_a_listening_fleet_lose_nothing(self):
        first = free_ports(6)
        fleet = self.fleet("--listen", f"127.0.0.1:{first}", "--count", 6, "--cycles", 50, "--time-scale", "max", "--report", "report.json")
        fleet.ready()
        host = self.host("--dial", ",".join(f"127.0.0.1:{first + i}" for i in range(6)))
        self.assertEqual(fleet.wait(60), 0, fleet.describe())
        for i in range(6):
            serial = f"HY-{i + 1:04}"
            cycles = programs.eventually(lambda: (got := host.items(f"/api/v1/machines/{serial}/cycles?limit=1000")) and len(got) >= 50 and got,
                                         "50 cycles")
            self.assertEqual([c["life_counter"] for c in cycles], list(range(1, len(cycles) + 1)))
            self.assertEqual(host.items(f"/api/v1/machines/{serial}/gaps"), [])

    def test_a_dialling_host_shows_the_screens_of_listening_machines_before_and_after_its_restart(self):
        first = free_ports(2)
        self.fleet("--listen", f"127.0.0.1:{first}", "--count", 2, "--family", "cap").ready()
        dial = ",".join(f"127.0.0.1:{first + i}" for i in range(2))
        for _ in range(2):
            host = self.host("--dial", dial)
            for serial in ("HY-0001", "HY-0002"):
                path = f"/api/v1/machines/{serial}/display"
                shown = programs.eventually(lambda: (answer := host.get(path)).status == 200 and answer, "a screen")
                self.assertIn(serial, shown.text)
                self.assertEqual(host.get(path, Accept="image/png").body[:4], b"\x89PNG")
            viewer = displays.WebSocket(host.http, path)
            self.addCleanup(viewer.close)
            viewer.until(lambda message: message["text"])  # a machine takes keys once its display is started
            viewer.send({"key": screens.key_f(2)})
            viewer.until(lambda message: "Process" in message["text"][0])
            self.assertEqual(host.metrics()["husky_displays_linked"], 2)
            self.assertEqual(host.stop(), 0)

    def test_a_stopped_host_ends_at_once_while_it_dials_nobody(self):
        host = self.host("--dial", f"127.0.0.1:{free_ports(1)}")
        self.assertEqual(host.stop(), 0)


if __name__ == "__main__":
    unittest.main()
