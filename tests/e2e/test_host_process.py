"""husky-host as a process: settings, start, stop, and what it does when the machine around it is broken."""

import json
import re
import signal
import socket
import sqlite3
import time
import unittest

import peers
import programs
import wire


class Starting(programs.EndToEnd):
    def test_the_ready_line_names_every_port(self):
        host = self.host()
        lines = [line for line in host.stdout().splitlines() if line.startswith("ready")]
        self.assertEqual(len(lines), 1)
        self.assertRegex(lines[0], r"^ready tcp=127\.0\.0\.1:\d+ udp=127\.0\.0\.1:\d+ lpd=127\.0\.0\.1:\d+ http=127\.0\.0\.1:\d+$")

    def test_logs_go_to_stderr_only(self):
        host = self.host("--log-level", "debug")
        self.connect(host, "HY-0001").polled()
        self.assertEqual(len(host.stdout().splitlines()), 1)
        self.assertNotEqual(host.stderr(), "")

    def test_without_a_config_it_says_so(self):
        host = self.host()
        programs.eventually(lambda: re.search(r"default|built-in", host.stderr(), re.I), "a word about the defaults", 3)

    def test_json_logs_are_one_object_a_line(self):
        host = self.host("--log-format", "json", "--log-level", "debug", config="name: logging\n")
        self.connect(host, "HY-0001").polled()
        programs.eventually(lambda: host.stderr().count("\n") >= 1, "a log line")
        for line in host.stderr().splitlines():
            self.assertIsInstance(json.loads(line), dict, line)

    def test_flags_win_over_environment_over_file_over_default(self):
        config = "link:\n  init_timeout_s: 30\n"
        host = self.host(config=config, HUSKY_HOST_LINK_INIT_TIMEOUT_S="0.3")
        self.connect(host).expect_error(6, timeout=5)
        host = self.host(config=config, HUSKY_HOST_PORT="1")
        self.assertNotEqual(host.tcp[1], 1)

    def test_the_defaults_of_an_image_rank_below_a_file_and_what_a_flag_replaces_is_told(self):
        image = self.write("image.yaml", "name: image\nhttp: {bind: 0.0.0.0, unsafe: true}\nlink: {init_timeout_s: 0.3}\n")
        host = self.host(config="name: file\nport: 1\n", HUSKY_HOST_DEFAULTS=image, HUSKY_HOST_LPD_MAX_FILES="9")
        self.assertEqual(host.http[0], "0.0.0.0")
        self.connect(host).expect_error(6, timeout=5)
        self.assertIn(f"--port overrides port in {self.folder}/host.yaml:2", host.stderr())
        self.assertEqual(host.stderr().count(" overrides "), 1)
        args = ("--config", self.write("strict.yaml", "http:\n  unsafe: false\n"), "--port", 0, "--lpd-port", 0, "--http-port", 0, "--store", "none")
        done = programs.run(programs.HOST_BIN, "serve", *args, HUSKY_HOST_DEFAULTS=image)
        self.assertEqual((done.returncode, done.stdout), (2, ""), done.stderr)
        self.assertIn(f"{image}:2: http.bind: 0.0.0.0: an address other than loopback", done.stderr)

    def test_a_service_of_kubernetes_and_empty_and_wrong_names_do_not_end_it(self):
        host = self.host(HUSKY_HOST_PORT="tcp://10.0.0.7:1310", HUSKY_HOST_SERVICE_HOST="10.0.0.7", HUSKY_HOST_UDP_PORT="",
                         HUSKY_HOST_HTTP_PORT="nonsense, and a flag is given", HUSKY_HOST_LINK_SILENCE="3")
        self.assertIn("ignored variables that Kubernetes sets for a service: HUSKY_HOST_PORT, HUSKY_HOST_SERVICE_HOST\n", host.stderr())
        self.assertIn("HUSKY_HOST_LINK_SILENCE is not a setting; HUSKY_HOST_LINK_SILENCE_TIMEOUT_S is", host.stderr())

    def test_a_config_without_content_means_the_defaults(self):
        self.connect(self.host(config=""), "HY-0001").polled()


class HealthCheck(programs.EndToEnd):
    def check(self, *args, **environment):
        done = programs.run(programs.HOST_BIN, "healthcheck", *args, **environment)
        self.assertEqual(len((done.stdout + done.stderr).splitlines()), 1, done)
        return done

    def test_it_asks_where_the_host_listens(self):
        told = self.folder / "address"
        for bind, asked in (("::1", "[::1]"), ("0.0.0.0", "127.0.0.1"), ("::", "[::1]"), ("127.0.0.5", "127.0.0.5"), ("localhost", "127.0.0.1")):
            with self.subTest(bind):
                host = self.host("--http-bind", bind, "--http-unsafe", HUSKY_HOST_HTTP_ADDRESS_FILE=told)
                line = f"http://{asked}:{host.http[1]}/readyz: ready\n"
                self.assertEqual(self.check(HUSKY_HOST_HTTP_ADDRESS_FILE=told).stdout, line)
                self.assertEqual(self.check("--http-bind", bind, "--http-unsafe", "--http-port", host.http[1]).stdout, line)
                self.assertEqual(host.stop(), 0)
                self.assertFalse(told.exists())
                done = self.check("--config", self.write("host.yaml", f"http: {{bind: '{bind}', port: {host.http[1]}, unsafe: true}}\n"))
                self.assertEqual((done.returncode, done.stdout), (1, ""))
                self.assertIn(f"http://{asked}:{host.http[1]}/readyz: ", done.stderr)

    def test_what_cannot_be_asked_is_1_too(self):
        for args in (("--http-port", "x"), ("--http-port", "0"), ("--config", "/no/such/file")):
            self.assertEqual(self.check(*args).returncode, 1)

    def test_a_file_that_cannot_be_written_is_a_warning(self):
        host = self.host(HUSKY_HOST_HTTP_ADDRESS_FILE="/no/such/folder/address")
        self.assertIn("/no/such/folder/address: cannot be written", host.stderr())
        self.assertEqual(self.check("--http-port", host.http[1], HUSKY_HOST_HTTP_ADDRESS_FILE="/no/such/folder/address").returncode, 0)


class BrokenSurroundings(programs.EndToEnd):
    def serve(self, *args, **environment):
        free = [flag for name in ("--port", "--lpd-port", "--http-port") if name not in args for flag in (name, 0)]
        store = () if "--store" in args else ("--store", "none")
        return programs.run(programs.HOST_BIN, "serve", *free, *store, *args, **environment)

    def expect_one_clear_line(self, done, *words):
        self.assertEqual(done.returncode, 2, done.stderr)
        errors = [line for line in done.stderr.splitlines() if all(word in line for word in words)]
        self.assertEqual(len(errors), 1, f"one line with {words}, got:\n{done.stderr}")
        self.assertNotIn("terminate called", done.stderr)
        self.assertNotIn("ready", done.stdout)

    def test_a_tcp_port_in_use_is_one_clear_line_and_exit_2(self):
        host = self.host()
        self.expect_one_clear_line(self.serve("--port", host.tcp[1]), str(host.tcp[1]), "in use")

    def test_an_http_port_in_use_is_one_clear_line_and_exit_2(self):
        host = self.host()
        self.expect_one_clear_line(self.serve("--http-port", host.http[1]), str(host.http[1]), "in use")

    def test_a_printing_port_in_use_is_one_clear_line_and_exit_2(self):
        host = self.host()
        self.expect_one_clear_line(self.serve("--bind", "127.0.0.1", "--lpd-port", host.lpd[1]), str(host.lpd[1]), "in use")

    def test_the_default_printing_port_in_use_is_a_warning_and_a_free_port(self):
        with socket.socket() as taken:
            try:
                taken.bind(("127.0.0.1", 1515))
            except OSError:
                pass  # another program has it, which is as good
            else:
                taken.listen()
            host = programs.Host(["--bind", "127.0.0.1", "--port", 0, "--http-port", 0, "--store", "none"], self.folder, {}, None)
            self.addCleanup(self._finish, host)
            host.start()
            self.assertNotEqual(host.lpd[1], 1515)
            programs.eventually(lambda: "1515" in host.stderr(), "a word about the port", 3)

    def test_a_udp_port_in_use_is_one_clear_line_and_exit_2(self):
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as taken:
            taken.bind(("127.0.0.1", 0))
            port = taken.getsockname()[1]
            self.expect_one_clear_line(self.serve("--bind", "127.0.0.1", "--udp-port", port), str(port), "in use")

    def test_a_wrong_config_names_file_line_key_and_expectation(self):
        for text, line, key, expected in (
                ("link:\n  init_timeout_s: soon\n", 2, "link.init_timeout_s", "number"),
                ("link:\n  init_timeout_s: -1\n", 2, "link.init_timeout_s", "expected"),
                ("link:\n  no_such_key: 1\n", 2, "link.no_such_key", "unknown"),
                ("unknown_machines: maybe\n", 1, "unknown_machines", "accept"),
                ("machines:\n  - serial: HY-0001\n    colour: red\n", 3, "colour", "unknown")):
            with self.subTest(text):
                path = self.write("host.yaml", text)
                self.expect_one_clear_line(self.serve("--config", path), f"host.yaml:{line}", key, expected)

    def test_broken_yaml_and_a_missing_file_are_one_clear_line_and_exit_2(self):
        self.expect_one_clear_line(self.serve("--config", self.write("host.yaml", "link: [\n")), "host.yaml")
        self.expect_one_clear_line(self.serve("--config", self.folder / "nowhere.yaml"), "nowhere.yaml")

    def test_a_wrong_environment_value_names_its_variable(self):
        self.expect_one_clear_line(self.serve(HUSKY_HOST_LINK_INIT_TIMEOUT_S="soon"), "HUSKY_HOST_LINK_INIT_TIMEOUT_S")

    def test_bad_flags_are_exit_2(self):
        for args in (("--port", "70000"), ("--port", "x"), ("--no-such-flag",), ("--store", "carrier-pigeon:coop"), ("--bind", "not-an-address")):
            with self.subTest(args):
                done = self.serve(*args)
                self.assertEqual(done.returncode, 2, done.stderr)

    def test_an_unwritable_database_is_said_at_the_start_or_in_readyz(self):
        host = self.host(store="sqlite:/proc/nowhere/husky.db", started=False)
        try:
            host.start()
        except AssertionError:
            self.assertEqual(host.wait(), 2, host.describe())
            self.assertIn("/proc/nowhere/husky.db", host.stderr())
            return
        answer = host.get("/readyz")
        self.assertEqual(answer.status, 503, answer.text)
        self.assertEqual(host.get("/livez").status, 200)
        self.connect(host, "HY-0001").polled()

    def test_a_file_that_is_no_database_is_not_overwritten(self):
        path = self.write("notes.txt", "my notes, not a database\n" * 100)
        host = self.host(store=f"sqlite:{path}", started=False)
        try:
            host.start()
            self.assertEqual(host.get("/readyz").status, 503)
        except AssertionError:
            self.assertEqual(host.wait(), 2, host.describe())
        self.assertEqual(path.read_text(encoding="utf-8"), "my notes, not a database\n" * 100)
        self.assertEqual([each.name for each in self.folder.iterdir()], ["notes.txt"])

    def test_a_database_that_becomes_locked_or_unwritable_does_not_stop_the_links(self):
        host = self.host()
        machine = self.connect(host, "HY-0001").polled()
        other = sqlite3.connect(host.database_file, isolation_level=None)
        other.execute("begin immediate")
        machine.send_bytes(wire.cycle(1, 1000) + wire.cycle(2, 1001))
        machine.fence()
        machine.fence()
        other.execute("rollback")
        other.close()
        programs.eventually(lambda: host.counters("HY-0001") == [1, 2], "the cycles, once the lock was gone", 20)

    @staticmethod
    def accounted(host, serial):
        missing = [n for first, last in host.gaps(serial) for n in range(first, last + 1)]
        return sorted(host.counters(serial) + missing)

    def test_machines_that_are_new_while_the_database_is_locked_and_the_queue_full_are_kept_afterwards(self):
        host = self.host(HUSKY_HOST_STORE_QUEUE_MIB="1")
        machine = self.connect(host, "HY-0001").polled()
        other = sqlite3.connect(host.database_file, isolation_level=None)
        other.execute("begin immediate")
        values = [(i, wire.F32, 1.5) for i in range(101, 161)]
        sent = 0
        deadline = time.monotonic() + peers.seconds(30)
        while host.metrics().get('husky_cycles_total{fate="not_stored"}', 0) == 0:
            self.assertLess(time.monotonic(), deadline, "the queue never filled")
            machine.send_bytes(b"".join(wire.cycle(sent + n, 1000 + sent + n, values=values) for n in range(1, 201)))
            sent += 200
            machine.fence(30)
        newcomers = [self.connect(host, serial).polled() for serial in ("HY-0002", "HY-0003")]
        other.execute("rollback")
        other.close()
        programs.eventually(lambda: host.get("/readyz").status == 200, "the store, once the lock was gone", 30)
        for newcomer in newcomers:
            newcomer.send_bytes(wire.cycle(1, 1000) + wire.cycle(2, 1001))
            newcomer.fence()
            newcomer.close()
        machine.send_bytes(wire.cycle(sent + 1, 2000 + sent))
        machine.fence()
        machine.close()
        for serial, last in (("HY-0001", sent + 1), ("HY-0002", 2), ("HY-0003", 2)):
            programs.eventually(lambda serial=serial, last=last: self.accounted(host, serial) == list(range(1, last + 1)),
                                f"each cycle of {serial} in the database or in a gap", 30)
        self.assertEqual(host.get("/readyz").status, 200)

    def test_a_machine_that_stands_still_has_its_gap_once_the_database_is_free(self):
        host = self.host(HUSKY_HOST_STORE_QUEUE_MIB="1")
        machines = {serial: self.connect(host, serial).polled() for serial in ("HY-0001", "HY-0002", "HY-0003", "HY-0004")}
        for machine in machines.values():
            machine.send_bytes(wire.cycle(1, 1000))
            machine.fence()
        programs.eventually(lambda: all(self.accounted(host, serial) == [1] for serial in machines), "the first cycles", 30)
        other = sqlite3.connect(host.database_file, isolation_level=None)
        other.execute("begin immediate")
        values = [(i, wire.F32, 1.5) for i in range(101, 161)]
        sent = 1
        not_stored = 'husky_cycles_total{fate="not_stored"}'
        deadline = time.monotonic() + peers.seconds(60)
        while host.metrics().get(not_stored, 0) < 1000 * len(machines):
            self.assertLess(time.monotonic(), deadline, "the queue never filled")
            for machine in machines.values():
                machine.send_bytes(b"".join(wire.cycle(sent + n, 1000 + sent + n, values=values) for n in range(1, 201)))
            for machine in machines.values():
                machine.fence(30)
            sent += 200
        other.execute("rollback")
        other.close()
        for serial in machines:
            programs.eventually(lambda serial=serial: self.accounted(host, serial) == list(range(1, sent + 1)),
                                f"each cycle of {serial} in the database or in a gap, without a further report", 30)


class Stopping(programs.EndToEnd):
    def test_sigterm_and_sigint_end_an_idle_host_with_0(self):
        for number in (signal.SIGTERM, signal.SIGINT):
            host = self.host()
            self.connect(host, "HY-0001").polled()
            self.connect(host)
            host.signal(number)
            with self.subTest(number.name):
                self.assertEqual(host.wait(5), 0, host.describe())

    def test_sigterm_flushes_what_was_received(self):
        host = self.host()
        machines = [self.connect(host, f"HY-{n:04}").polled() for n in range(1, 6)]
        for machine in machines:
            machine.send_bytes(b"".join(wire.cycle(n, 1000 + n, values=programs.values(v101=5.5)) for n in range(1, 2001)))
        for machine in machines:
            machine.fence()
        self.assertEqual(host.stop(5), 0)
        for n in range(1, 6):
            self.assertEqual(host.query("select count(*), min(life_counter), max(life_counter) from cycles where serial = ?", f"HY-{n:04}"),
                             [(2000, 1, 2000)])

    def test_links_end_when_the_host_stops(self):
        host = self.host()
        machine = self.connect(host, "HY-0001").polled()
        self.assertEqual(host.stop(5), 0)
        machine.wait_closed()

    def test_peers_that_do_not_read_or_close_cannot_hold_the_stop(self):
        host = self.host()
        deaf = [self.connect(host, f"HY-{n:04}", answering=False) for n in range(1, 4)]
        for machine in deaf:
            machine.send_bytes(wire.encode("identify") * 500)
        with programs.socket_to(host.http) as half_a_request:
            half_a_request.sendall(b"GET /livez HTTP/1.1\r\n")
            self.assertEqual(host.stop(5), 0)

    def test_a_second_signal_stops_at_once(self):
        host = self.host()
        self.connect(host, "HY-0001", answering=False)
        self.assertLess(self.stop_by_many_signals(host), programs.seconds(1))

    def test_the_port_is_free_again_at_once(self):
        first = self.host()
        port = first.tcp[1]
        self.connect(first, "HY-0001").polled()
        self.assertEqual(first.stop(5), 0)
        self.connect(self.host(port=port), "HY-0001").polled()


if __name__ == "__main__":
    programs.main()
