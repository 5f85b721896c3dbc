"""The package's client of the HTTP side: with a real host and real cells, and against a server that pretends."""

import base64
import contextlib
import hashlib
import json
import socket
import threading
import unittest

import bench
from husky_test import Api, Fleet, Host, NotInTime, Problem, Unreachable, WebSocket, wait_until

F10 = 0x010A


class WithACell(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        programs = contextlib.ExitStack()
        cls.addClassCleanup(programs.close)
        cls.host = programs.enter_context(Host())
        programs.enter_context(Fleet(cls.host, count=2, family="pet", seed=7, time_scale=200))
        cls.api = cls.host.api
        cls.api.wait_until(lambda: len(cls.api.cycles("HY-0001")) > 10, 30)

    def test_health_version_and_metrics(self):
        self.assertEqual(self.api.health()["status"], "ok")
        self.assertTrue(self.api.ready())
        self.assertEqual(self.api.version(), self.api.health()["version"])
        self.assertTrue(any(name.startswith("husky_cycles_total") and value > 0 for name, value in self.api.metrics().items()))

    def test_machines_and_what_they_reported(self):
        self.assertEqual(sorted(machine["serial"] for machine in self.api.machines()), ["HY-0001", "HY-0002"])
        self.assertTrue(self.api.machine("HY-0001")["online"])
        self.assertTrue(self.api.events("HY-0001"))
        self.assertEqual(self.api.gaps("HY-0001"), [])
        self.assertIsInstance(self.api.interruptions("HY-0001"), list)

    def test_cycles_come_over_all_pages_and_from_a_cursor(self):
        counters = [cycle["life_counter"] for cycle in self.api.items("/api/v1/machines/HY-0001/cycles", most=10, limit=3)]
        self.assertEqual(counters, list(range(1, 11)))
        pages = self.api.pages("/api/v1/machines/HY-0001/cycles", limit=4)
        self.assertEqual([len(next(pages)), len(next(pages))], [4, 4])
        self.assertEqual(len(self.api.cycles("HY-0001", most=5)), 5)
        cursor = self.api.request("GET", "/api/v1/machines/HY-0001/cycles?limit=2").json["next"]
        self.assertEqual(self.api.cycles("HY-0001", most=1, after=cursor)[0]["life_counter"], 3)

    def test_questions(self):
        self.assertEqual(self.api.start("HY-0001"), {"result": 0})
        self.assertEqual(self.api.read("HY-0001", [101, 204]).keys(), {101, 204})
        self.api.set_spc("HY-0001", 101, subgroup_size=5, usl=62, lsl=58)
        self.assertEqual(self.api.spc("HY-0001", 101)["usl"], 62)
        german = {row["variable_id"]: row["description"] for row in self.api.variables("HY-0001", "D")}
        self.assertGreater(len(german), 100)

    def test_faults_are_placed_listed_and_taken_away(self):
        first = self.api.inject(message="cycle", way="received", every=10, do="drop")
        other = self.api.inject({"from": "1h"}, message="event", way="received", do="drop")
        self.assertEqual([fault["id"] for fault in self.api.faults()], [first["id"], other["id"]])
        self.api.clear_faults(first["id"])
        self.assertEqual([fault["id"] for fault in self.api.faults()], [other["id"]])
        self.api.clear_faults()
        self.assertEqual(self.api.faults(), [])

    def test_frames_information_and_keys(self):
        frames = self.api.trace("HY-0001", message="cycle", direction="received", most=3)
        self.assertEqual([frame["name"] for frame in frames], ["cycle"] * 3)
        self.assertEqual(self.api.trace(serial="HY-0009"), [])
        about = self.api.information()
        self.assertEqual((about["version"], about["settings"]["http"]["bind"]), (self.api.version(), "127.0.0.1"))
        self.assertGreater(about["links"], 1)
        self.api.wait_until(lambda: self.api.press("HY-0001", 0x0101) is None, 30)

    def test_the_refusal_of_a_machine_has_its_result(self):
        with self.assertRaises(Problem) as caught:
            self.api.spc("HY-0001", 64999)
        self.assertEqual(caught.exception.status, 422)
        self.assertGreater(caught.exception.result, 0)
        self.assertIn(f"(result {caught.exception.result})", str(caught.exception))

    def test_setups_go_both_ways(self):
        content = self.api.setup("HY-0002", 1)
        self.assertGreater(len(content), 10_000)
        self.api.send_setup("HY-0002", 1, content, remark="as it was")
        self.assertEqual(self.api.setup("HY-0002", 1, version=1), content)
        self.assertEqual(self.api.setups("HY-0002")[0]["version"], 1)

    def test_a_screen_as_text_picture_and_stream(self):
        self.api.wait_until(lambda: "HY-0001" in self.api.display_text("HY-0001"), 20)
        self.assertTrue(self.api.display_png("HY-0001").startswith(b"\x89PNG"))
        with self.api.display("HY-0001") as screen:
            first = screen.receive()
            self.assertEqual(len(first["text"]), first["rows"])
            screen.send({"key": 258})
            self.assertEqual(screen.receive()["columns"], first["columns"])

    def test_what_a_machine_prints(self):
        with self.api.wait_until(lambda: self.api.display("HY-0002"), 20) as screen:
            screen.receive()
            screen.send({"key": F10})
            printed = self.api.wait_until(lambda: self.api.prints("HY-0002"), 20)[0]
        file = printed["files"][0]
        self.assertEqual(len(self.api.print_file("HY-0002", printed["id"], file["file"])), file["size"])

    def test_the_live_feed(self):
        with self.api.live() as feed:
            self.assertLessEqual({"HY-0001", "HY-0002"}, {machine["serial"] for machine in feed.receive()["machines"]})
        with self.api.live(["HY-0001"], ["cycles"]) as feed:
            self.assertEqual((feed.receive()["type"], feed.receive()["cycles"][0]["serial"]), ("snapshot", "HY-0001"))
        with self.assertRaises(Problem) as caught:
            self.api.live(topics=["everything"])
        self.assertEqual(caught.exception.status, 400)

    def test_a_refused_websocket_is_a_problem(self):
        with self.assertRaises(Problem) as caught:
            self.api.display("NOBODY")
        self.assertIn(caught.exception.status, (404, 409))
        self.assertTrue(caught.exception.detail)

    def test_unknown_machines_are_waited_for_and_bad_input_is_not(self):
        with self.assertRaisesRegex(NotInTime, "not within .* s: a machine; last: .*NOBODY: 404"):
            self.api.wait_until(lambda: self.api.machine("NOBODY"), 0.2, "a machine")
        with self.assertRaises(Problem) as caught:
            self.api.wait_until(lambda: self.api.cycles("HY-0001", after=-1))
        self.assertEqual(caught.exception.status, 400)


class BetweenTests(unittest.TestCase):
    def test_a_host_is_reset_and_a_machine_is_forgotten(self):
        with Host() as host, Fleet(host, count=2, family="cap", seed=7, time_scale=200):
            api = host.api
            api.wait_until(lambda: len(api.cycles("HY-0001")) > 10 and api.cycles("HY-0002"), 30)
            api.inject(message="event", way="received", do="drop")
            api.reset()
            self.assertEqual(api.faults(), [])
            self.assertEqual(sorted(machine["serial"] for machine in api.machines()), ["HY-0001", "HY-0002"])
            first = api.wait_until(lambda: api.cycles("HY-0001", most=1), 30)
            self.assertGreater(first[0]["life_counter"], 10)
            api.forget("HY-0002")
            again = api.wait_until(lambda: api.cycles("HY-0002", most=1), 30)
            self.assertEqual(again[0]["epoch"], 1)
            with self.assertRaises(Problem) as caught:
                api.forget("HY-0009")
            self.assertEqual(caught.exception.status, 404)


class WithAToken(bench.Test):
    def test_a_token_is_sent(self):
        token = self.write("token", "s3cret\n")
        with Host("--http-token-file", token, store="none") as host:
            with self.assertRaises(Problem) as caught:
                host.api.machines()
            self.assertEqual(caught.exception.status, 401)
            self.assertEqual(Api(host.url, token="s3cret").machines(), [])


class Pretended(bench.Test):
    def test_faults_go_over_as_they_were_given(self):
        web = bench.FakeWeb(self, {("POST", "/api/v1/faults"): (201, {"id": 1}), ("DELETE", "/api/v1/faults"): (204, b""),
                                   ("DELETE", "/api/v1/faults/1"): (204, b""),
                                   ("GET", "/api/v1/faults"): (200, {"seed": 1, "items": [{"id": 1}], "next": None})})
        self.assertEqual(web.api.inject({"from": "1s"}, message="cycle", do="drop"), {"id": 1})
        self.assertEqual(web.api.faults(), [{"id": 1}])
        web.api.clear_faults(1)
        web.api.clear_faults()
        self.assertEqual(json.loads(web.asked[0][2]), {"from": "1s", "message": "cycle", "do": "drop"})
        self.assertEqual([asked[:2] for asked in web.asked[2:]], [("DELETE", "/api/v1/faults/1"), ("DELETE", "/api/v1/faults")])
        self.assertEqual(web.asked[0][3]["Authorization"], "Bearer s3cret")

    def test_serials_and_files_are_escaped(self):
        web = bench.FakeWeb(self, {("GET", "/api/v1/machines/A%2FB%20%C3%9F/prints/3/page%3F.png"): (200, b"picture")})
        self.assertEqual(web.api.print_file("A/B ß", 3, "page?.png"), b"picture")

    def test_errors_that_are_no_documents(self):
        web = bench.FakeWeb(self, {("GET", "/a"): (500, b"<html>\xff"), ("GET", "/b"): (502, b"[1]"), ("GET", "/healthz"): (200, [1])})
        for path, status in (("/a", 500), ("/b", 502)):
            with self.assertRaises(Problem) as caught:
                web.api.request("GET", path)
            self.assertEqual((caught.exception.status, caught.exception.result), (status, None))
        with self.assertRaises(Unreachable):
            web.api.health()

    def test_a_store_that_fails_is_not_ready(self):
        self.assertFalse(bench.FakeWeb(self, {("GET", "/readyz"): (503, {})}).api.ready())

    def test_nobody_at_the_address(self):
        with self.assertRaisesRegex(Unreachable, "GET /healthz at 127.0.0.1:1: .*refused"):
            Api("http://127.0.0.1:1").health()
        with self.assertRaises(Unreachable):
            Api("http://127.0.0.1:1").display("HY-0001")
        for url in ("127.0.0.1:8310", "https://plant", ""):
            with self.assertRaises(ValueError):
                Api(url)


class PretendedSocket(unittest.TestCase):
    """What a WebSocket's other end may do."""

    def serve(self, frames, accept=True):
        listener = socket.create_server(("127.0.0.1", 0))
        self.addCleanup(listener.close)
        self.heard = []

        def talk():
            peer, _ = listener.accept()
            with peer:
                head = b""
                while b"\r\n\r\n" not in head:
                    head += peer.recv(4096)
                key = head.split(b"Sec-WebSocket-Key: ")[1].split(b"\r\n")[0] if accept else b"another"
                proof = base64.b64encode(hashlib.sha1(key + b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11").digest())
                peer.sendall(b"HTTP/1.1 101 Switching Protocols\r\nSec-WebSocket-Accept: " + proof + b"\r\n\r\n")
                for byte in frames:
                    peer.sendall(bytes([byte]))
                self.heard.append(peer.recv(4096))

        thread = threading.Thread(target=talk, daemon=True)
        thread.start()
        self.addCleanup(thread.join, 5)
        return listener.getsockname()

    def open(self, frames, **options):
        host, port = self.serve(frames, **options)
        return WebSocket(bench.husky_test.Address(host, port), "/api/v1/live")

    def test_messages_in_pieces_and_pings_between(self):
        with self.open(b'\x01\x04{"a"' + b"\x89\x02hi" + b"\x80\x03:1}" + b"\x81\x7e\x00\x02{}") as stream:
            self.assertEqual([stream.receive(), stream.receive()], [{"a": 1}, {}])
            wait_until(lambda: self.heard)
        head, mask, payload = self.heard[0][:2], self.heard[0][2:6], self.heard[0][6:8]
        self.assertEqual((head, bytes(byte ^ mask[i] for i, byte in enumerate(payload))), (b"\x8a\x82", b"hi"))

    def test_an_end_with_a_reason(self):
        with self.open(b"\x88\x06\x03\xe8gone") as stream, self.assertRaisesRegex(Unreachable, "gone"):
            stream.receive()

    def test_silence_is_not_in_time(self):
        with self.open(b"\x81\x10{") as stream, self.assertRaises(NotInTime):
            stream.receive(0.1)

    def test_a_server_that_proves_nothing(self):
        with self.assertRaisesRegex(Unreachable, "no WebSocket"):
            self.open(b"", accept=False)


class Waiting(unittest.TestCase):
    def test_the_first_true_result(self):
        results = iter([0, None, [], "there"])
        self.assertEqual(wait_until(lambda: next(results), 5), "there")

    def test_what_was_seen_last(self):
        with self.assertRaisesRegex(NotInTime, r"not within .* s: ten cycles; last: \[1\]") as caught:
            wait_until(lambda: Falsy([1]), 0, "ten cycles")
        self.assertIsInstance(caught.exception, AssertionError)


class Falsy(list):
    def __bool__(self):
        return False


if __name__ == "__main__":
    unittest.main()
