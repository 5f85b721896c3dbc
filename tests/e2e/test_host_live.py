"""The live feed of husky-host: a snapshot, then what changed, for many clients, slow ones and those that never read."""

import json
import socket
import time
import unittest

import displays
import peers
import programs
import wire

PATH = "/api/v1/live"
START = 1_767_225_600  # 2026-01-01 00:00:00 GMT


class Feed:
    """A client that keeps what it is told, as docs/http.md says, and checks the numbers of messages."""

    def __init__(self, socket_):
        self.socket, self.number, self.machines, self.messages = socket_, 0, {}, []
        self.cycles, self.events, self.interruptions, self.frames, self.lost = [], [], [], [], 0

    def next(self, timeout=10):
        message = self.socket.receive(timeout)
        self.number += 1
        assert message["number"] == self.number, (message["number"], self.number)
        assert message["type"] == "snapshot" if self.number == 1 else message["type"] in ("snapshot", "delta"), message["type"]
        if message["type"] == "snapshot":
            self.machines = {}
        self.lost += message.get("lost", 0)
        self.machines |= {m["serial"]: m for m in message.get("machines", [])}
        for name in ("cycles", "events", "interruptions", "frames"):
            getattr(self, name).extend(message.get(name, []))
        self.messages.append(message)
        return message

    def until(self, condition, timeout=10):
        end = time.monotonic() + peers.seconds(timeout)
        while not condition():
            self.next(max(0.001, (end - time.monotonic()) / peers.FACTOR))
        return self

    def counters(self, serial="HY-0001"):
        return [c["life_counter"] for c in self.cycles if c["serial"] == serial]

    def quiet(self, timeout=0.5):
        try:
            self.next(timeout)
        except peers.Closed:
            raise
        except AssertionError as nothing:
            return "in time" in str(nothing)
        return False


class Live(programs.EndToEnd):
    def feed(self, host, query="", **options):
        socket_ = displays.WebSocket(host.http, PATH + query, **options)
        self.addCleanup(socket_.close)
        return Feed(socket_)

    def send(self, machine, *counters, side=0):
        machine.send_bytes(b"".join(wire.cycle(n, START + n, side) for n in counters))
        machine.fence()

    def refused(self, host, query):
        with self.assertRaises(displays.Refused) as refused:
            self.feed(host, query)
        return refused.exception


class Messages(Live):
    def test_a_snapshot_then_what_machines_report(self):
        host = self.host()
        feed = self.feed(host)
        first = feed.next()
        self.assertEqual((first["machines"], first["host"]["machines"], first["host"]["store"]), ([], 0, "ok"))
        machine = self.connect(host, "HY-0001").polled()
        feed.until(lambda: feed.machines.get("HY-0001", {}).get("sides"))
        self.assertEqual(feed.machines["HY-0001"]["sides"][0]["job"], "JOB 1")
        self.send(machine, 1, 2, 3)
        feed.until(lambda: feed.counters() == [1, 2, 3] and feed.machines["HY-0001"]["life_counter"] == 3)
        programs.eventually(lambda: len(host.cycles("HY-0001")) == 3, "3 cycles")
        self.assertEqual(feed.cycles, host.cycles("HY-0001"))
        self.assertEqual(feed.machines["HY-0001"], host.get("/api/v1/machines/HY-0001").json)
        self.assertTrue(feed.quiet())
        machine.close()
        feed.until(lambda: not feed.machines["HY-0001"]["online"])
        self.assertEqual(feed.messages[-1]["host"]["online"], 0)

    def test_events_and_interruptions_are_those_of_the_histories(self):
        host = self.host()
        feed = self.feed(host, "?topics=events")
        feed.next()
        machine = self.connect(host, "HY-0001").polled()
        machine.send_bytes(wire.event("auto on") + wire.interruption(304, 1, "gate open") + wire.interruption(304, 0, "gate shut"))
        machine.fence()
        feed.until(lambda: len(feed.interruptions) == 2 and feed.events)
        programs.eventually(lambda: len(host.items("/api/v1/machines/HY-0001/interruptions")) == 2, "2 interruptions")
        self.assertEqual(feed.events, host.items("/api/v1/machines/HY-0001/events"))
        self.assertEqual(feed.interruptions, host.items("/api/v1/machines/HY-0001/interruptions"))

    def test_frames_are_those_of_the_trace(self):
        host = self.host()
        machine = self.connect(host, "HY-0001").polled()
        other = self.connect(host, "HY-0002").polled()
        feed = self.feed(host, "?machines=HY-0001&topics=frames")
        self.assertNotIn("frames", feed.next())
        everything = self.feed(host, "?topics=frames")
        everything.next()
        self.send(other, 1)
        self.send(machine, 1, 2)
        feed.until(lambda: [f["name"] for f in feed.frames].count("cycle") == 2)
        trace = {f["number"]: f for f in host.items("/api/v1/trace?limit=1000")}
        self.assertEqual([trace[f["number"]] for f in feed.frames], feed.frames)
        self.assertEqual({f["serial"] for f in feed.frames}, {"HY-0001"})
        self.assertEqual([f["fields"]["values"][0]["value"] for f in feed.frames if f["name"] == "cycle"], [1, 2])
        self.connect(host, "HY-0003").polled()
        everything.until(lambda: any(f["name"] == "status response" and f["serial"] == "HY-0003" for f in everything.frames))
        self.assertEqual({f["serial"] for f in everything.frames}, {"HY-0001", "HY-0002", "HY-0003"})
        self.assertEqual({key for m in feed.messages[1:] for key in m} - {"type", "number", "time"}, {"frames"})

    def test_forgotten_machines_leave_the_feed(self):
        host = self.host()
        machine = self.connect(host, "HY-0001").polled()
        self.send(machine, 1, 2, 3)
        gone = self.connect(host, "HY-0002").polled()
        self.send(gone, 1)
        gone.close()
        feed, two = self.feed(host), self.feed(host, "?machines=HY-0002")
        feed.until(lambda: len(feed.machines) == 2 and not feed.machines["HY-0002"]["online"])
        two.next()
        self.assertEqual(host.request("DELETE", "/api/v1/machines/HY-0002").status, 204)
        feed.until(lambda: list(feed.machines) == ["HY-0001"])
        two.until(lambda: not two.machines)
        self.assertEqual(feed.messages[-1]["host"]["machines"], 1)
        self.assertEqual(host.request("POST", "/api/v1/reset").status, 204)
        feed.until(lambda: feed.machines.get("HY-0001", {}).get("cycles_stored") == 0)
        self.send(machine, 4)
        feed.until(lambda: feed.machines["HY-0001"]["cycles_stored"] == 1)
        self.assertEqual(host.request("DELETE", "/api/v1/machines/HY-0001").status, 204)
        feed.until(lambda: not feed.machines)
        self.send(machine, 5)
        feed.until(lambda: list(feed.machines) == ["HY-0001"])
        self.connect(host, "HY-0002").polled()
        two.until(lambda: list(two.machines) == ["HY-0002"])
        self.assertEqual(feed.lost, 0)

    def test_a_machine_that_leaves_after_a_reset_leaves_the_feed(self):
        host = self.host()
        machine = self.connect(host, "HY-0001").polled()
        feed = self.feed(host)
        feed.until(lambda: feed.machines)
        self.assertEqual(host.request("POST", "/api/v1/reset").status, 204)
        machine.close()
        feed.until(lambda: not feed.machines)
        self.assertEqual(host.get("/api/v1/machines").json["items"], [])

    def test_who_comes_later_gets_the_present_state(self):
        host = self.host()
        machine = self.connect(host, "HY-0001").polled()
        self.send(machine, 1, 2, 3)
        gone = self.connect(host, "HY-0002").polled()
        gone.close()
        programs.eventually(lambda: not host.get("/api/v1/machines/HY-0002").json["online"], "HY-0002 is gone")
        for _ in range(2):
            feed = self.feed(host)
            first = feed.next()
            self.assertEqual([(m["serial"], m["online"], m["life_counter"]) for m in first["machines"]],
                             [("HY-0001", True, 3), ("HY-0002", False, 0)])
            self.assertEqual((first["host"]["machines"], first["host"]["online"], first["host"]["cycles"]), (2, 1, 3))

    def test_a_client_gets_only_what_it_watches(self):
        host = self.host()
        one, two = (self.connect(host, f"HY-000{n}").polled() for n in (1, 2))
        cycles = self.feed(host, "?machines=HY-0002&topics=cycles")
        status = self.feed(host, "?machines=HY-0001,HY-0002&topics=status")
        for feed in (cycles, status):
            feed.next()
        self.assertEqual((list(cycles.machines), list(status.machines)), (["HY-0002"], ["HY-0001", "HY-0002"]))
        self.send(one, 1)
        self.send(two, 1, 2)
        cycles.until(lambda: cycles.counters("HY-0002") == [1, 2])
        status.until(lambda: status.machines["HY-0001"]["life_counter"] == 1 and status.machines["HY-0002"]["life_counter"] == 2)
        self.assertEqual({key for m in cycles.messages[1:] for key in m} - {"type", "number", "time"}, {"cycles"})
        self.assertEqual({key for m in status.messages[1:] for key in m} - {"type", "number", "time"}, {"machines"})
        self.assertEqual({c["serial"] for c in cycles.cycles}, {"HY-0002"})

    def test_a_machine_that_changes_its_link_is_online_in_the_end(self):
        host = self.host()
        feed = self.feed(host)
        for number in range(1, 11):
            machine = self.connect(host, "HY-0001")
            self.send(machine, number)
            machine.close()
        machine = self.connect(host, "HY-0001").polled()
        self.send(machine, 11)
        feed.until(lambda: feed.counters()[-1:] == [11] and feed.machines["HY-0001"]["online"])
        self.assertEqual(sorted(feed.counters()), list(range(1, 12)))
        self.assertTrue(feed.quiet())
        self.assertTrue(feed.machines["HY-0001"]["online"])

    def test_a_placed_fault_is_told(self):
        host = self.host()
        feed = self.feed(host)
        self.assertEqual(feed.next()["host"]["faults"], 0)
        host.request("POST", "/api/v1/faults", body={"message": "cycle", "way": "received", "do": "drop"})
        feed.until(lambda: feed.messages[-1].get("host", {}).get("faults") == 1)

    def test_texts_of_machines_are_text(self):
        host = self.host()
        serial = "<b>\u00e9\"'&\\"
        machine = self.connect(host, serial).polled()
        self.send(machine, 1)
        feed = self.feed(host)
        self.assertEqual([m["serial"] for m in feed.next()["machines"]], [serial])


class Requests(Live):
    def test_wrong_requests_are_refused_before_the_upgrade(self):
        host = self.host()
        self.connect(host, "HY-0001").polled()
        for query in ("?topics=all", "?topics=", "?topics=status,", "?machines=HY-0002", "?machines=HY-0001,", "?machines=",
                      "?machines=%3Cscript%3E", "?what=1", "?topics=status&topics=status", "?machines=%FF", "?machines=%00",
                      "?machines=" + ",".join(f"M{n}" for n in range(300)), "?machines=" + "x" * 9000, "?topics=" + "," * 5000):
            with self.subTest(query=query[:40]):
                problem = self.refused(host, query)
                self.assertEqual(problem.status, 400)
                self.assertIn("application/problem+json", str(problem))
        self.assertEqual(host.get(PATH).status, 426)
        self.assertEqual(host.get(PATH + "?topics=x").status, 400)
        self.assertEqual(host.request("POST", PATH).status, 405)
        self.assertEqual(host.metrics()["husky_live_clients"], 0)

    def test_a_token_is_needed_as_everywhere(self):
        host = self.host("--http-token-file", self.write("token", "secret\n"))
        self.assertEqual(self.refused(host, "?topics=x").status, 401)
        self.feed(host, headers={"Authorization": "Bearer secret"}).next()

    def test_one_client_too_many_gets_503_and_room_is_given_again(self):
        host = self.host()
        clients = [self.feed(host, "?topics=status") for _ in range(64)]
        problem = self.refused(host, "")
        self.assertEqual(problem.status, 503)
        self.assertIn("too many clients", str(problem))
        clients.pop().socket.close()
        programs.eventually(lambda: host.metrics()["husky_live_clients"] == 63, "a client less")
        self.feed(host).next()

    def test_what_clients_say_harms_nobody(self):
        host = self.host()
        feed, other = self.feed(host), self.feed(host)
        for client in (feed, other):
            client.next()
        for message in (b"", b"{}", b"\xc3\xa9" * 200, b"[" * 1000, json.dumps({"topics": ["frames"]}).encode()):
            feed.socket.send(message)
        machine = self.connect(host, "HY-0001").polled()
        self.send(machine, 1)
        feed.until(lambda: feed.counters() == [1])
        feed.socket.send(b"x" * 60_000)  # too long
        with self.assertRaises(peers.Closed):
            while True:
                feed.next()
        other.until(lambda: other.counters() == [1])
        programs.eventually(lambda: host.metrics()["husky_live_clients"] == 1, "one client")


class Slow(Live):
    def flood(self, host, machine, first, count):
        for n in range(first, first + count, 500):
            machine.send_bytes(b"".join(wire.cycle(k, START + k) for k in range(n, n + 500)))
        machine.fence(30)

    def test_a_client_that_never_reads_costs_little_and_slows_nobody(self):
        host = self.host(HUSKY_HOST_HTTP_SOCKET_IDLE_S="3600")
        machine = self.connect(host, "HY-0001").polled()
        stuck = [self.feed(host, receive_buffer=4096) for _ in range(10)]
        quick = self.feed(host, "?topics=status")
        self.flood(host, machine, 1, 5000)
        before = host.resident_mb()
        self.flood(host, machine, 5001, 50_000)
        quick.until(lambda: quick.machines.get("HY-0001", {}).get("life_counter") == 55_000, 30)
        if not programs.SANITIZED:
            self.assertLess(host.resident_mb() - before, 10 * 3 + 20)
        feed = stuck[0]
        feed.until(lambda: feed.machines.get("HY-0001", {}).get("life_counter") == 55_000, 30)
        self.assertGreater(feed.lost, 0)
        self.assertLess(len(feed.messages), 200)
        self.assertGreater(host.metrics()["husky_live_resynchronisations_total"], 0)
        self.send(machine, 55_001)
        feed.until(lambda: feed.counters()[-1:] == [55_001])

    def test_a_client_that_answers_no_ping_is_dropped(self):
        host = self.host(HUSKY_HOST_HTTP_SOCKET_IDLE_S="1")
        feed = self.feed(host)
        feed.next()
        with self.assertRaises(peers.Closed):
            while True:
                feed.socket.receive(answer_pings=False)
        programs.eventually(lambda: host.metrics()["husky_live_clients"] == 0, "no client")

    def test_clients_that_break_off_leave_nothing(self):
        host = self.host()
        machine = self.connect(host, "HY-0001").polled()
        for n in range(1, 51):
            feed = self.feed(host)
            self.send(machine, n)
            if n % 2:
                feed.next()
                feed.socket.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
            feed.socket.close()
        programs.eventually(lambda: host.metrics()["husky_live_clients"] == 0, "no client")
        self.assertEqual(host.get("/livez").status, 200)

    def test_a_stop_ends_clients_in_time(self):
        host = self.host()
        feeds = [self.feed(host) for _ in range(20)]
        for feed in feeds:
            feed.next()
        self.assertEqual(host.stop(), 0)
        for feed in feeds:
            with self.assertRaises(peers.Closed):
                feed.next()


class Plant(Live):
    def test_a_thousand_machines_are_in_one_snapshot(self):
        host = self.host()
        machines = 1000
        links = []
        for n in range(1, machines + 1):
            links.append(peers.Link(socket.create_connection(host.tcp, peers.seconds(10))))
            self.addCleanup(links[-1].close)
            links[-1].send("init", serial_number=f"HY-{n:04}")
        feed = self.feed(host)
        feed.until(lambda: len(feed.machines) == machines, 60)
        first = self.feed(host).next()
        self.assertEqual((len(first["machines"]), first["host"]["machines"], first["host"]["online"]), (machines,) * 3)
        self.assertEqual([m["serial"] for m in first["machines"]], [f"HY-{n:04}" for n in range(1, machines + 1)])


if __name__ == "__main__":
    unittest.main()
