"""The HTTP side of husky-host: health, metrics, lists and errors."""

import re
import shlex
import unittest

import programs
import wire


class Health(programs.EndToEnd):
    def test_health_documents_name_status_and_version(self):
        host = self.host()
        for path in ("/livez", "/readyz", "/healthz"):
            with self.subTest(path):
                answer = host.get(path)
                self.assertEqual(answer.status, 200)
                self.assertLessEqual({"status", "version"}, set(answer.json))

    def test_version_is_that_of_the_program(self):
        host = self.host()
        self.assertEqual(host.get("/version").status, 200)
        version = host.get("/healthz").json["version"]
        self.assertIn(version, programs.run(programs.HOST_BIN, "version").stdout)
        self.assertIn(version, host.get("/version").text)

    def test_metrics_are_prometheus_text_without_serials(self):
        host = self.host()
        machine = self.connect(host, "SECRET-SERIAL").polled()
        machine.send_bytes(wire.cycle(1, 1000))
        machine.fence()
        answer = host.get("/metrics")
        self.assertEqual(answer.status, 200)
        self.assertTrue(answer.headers["Content-Type"].startswith("text/plain"), answer.headers["Content-Type"])
        for line in answer.text.splitlines():
            self.assertRegex(line, r'^(# (HELP|TYPE) \w+ .*|[a-zA-Z_:][\w:]*(\{[^}]*\})? [-+]?(\d[\d.e+-]*|Inf|NaN))$')
        self.assertNotIn("SECRET-SERIAL", answer.text)

    def test_every_metric_has_help_and_type(self):
        text = self.host().get("/metrics").text
        typed, helped = (set(re.findall(rf"^# {word} (\w+)", text, re.M)) for word in ("TYPE", "HELP"))
        for name in re.findall(r"^(\w+)", text, re.M):
            family = re.sub(r"_(bucket|sum|count)$", "", name)
            self.assertTrue(name in typed & helped or family in typed & helped, name)

    def test_cycles_are_counted_in_the_metrics(self):
        host = self.host()
        machine = self.connect(host, "HY-0001").polled()
        before = {k: v for k, v in host.metrics().items() if "cycle" in k}
        machine.send_bytes(b"".join(wire.cycle(n, 1000 + n) for n in range(1, 11)))
        machine.fence()
        programs.eventually(lambda: any(v >= before.get(k, 0) + 10 for k, v in host.metrics().items() if "cycle" in k), "ten more")


class Lists(programs.EndToEnd):
    def test_a_list_has_items_and_next(self):
        host = self.host()
        self.assertEqual(host.get("/api/v1/machines").json, {"items": [], "next": None})

    def test_machines_come_in_pages_and_one_by_one(self):
        host = self.host()
        serials = [f"HY-{n:04}" for n in range(1, 13)]
        for serial in serials:
            self.connect(host, serial)
        self.assertEqual(sorted(m["serial"] for m in host.items("/api/v1/machines?limit=5")), serials)
        self.assertEqual(host.get("/api/v1/machines/HY-0007").json["serial"], "HY-0007")

    def test_machines_come_as_csv(self):
        host = self.host()
        self.connect(host, "HY-0001")
        self.assertEqual([row["serial"] for row in host.csv("/api/v1/machines")], ["HY-0001"])

    def test_lists_of_a_new_machine_are_empty(self):
        host = self.host()
        self.connect(host, "HY-0001")
        for name in ("cycles", "gaps", "events", "interruptions"):
            with self.subTest(name):
                self.assertEqual(host.get(f"/api/v1/machines/HY-0001/{name}").json, {"items": [], "next": None})

    def test_a_machine_that_left_is_still_listed(self):
        host = self.host()
        machine = self.connect(host, "HY-0001").polled()
        online = host.get("/api/v1/machines/HY-0001").json
        machine.close()
        programs.eventually(lambda: host.get("/api/v1/machines/HY-0001").json != online, "the machine is shown offline")


class Errors(programs.EndToEnd):
    def expect_problem(self, answer, status):
        self.assertEqual(answer.status, status, answer.text)
        self.assertTrue(answer.headers["Content-Type"].startswith("application/problem+json"), answer.headers["Content-Type"])
        self.assertEqual(answer.json.get("status", status), status)

    def test_unknown_things_are_404(self):
        host = self.host()
        for path in ("/nothing", "/api/v1/nothing", "/api/v1/machines/NOBODY", "/api/v1/machines/NOBODY/cycles",
                     "/api/v1/machines/NOBODY/gaps", "/api/v1/machines/NOBODY/events", "/api/v1/machines/NOBODY/interruptions"):
            with self.subTest(path):
                self.expect_problem(host.get(path), 404)

    def test_bad_parameters_are_400(self):
        host = self.host()
        self.connect(host, "HY-0001")
        for query in ("limit=0", "limit=-1", "limit=x", "limit=99999999999999999999", "after=%00nonsense", "limit="):
            for path in ("/api/v1/machines", "/api/v1/machines/HY-0001/cycles"):
                with self.subTest(path, query=query):
                    self.expect_problem(host.get(f"{path}?{query}"), 400)

    def test_broken_escapes_are_an_error_not_a_crash(self):
        host = self.host()
        for path in ("/api/v1/machines/%", "/api/v1/machines/%zz", "/api/v1/machines/%ff%fe", "/api/v1/machines/" + "x" * 5000):
            with self.subTest(path[:40]):
                self.assertIn(host.get(path).status, (400, 404, 414, 431))
        self.assertEqual(host.get("/livez").status, 200)

    def test_a_wrong_method_is_refused(self):
        host = self.host()
        for method in ("POST", "DELETE", "PUT"):
            with self.subTest(method):
                self.assertIn(host.request(method, "/api/v1/machines").status, (404, 405))

    def test_bytes_that_are_not_http_get_an_end(self):
        host = self.host()
        for data in (b"\r\n\r\n\r\n", b"GET\r\n\r\n", b"\x16\x03\x01\x00\xff" * 10, b"GET / HTTP/1.1\r\n" + b"a: b\r\n" * 20_000):
            with programs.socket_to(host.http) as peer:
                try:
                    peer.sendall(data)
                    while peer.recv(65536):
                        pass
                except ConnectionError:
                    pass
        self.assertEqual(host.get("/livez").status, 200)


class Pages(programs.EndToEnd):
    FAULT = b'{"message":"cycle","way":"received","do":"drop"}'

    def test_a_page_of_another_origin_changes_nothing(self):
        host = self.host(store="none")
        page = {"Origin": "http://evil.example", "Content-Type": "text/plain"}
        for changed, status in (({}, 403), ({"Origin": "null"}, 403), ({"Origin": "http://%s:%d" % host.http}, 415),
                                ({"Host": "evil.example:8310"}, 421)):
            with self.subTest(changed):
                answer = host.request("POST", "/api/v1/faults", page | changed, self.FAULT)
                self.assertEqual((answer.status, answer.headers["Content-Type"]), (status, "application/problem+json"))
        answers = {code: host.metrics()[f'husky_http_responses_total{{code="{code}"}}'] for code in (403, 415, 421)}
        self.assertEqual(answers, {403: 2, 415: 1, 421: 1})
        self.assertEqual(host.get("/api/v1/faults", Origin="http://evil.example").json["items"], [])
        own = {"Origin": "http://%s:%d" % host.http, "Content-Type": "application/json; charset=utf-8"}
        self.assertEqual(host.request("POST", "/api/v1/faults", own, self.FAULT).status, 201)

    def test_a_host_is_asked_by_its_own_names(self):
        host = self.host(store="none", HUSKY_HOST_HTTP_HOSTS="plant.example,halle-3")
        for name, status in (("plant.example:8310", 200), ("Halle-3.", 200), ("localhost", 200), ("[::1]:1", 200), ("evil.example", 421)):
            with self.subTest(name):
                self.assertEqual(host.get("/api/v1/machines", Host=name).status, status)
        for path in ("/livez", "/readyz", "/healthz", "/metrics"):
            self.assertEqual(host.get(path, Host="husky-host:8310").status, 200)

    def test_names_with_a_port_are_bad_usage(self):
        done = programs.run(programs.HOST_BIN, "serve", "--port", "0", "--http-port", "0", "--store", "none",
                            HUSKY_HOST_HTTP_HOSTS="plant.example:8310")
        self.assertEqual(done.returncode, 2, done.stderr)
        self.assertIn("'plant.example:8310'", done.stderr)


class Documents(programs.EndToEnd):
    def asked(self, host, line):
        """What a line with curl asks, here."""
        words, method, headers, body, path = shlex.split(line, comments=True)[1:], None, {}, None, None
        while words:
            word = words.pop(0)
            if word == "-H":
                headers.update([words.pop(0).split(": ", 1)])
            elif word == "-d":
                body = words.pop(0).encode()
            elif word == "-X":
                method = words.pop(0)
            elif word != "-s":
                path = word.removeprefix("http://127.0.0.1:8310")
                self.assertTrue(path.startswith("/"), line)
        return host.request(method or ("POST" if body else "GET"), path, headers, body)

    def test_a_description_that_the_client_has_is_not_sent_again(self):
        host = self.host()
        whole = host.get("/openapi.json")
        again = host.get("/openapi.json", If_None_Match=whole.headers["ETag"])
        self.assertEqual((again.status, again.body, again.headers["ETag"]), (304, b"", whole.headers["ETag"]))
        self.assertEqual(whole.headers.get_all("Cache-Control"), ["no-cache"])
        for other in ('"x"', "W/", ",", '"' * 1000):
            self.assertEqual(host.get("/openapi.json", If_None_Match=other).status, 200, other)

    def test_every_line_with_curl_is_understood(self):
        host = self.host()
        self.connect(host, "HY-0001").close()
        programs.eventually(lambda: not host.get("/api/v1/machines/HY-0001").json["online"], "offline")
        for name in ("http", "faults", "getting-started", "oee"):
            lines = re.findall(r"^curl .*$", (programs.TOP / "docs" / f"{name}.md").read_text(encoding="utf-8"), re.M)
            self.assertGreaterEqual(len(lines), 2, name)
            for line in lines:
                with self.subTest(line):
                    answer = self.asked(host, line)
                    self.assertIn(answer.status, (200, 201, 204, 409), answer.text)  # 409: it is offline


class Guard(programs.EndToEnd):
    def test_another_bind_without_token_is_bad_usage(self):
        done = programs.run(programs.HOST_BIN, "serve", "--port", "0", "--http-port", "0", "--http-bind", "0.0.0.0", "--store", "none")
        self.assertEqual(done.returncode, 2, done.stderr)
        self.assertIn("token", done.stderr)

    def test_another_bind_works_where_unsafe_is_said(self):
        host = self.host("--http-bind", "0.0.0.0", "--http-unsafe", store="none")
        host.http = ("127.0.0.1", host.http[1])
        self.assertEqual(host.get("/api/v1/machines").status, 200)

    def test_a_token_is_asked_for(self):
        token = self.write("token", "\ufeffs3cret\r\n")
        host = self.host("--http-token-file", token, store="none")
        self.assertEqual(host.get("/api/v1/machines").status, 401)
        self.assertEqual(host.get("/api/v1/machines", Authorization="Bearer wrong").status, 401)
        self.assertEqual(host.get("/api/v1/machines", Authorization="Bearer s3cret").status, 200)
        self.assertEqual(host.get("/api/v1/machines", Authorization="bearer  s3cret", Origin="http://elsewhere.example").status, 200)
        self.assertNotIn("s3cret", host.stderr())


if __name__ == "__main__":
    programs.main()
