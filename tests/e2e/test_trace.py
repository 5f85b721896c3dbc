"""GET /api/v1/trace: the newest frames of the host's links, decoded, beside their bytes."""

import json

import programs
import wire

START = 1_767_225_600  # 2026-01-01 00:00:00 GMT


class Trace(programs.EndToEnd):
    def frames(self, host, **query):
        answer = host.get("/api/v1/trace?" + "&".join(f"{key}={value}" for key, value in query.items()))
        self.assertEqual(answer.status, 200, answer.text)
        self.assertIsNone(answer.json["next"])
        return answer.json["items"]

    def test_a_conversation_from_its_first_message_on(self):
        host = self.host()
        machine = self.connect(host, "HY-0001").polled()
        machine.send_bytes(wire.cycle(17, START, values=[(101, wire.F32, 5.5)]))
        machine.fence()
        frames = self.frames(host, serial="HY-0001")
        self.assertEqual([(f["direction"], f["name"]) for f in frames[:4]],
                         [("received", "init"), ("sent", "init response"), ("sent", "languages"), ("received", "languages response")])
        cycle, = self.frames(host, message="cycle")
        self.assertEqual((cycle["serial"], cycle["direction"], cycle["fault"]), ("HY-0001", "received", None))
        self.assertEqual(bytes.fromhex(cycle["bytes"]), wire.cycle(17, START, values=[(101, wire.F32, 5.5)]))
        self.assertEqual(cycle["size"], len(bytes.fromhex(cycle["bytes"])))
        self.assertIn(5.5, [row["value"] for row in cycle["layout"]])
        self.assertEqual([f["number"] for f in frames], sorted(f["number"] for f in frames))
        self.assertRegex(cycle["time"], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$")

    def test_it_says_of_a_message_what_husky_link_decode_says(self):
        host = self.host()
        machine = self.connect(host, "HY-0001").polled()
        machine.send_bytes(wire.event("Mode changed"))
        machine.fence()
        for frame in self.frames(host):
            done = programs.run_in(self.folder, programs.LINK_BIN, "decode", "--json", "-", said=frame["bytes"])
            self.assertEqual(done.returncode, 0, done.stderr)
            decoded = json.loads(done.stdout)
            self.assertEqual({key: frame[key] for key in ("name", "code", "provenance", "fields")},
                             {key: decoded[key] for key in ("name", "code", "provenance", "fields")})

    def test_a_peer_without_a_name_and_one_that_is_refused(self):
        host = self.host()
        stranger = self.connect(host)
        stranger.fence()
        self.assertEqual([(f["serial"], f["name"]) for f in self.frames(host)], [("", "identify"), ("", "identify response")])
        self.connect(host, "HY-0001").polled()
        second = self.connect(host)
        second.send("init", serial_number="HY-0001")
        self.assertTrue(programs.eventually(lambda: len(self.frames(host, serial="HY-0001", message="init")) == 2, "both inits"))

    def test_garbage_is_shown_and_nothing_breaks(self):
        host = self.host()
        machine = self.connect(host, "HY-0001").polled()
        machine.send_frame(0x7777, b"<script>alert(1)</script>")
        machine.expect_error(1, 0x7777)
        frame = self.frames(host, serial="HY-0001", direction="received")[-1]
        self.assertEqual((frame["name"], frame["fault"], frame["code"]), ("unknown", "unknown command", 0x7777))
        self.assertEqual(bytes.fromhex(frame["bytes"])[4:], b"<script>alert(1)</script>")
        self.assertEqual(self.frames(host, message="error")[-1]["direction"], "sent")
        for query in ("message=x", "direction=x", "limit=0", "limit=1001", "limit=1e9", "after=1", "serial=%ff", "x=1", "limit=1&limit=2"):
            answer = host.get(f"/api/v1/trace?{query}")
            self.assertEqual((answer.status, answer.headers["Content-Type"]), (400, "application/problem+json"), query)

    def test_the_newest_frames_of_many_are_kept_and_memory_is_bounded(self):
        host = self.host(HUSKY_HOST_THREADS=1, store="none")
        machine = self.connect(host, "HY-0001").polled()
        before = host.resident_mb()
        for block in range(20):  # 20 times 1000 messages of about 600 bytes
            machine.send_bytes(b"".join(wire.cycle(block * 1000 + i + 1, START + block * 1000 + i, values=[(101 + n, wire.F32, 1.5) for n in range(70)])
                                        for i in range(1000)))
            machine.fence()
        frames = self.frames(host, message="cycle", limit=1000)
        self.assertEqual(len(frames), 1000)
        self.assertEqual(frames[-1]["fields"]["values"][0]["value"], 20_000)
        self.assertEqual(frames[0]["fields"]["values"][0]["value"], 19_001)
        if not programs.SANITIZED:  # a sanitizer keeps what was freed
            self.assertLess(host.resident_mb() - before, 100)

    def test_what_is_forgotten_is_no_longer_shown(self):
        host = self.host(HUSKY_HOST_THREADS=2)
        for serial in ("HY-0001", "HY-0002"):
            machine = self.connect(host, serial).polled()
            machine.fence()
        self.assertEqual(host.request("DELETE", "/api/v1/machines/HY-0001").status, 204)
        self.assertEqual(self.frames(host, serial="HY-0001"), [])
        self.assertTrue(self.frames(host, serial="HY-0002"))
        self.assertEqual(host.request("POST", "/api/v1/reset").status, 204)
        self.assertEqual(self.frames(host), [])


if __name__ == "__main__":
    programs.main()
