"""TLS on port 1310 and for HTTP: who may link, what happens to those who may not, and that machines are not disturbed by them."""

import http.client
import socket
import ssl
import unittest

import certificates
import displays
import peers
import programs
import wire


class Tls(programs.EndToEnd):
    def setUp(self):
        super().setUp()
        certificates.authority(self.folder, "ca")
        certificates.issue(self.folder, "host", by="ca")

    def secure_host(self, *args, **environment):
        return self.host("--tls-certificate", self.folder / "host.pem", "--tls-key", self.folder / "host.key", *args, **environment)

    def context(self, own=None, ca="ca"):
        made = ssl.create_default_context(cafile=str(self.folder / f"{ca}.pem"))
        if own is not None:
            made.load_cert_chain(self.folder / f"{own}.pem", self.folder / f"{own}.key")
        return made

    def machine(self, host, serial, **options):
        """A scripted machine that is initialised over TLS."""
        near = self.context(**options).wrap_socket(programs.socket_to(host.tcp), server_hostname="127.0.0.1")
        made = peers.ScriptedMachine(near)
        self.addCleanup(made.close)
        made.initialise(serial)
        return made

    def failures(self, host):
        return {name.split('"')[1]: count for name, count in host.metrics().items() if name.startswith("husky_tls_failures_total") and count}

    def fails_once(self, host, reason):
        programs.eventually(lambda: self.failures(host).get(reason) == 1, f"a failure {reason}")


class Links(Tls):
    def test_a_fleet_reports_over_tls(self):
        host = self.secure_host("--capture", self.folder / "links.pcapng")
        fleet = self.fleet("--host", "127.0.0.1:%d" % host.tcp[1], "--count", 12, "--cycles", 5, "--time-scale", "max", "--family", "cap",
                           "--tls-ca", self.folder / "ca.pem")
        self.assertEqual(fleet.wait(60), 0, fleet.describe())
        programs.eventually(lambda: host.query("select count(*) from cycles")[0][0] == 60, "60 cycles")
        self.assertEqual(host.query("select count(distinct serial) from cycles"), [(12,)])
        self.assertEqual(host.query("select * from gaps"), [])
        self.assertEqual(self.failures(host), {})
        self.assertEqual(host.stop(), 0)
        shown = programs.run(programs.LINK_BIN, "decode", self.folder / "links.pcapng")  # captures hold what was said, not its cipher
        self.assertIn("cycle", shown.stdout)
        self.assertEqual(shown.returncode, 0, shown.stderr)

    def test_displays_are_linked_over_tls(self):
        host = self.secure_host()
        self.fleet("--host", "127.0.0.1:%d" % host.tcp[1], "--count", 2, "--family", "cap", "--tls", "--tls-insecure")
        programs.eventually(lambda: host.metrics()["husky_displays_linked"] == 2, "two displays", 20)

    def test_clients_need_a_certificate_where_the_host_says_so(self):
        certificates.issue(self.folder, "machine", by="ca")
        certificates.authority(self.folder, "stranger")
        certificates.issue(self.folder, "strange", by="stranger")
        host = self.secure_host("--tls-client-ca", self.folder / "ca.pem")
        machine = self.machine(host, "HY-0001", own="machine")
        for own, reason in ((None, "no_certificate"), ("strange", "untrusted")):
            with self.subTest(reason), self.assertRaises(OSError), programs.socket_to(host.tcp) as raw:
                with self.context(own).wrap_socket(raw, server_hostname="127.0.0.1") as near:
                    if near.recv(1) == b"":
                        raise ConnectionResetError
            self.fails_once(host, reason)
        machine.fence()
        fleet = self.fleet("--host", "127.0.0.1:%d" % host.tcp[1], "--count", 1, "--cycles", 1, "--duration", "2s", "--tls-ca", self.folder / "ca.pem")
        self.assertNotEqual(fleet.wait(), 0)
        self.assertIn("the other end requires a certificate (tls.certificate, tls.key)", fleet.stderr())
        fleet = self.fleet("--host", "127.0.0.1:%d" % host.tcp[1], "--count", 1, "--cycles", 1, "--time-scale", "max", "--tls-ca", self.folder / "ca.pem",
                           "--tls-certificate", self.folder / "machine.pem", "--tls-key", self.folder / "machine.key")
        self.assertEqual(fleet.wait(60), 0, fleet.describe())
        self.assertIn("showed no certificate", host.stderr())

    def test_bad_peers_are_counted_and_disturb_nobody(self):
        host = self.secure_host(HUSKY_HOST_LINK_INIT_TIMEOUT_S=0.5)
        machine = self.machine(host, "HY-0001")
        plain = self.connect(host)
        plain.send_bytes(wire.encode("identify") * 3)
        self.fails_once(host, "not_tls")
        with programs.socket_to(host.tcp) as silent:
            silent.sendall(b"\x16\x03\x01")
            self.fails_once(host, "timed_out")
        programs.socket_to(host.tcp).close()
        self.fails_once(host, "closed")
        with self.assertRaises(ssl.SSLCertVerificationError):
            ssl.create_default_context().wrap_socket(programs.socket_to(host.tcp), server_hostname="127.0.0.1")
        self.fails_once(host, "refused")
        machine.fence()
        self.assertIn("the other end does not speak TLS", host.stderr())
        self.assertEqual(host.metrics()['husky_links_closed_total{reason="tls"}'], 4)
        self.assertEqual(host.metrics()["husky_links"], 1)

    def test_a_peer_that_goes_without_a_farewell_has_closed(self):
        host = self.secure_host()
        machine = self.machine(host, "HY-0001")
        machine.fence()
        raw = socket.socket(fileno=machine.socket.detach())
        raw.shutdown(socket.SHUT_RDWR)
        raw.close()
        programs.eventually(lambda: host.metrics()['husky_links_closed_total{reason="peer_closed"}'] == 1, "the link closed by its peer")

    def test_a_handshake_that_hangs_does_not_hold_up_a_stop(self):
        host = self.secure_host(HUSKY_HOST_LINK_INIT_TIMEOUT_S=60)
        with programs.socket_to(host.tcp):
            programs.eventually(lambda: host.metrics()["husky_links"] == 1, "the connection")
            self.assertEqual(host.stop(timeout=5), 0, host.describe())

    def test_a_fleet_says_why_it_trusts_no_host(self):
        certificates.authority(self.folder, "other")
        certificates.issue(self.folder, "expired", by="ca", days=-1)
        cases = ((self.secure_host(), "other", "its certificate is not accepted: unable to get local issuer certificate"),
                 (self.host("--tls-certificate", self.folder / "expired.pem", "--tls-key", self.folder / "expired.key"), "ca",
                  "its certificate is not accepted: certificate has expired"),
                 (self.host(HUSKY_HOST_LINK_INIT_TIMEOUT_S=0.3), "ca", "the other end "))
        for host, ca, says in cases:
            with self.subTest(says):
                fleet = self.fleet("--host", "127.0.0.1:%d" % host.tcp[1], "--count", 1, "--cycles", 1, "--duration", "3s", "--tls-ca", self.folder / f"{ca}.pem")
                self.assertNotEqual(fleet.wait(), 0)
                self.assertIn(says, fleet.stderr())
        self.assertIn("expired.pem: the certificate has expired", cases[1][0].stderr())


class Tools(Tls):
    def test_a_probe_finds_a_host_over_tls(self):
        host = self.secure_host()
        address = "127.0.0.1:%d" % host.tcp[1]
        found = programs.run(programs.LINK_BIN, "probe", address, "--tls-ca", "ca.pem")
        self.assertEqual(found.returncode, 2, found.stderr)  # another folder
        self.assertIn("ca.pem: cannot be read", found.stderr)
        found = programs.run_in(self.folder, programs.LINK_BIN, "probe", address, "--tls-ca", "ca.pem")
        self.assertEqual(found.returncode, 0, found.stdout)
        self.assertIn("tcp  a Husky host", found.stdout)
        certificates.authority(self.folder, "other")
        found = programs.run_in(self.folder, programs.LINK_BIN, "probe", address, "--tls-ca", "other.pem")
        self.assertIn("its certificate is not accepted: unable to get local issuer certificate", found.stdout)
        found = programs.run_in(self.folder, programs.LINK_BIN, "probe", "127.0.0.1:%d" % host.http[1], "--tls", "--timeout", "1s")
        self.assertIn("the other end does not speak TLS", found.stdout)

    def test_a_recording_of_a_link_over_tls_is_replayed_over_tls(self):
        host = self.secure_host("--capture", "links.pcapng")
        fleet = self.fleet("--host", "127.0.0.1:%d" % host.tcp[1], "--count", 1, "--cycles", 3, "--time-scale", "max", "--family", "cap",
                           "--tls-ca", "ca.pem", HUSKY_FLEET_DISPLAY="false")
        self.assertEqual(fleet.wait(60), 0, fleet.describe())
        self.assertEqual(host.stop(), 0)
        again = self.secure_host(store="none")
        done = programs.run_in(self.folder, programs.LINK_BIN, "replay", "links.pcapng", "--as", "machine", "--to", "127.0.0.1:%d" % again.tcp[1],
                               "--tls-ca", "ca.pem", "--speed", "max", "--timeout", "10s", timeout=60)
        self.assertIn(done.returncode, (0, 1), done.stderr + done.stdout)
        self.assertGreater(again.metrics()["husky_cycles_total{fate=\"new\"}"], 0)
        self.assertEqual(self.failures(again), {})

    def test_a_scenario_is_played_over_tls(self):
        host = self.secure_host(HUSKY_HOST_LINK_STATUS_INTERVAL_S=1)
        done = programs.run_in(self.folder, programs.FLEET_BIN, "check", programs.TOP / "configs/scenarios/unknown-commands.yaml",
                               "--host", "127.0.0.1:%d" % host.tcp[1], "--tls-ca", "ca.pem", timeout=120)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)


class Configuration(Tls):
    def test_a_file_that_cannot_be_used_is_one_clear_line(self):
        certificates.issue(self.folder, "other", by="ca")
        (self.folder / "empty.pem").touch()
        for flags, says in ((("--tls-certificate", "host.pem", "--tls-key", "other.key"), "other.key: is not the key of the certificate in host.pem"),
                            (("--tls-certificate", "no.pem", "--tls-key", "host.key"), "no.pem: cannot be read: No such file or directory"),
                            (("--tls-certificate", "empty.pem", "--tls-key", "host.key"), "empty.pem: holds no certificate in PEM form"),
                            (("--http-tls-certificate", "host.pem"), "expected http.tls.key beside it, got none"),
                            (("--tls-client-ca", "ca.pem"), "expected tls.certificate beside it, got none")):
            with self.subTest(flags):
                done = programs.run_in(self.folder, programs.HOST_BIN, "serve", "--port", 0, "--lpd-port", 0, "--http-port", 0, "--store", "none", *flags)
                self.assertEqual(done.returncode, 2, done.stderr)
                self.assertIn(says, done.stderr)
        done = programs.run_in(self.folder, programs.FLEET_BIN, "run", "--tls-ca", "empty.pem")
        self.assertEqual(done.returncode, 2)
        self.assertIn("empty.pem: holds no certificate in PEM form", done.stderr)
        done = programs.run_in(self.folder, programs.FLEET_BIN, "run", "--tls", "--listen", "127.0.0.1:5118")
        self.assertEqual(done.returncode, 2)
        self.assertIn("only machines that dial speak TLS", done.stderr)


class Http(Tls):
    def https_host(self, *args):
        return self.host("--http-tls-certificate", self.folder / "host.pem", "--http-tls-key", self.folder / "host.key", *args)

    def get(self, host, path, context=None):
        connection = http.client.HTTPSConnection(*host.http, timeout=programs.seconds(10), context=context or self.context())
        self.addCleanup(connection.close)
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()

    def test_the_api_is_served_over_https(self):
        host = self.https_host()
        self.assertEqual(self.get(host, "/readyz")[0], 200)
        status, text = self.get(host, "/openapi.json")
        self.assertEqual(status, 200)
        self.assertGreater(len(text), 20000)  # several records
        self.assertIn("API at https://", host.stderr())
        one = http.client.HTTPSConnection(*host.http, timeout=programs.seconds(10), context=self.context())
        self.addCleanup(one.close)
        for _ in range(3):  # one connection
            one.request("GET", "/api/v1/machines")
            self.assertEqual(one.getresponse().read()[:9], b'{"items":')

    def test_websockets_are_served_over_tls(self):
        host = self.https_host()
        watcher = displays.WebSocket(host.http, "/api/v1/live", tls=self.context())
        self.addCleanup(watcher.close)
        self.assertEqual(watcher.receive()["type"], "snapshot")
        self.connect(host, "HY-0001")
        watcher.until(lambda message: message["type"] == "delta" and "HY-0001" in str(message))

    def test_plain_http_and_garbage_are_turned_away(self):
        host = self.https_host()
        answer = host.get("/readyz")
        self.assertEqual(answer.status, 400)
        self.assertIn("this port speaks HTTPS", answer.text)
        with programs.socket_to(host.http) as peer:
            peer.sendall(b"\xff" * 3000)
            while peer.recv(1000):
                pass
        with self.assertRaises(ssl.SSLCertVerificationError):
            self.get(host, "/readyz", ssl.create_default_context())
        text = self.get(host, "/metrics")[1]
        self.assertIn('husky_tls_failures_total{reason="not_tls"} 2', text)
        self.assertIn("HTTP: no TLS with 127.0.0.1", host.stderr())

    def test_the_health_check_follows_the_host(self):
        told = self.folder / "address"
        self.https_host("--config", self.write("host.yaml", f"http: {{address_file: {told}}}\n"))
        programs.eventually(told.exists, "the address file")
        self.assertTrue(told.read_text(encoding="ascii").startswith("https://127.0.0.1:"))
        done = programs.run(programs.HOST_BIN, "healthcheck", HUSKY_HOST_HTTP_ADDRESS_FILE=told)
        self.assertEqual((done.returncode, done.stdout[:8]), (0, "https://"), done.stderr)


if __name__ == "__main__":
    unittest.main()
