"""Set-ups between husky-host and a machine that was written from the contract alone."""

import hashlib
import json
import random
import sqlite3
import threading
import unittest
import zlib

import peers
import programs
import wire

SERIAL = "HY-0001"
BLOCK = 4000


def made_up(size, seed=1):
    return random.Random(seed).randbytes(size)


class SetupMachine(peers.ScriptedMachine):
    """Keeps set-ups as rule 5 says. `spoil` may change an answer or a block on its way."""

    def __init__(self, sock, **options):
        super().__init__(sock, **options)
        self.setups, self.result, self.spoil = {}, 0, lambda name, fields: fields
        self.incoming, self.head = b"", None
        self.applied = []  # results of downloads that came to their end

    def say(self, name, **fields):
        self.send(name, **self.spoil(name, fields))

    def on_upload_setup(self, asked):
        content = self.setups.get(asked["setup_number"])
        if self.result or content is None:
            return self.say("upload_setup_response", result=self.result or 3, setup_number=asked["setup_number"])
        data = content[asked["offset"] : asked["offset"] + BLOCK]
        self.say("upload_setup_response", setup_number=asked["setup_number"], total_size=len(content),
                 crc32=zlib.crc32(content), offset=asked["offset"], data=data)

    def on_download_setup(self, block):
        if self.result:
            return self.say("download_setup_response", result=self.result)
        head = block["setup_number"], block["total_size"], block["crc32"]
        if block["offset"] == 0:
            self.incoming, self.head = b"", head
        elif head != self.head:
            return self.say("download_setup_response", result=6)
        elif block["offset"] != len(self.incoming):
            return self.say("download_setup_response", result=6, next_offset=len(self.incoming))
        fields = self.spoil("download_setup", {"data": block["data"], "offset": block["offset"]})
        self.incoming += fields["data"]
        if len(self.incoming) < block["total_size"]:
            return self.say("download_setup_response", next_offset=len(self.incoming))
        content, self.incoming, self.head = self.incoming, b"", None
        self.applied.append(0 if zlib.crc32(content) == block["crc32"] else 5)
        if self.applied[-1]:
            return self.say("download_setup_response", result=5)
        self.setups[block["setup_number"]] = content
        self.say("download_setup_response", next_offset=len(content))


class Setups(programs.EndToEnd):
    def start(self, **environment):
        self.the_host = self.host(**environment)
        self.link()
        return self.the_host

    def link(self, serial=SERIAL, **state):
        """A machine that answers from a thread of its own until its link ends."""
        machine = SetupMachine.dial(self.the_host.tcp)
        vars(machine).update(state)
        self.addCleanup(machine.close)
        machine.initialise(serial)
        self.machine = machine
        self.serve(machine)
        return machine

    def serve(self, machine):
        def talk():
            try:
                while True:
                    machine.receive(60)
            except (AssertionError, OSError):
                pass

        machine.thread = threading.Thread(target=talk, daemon=True)
        machine.thread.start()

    def path(self, rest="", serial=SERIAL):
        return f"/api/v1/machines/{serial}/setups{rest}"

    def read(self, number=1, query="", **headers):
        return self.the_host.get(self.path(f"/{number}{query}"), **headers)

    def put(self, content=None, number=1, query=""):
        return self.the_host.request("PUT", self.path(f"/{number}{query}"), body=content)

    def in_background(self, function, *args):
        answers = []
        thread = threading.Thread(target=lambda: answers.append(function(*args)))
        thread.start()

        def join():
            thread.join(peers.seconds(30))
            self.assertTrue(answers, "no answer")
            return answers[0]

        return join

    def versions(self, serial=SERIAL):
        return self.the_host.items(self.path(serial=serial))

    def expect_problem(self, answer, status, **fields):
        self.assertEqual(answer.status, status, answer.body[:500])
        self.assertTrue(answer.headers["Content-Type"].startswith("application/problem+json"))
        for key, value in fields.items():
            self.assertEqual(answer.json[key], value)


class Transfers(Setups):
    def test_a_set_up_is_read_as_it_is_and_archived(self):
        self.start()
        content = made_up(60 * 1024)
        self.machine.setups[7] = content
        answer = self.read(7)
        self.assertEqual((answer.status, answer.headers["Content-Type"]), (200, "application/octet-stream"))
        self.assertEqual(answer.body, content)
        digest = hashlib.sha256(content).hexdigest()
        self.assertEqual((answer.headers["ETag"], answer.headers["X-Setup-Version"]), (f'"{digest}"', "1"))
        (row,) = self.versions()
        self.assertLessEqual({"setup_number": 7, "version": 1, "origin": "upload", "size": len(content),
                              "crc32": zlib.crc32(content), "sha256": digest}.items(), row.items())
        self.assertRegex(row["time"], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$")
        self.assertEqual(self.the_host.query("select setup_number, version, origin, size from setups"), [(7, 1, "upload", 61440)])

    def test_a_set_up_is_written_as_it_is_and_archived(self):
        self.start()
        content = made_up(60 * 1024)
        answer = self.put(content, 3, "?remark=night+shift")
        self.assertEqual((answer.status, answer.body), (204, b""))
        self.assertEqual(self.machine.setups, {3: content})
        blocks = [r for r in self.machine.requests if r.name == "download_setup"]
        self.assertEqual([b["offset"] for b in blocks], list(range(0, len(content), len(blocks[0]["data"]))))
        (row,) = self.versions()
        self.assertEqual((row["origin"], row["remark"], row["version"]), ("download", "night shift", 1))

    def test_one_byte_and_one_more_than_a_block_travel_too(self):
        self.start()
        for size in (1, 4095, 4096, 4097, 70_000):
            with self.subTest(size):
                content = made_up(size, seed=size)
                self.assertEqual(self.put(content).status, 204)
                self.assertEqual(self.read().body, content)

    def test_a_large_set_up_travels_both_ways(self):
        self.start()
        content = made_up(3 << 20)
        self.assertEqual(self.put(content).status, 204)
        self.assertEqual(self.read().body, content)

    def test_the_machines_result_comes_through(self):
        self.start()
        self.machine.setups[1] = b"x"
        for result in range(1, 7):
            with self.subTest(result):
                self.machine.result = result
                self.expect_problem(self.read(), 422, result=result)
                if result != 6:  # 6 and 0 means: begin anew
                    self.expect_problem(self.put(b"abc"), 422, result=result)
        self.expect_problem(self.put(b"abc"), 422, result=6)
        self.assertEqual(self.versions(), [])

    def test_a_changed_set_up_is_read_once_more_then_given_up(self):
        self.start()
        self.machine.setups[1] = made_up(10_000)
        seeds = iter(range(2, 100))
        changes = [1]

        def change(name, fields):
            if fields.get("offset", 0) > 0 and changes[0]:
                changes[0] -= 1
                self.machine.setups[1] = made_up(10_000, seed=next(seeds))
                fields = fields | {"crc32": zlib.crc32(self.machine.setups[1])}
            return fields

        self.machine.spoil = change
        self.assertEqual(self.read().body, made_up(10_000, seed=2))
        changes[0] = 2
        self.expect_problem(self.read(), 502)
        self.assertEqual(len(self.versions()), 1)

    def test_absurd_answers_are_refused(self):
        self.start()
        self.machine.setups[1] = made_up(10_000)
        for name, spoiled in {"4 GB": {"total_size": 0xFFFFFFFF}, "more than may": {"total_size": (16 << 20) + 1},
                              "nothing": {"data": b""}, "an empty set-up": {"total_size": 0, "data": b"", "crc32": 0},
                              "past the end": {"total_size": 10}, "another offset": {"offset": 4711},
                              "another number": {"setup_number": 2}}.items():
            with self.subTest(name):
                self.machine.spoil = lambda _, fields: fields | spoiled
                self.expect_problem(self.read(), 502)
        self.assertEqual(self.versions(), [])
        self.machine.spoil = lambda _, fields: fields
        self.assertEqual(self.read().status, 200)

    def test_an_offset_that_is_nowhere_ends_a_download(self):
        self.start()
        self.machine.spoil = lambda name, fields: {"result": 6, "next_offset": 0xFFFFFFF0} if "response" in name else fields
        self.expect_problem(self.put(made_up(9000)), 422, result=6)

    def test_a_machine_that_lost_a_block_gets_it_again(self):
        self.start()
        lost = []

        def lose(name, fields):
            if name == "download_setup" and fields["offset"] and not lost:
                lost.append(fields["offset"])
                return fields | {"data": b""}
            return fields

        self.machine.spoil = lose
        content = made_up(20_000)
        self.assertEqual(self.put(content).status, 204)
        self.assertEqual((self.machine.setups[1], len(lost)), (content, 1))

    def test_two_clients_at_once_both_get_theirs(self):
        self.start()
        first, second = made_up(30_000, 1), made_up(30_000, 2)
        writing = [self.in_background(self.put, content) for content in (first, second)]
        self.assertEqual([join().status for join in writing], [204, 204])
        self.assertIn(self.machine.setups[1], (first, second))
        self.assertEqual(self.machine.applied, [0, 0])
        reading = [self.in_background(self.read) for _ in range(3)]
        self.assertEqual({join().body for join in reading}, {self.machine.setups[1]})
        self.assertEqual(len(self.versions()), 2)

    def test_a_transfer_ends_within_its_time(self):
        self.start(HUSKY_HOST_LINK_SETUP_TIMEOUT_S="0.5")
        self.machine.on_upload_setup = lambda asked: self.machine.send(
            "upload_setup_response", setup_number=1, total_size=1 << 20, crc32=1, offset=asked["offset"], data=b"x")
        self.expect_problem(self.read(), 504)

    def test_transfers_are_counted(self):
        self.start()
        self.machine.setups[1] = b"abc"
        self.assertEqual(self.read().status, 200)
        self.machine.result = 4
        self.expect_problem(self.put(b"abc"), 422)
        metrics = self.the_host.metrics()
        self.assertEqual(metrics['husky_setups_uploaded_total{fate="done"}'], 1)
        self.assertEqual(metrics['husky_setups_downloaded_total{fate="machine"}'], 1)


class Cuts(Setups):
    """The link is cut at each block in turn; the machine dials again at once and one request sees it all through."""

    def cut_at(self, name, block):
        """Resets the link when this block is asked for (or comes), and dials again."""
        machine, seen = self.machine, []
        handler = getattr(machine, f"on_{name}")

        def cut(asked):
            seen.append(asked["offset"])
            if len(seen) == block + 1:
                machine.reset()
                self.link(setups=machine.setups, applied=machine.applied)
                raise OSError("cut")
            handler(asked)

        setattr(machine, f"on_{name}", cut)

    def test_a_set_up_of_60_kb_is_read_with_the_link_cut_at_every_block(self):
        self.start()
        content = made_up(60_000)
        self.machine.setups[1] = content
        for block in range(len(content) // BLOCK):
            with self.subTest(block):
                self.cut_at("upload_setup", block)
                self.assertEqual(self.read().body, content)
                again = [r["offset"] for r in self.machine.requests if r.name == "upload_setup"]
                self.assertEqual(again[0], block * BLOCK)
        self.assertEqual(len(self.versions()), 1)

    def test_a_set_up_of_60_kb_is_written_with_the_link_cut_at_every_block(self):
        self.start()
        self.assertEqual(self.put(made_up(60_000, seed=99)).status, 204)
        size = next(len(r["data"]) for r in self.machine.requests if r.name == "download_setup")
        for block in range(-(-60_000 // size)):
            with self.subTest(block):
                content = made_up(60_000, seed=block)
                self.cut_at("download_setup", block)
                self.assertEqual(self.put(content).status, 204)
                self.assertEqual(self.machine.setups[1], content)
                again = [r["offset"] for r in self.machine.requests if r.name == "download_setup"]
                self.assertEqual(again[0], 0)

    def test_with_one_bit_changed_on_the_way_up_nothing_is_archived(self):
        self.start()
        content = made_up(60_000)
        self.machine.setups[1] = content
        for at in range(0, len(content), 9001):
            with self.subTest(at):
                def flip(_, fields):
                    data = bytearray(fields["data"])
                    if fields["offset"] <= at < fields["offset"] + len(data):
                        data[at - fields["offset"]] ^= 1 << at % 8
                    return fields | {"data": bytes(data)}

                self.machine.spoil = flip
                answer = self.read()
                self.expect_problem(answer, 502)
                self.assertIn("checksum", answer.json["detail"])
        self.assertEqual(self.versions(), [])
        self.assertIn("checksum", self.the_host.stderr())

    def test_with_one_bit_changed_on_the_way_down_nothing_is_applied(self):
        self.start()
        self.machine.setups[1] = b"old"
        content = made_up(60_000)
        for at in range(0, len(content), 9001):
            with self.subTest(at):
                def flip(name, fields):
                    if name != "download_setup" or not fields["offset"] <= at < fields["offset"] + len(fields["data"]):
                        return fields
                    data = bytearray(fields["data"])
                    data[at - fields["offset"]] ^= 1 << at % 8
                    return fields | {"data": bytes(data)}

                self.machine.spoil = flip
                self.expect_problem(self.put(content), 422, result=5)
        self.assertEqual((self.machine.setups[1], set(self.machine.applied)), (b"old", {5}))
        self.assertEqual(self.versions(), [])
        self.assertIn("checksum", self.the_host.stderr())

    def test_a_machine_that_does_not_come_back_is_504(self):
        self.start(HUSKY_HOST_LINK_SETUP_RESUME_S="0.3")
        self.machine.on_upload_setup = lambda _: self.machine.reset()
        self.expect_problem(self.read(), 504)
        self.expect_problem(self.read(), 409)
        self.expect_problem(self.put(b"abc"), 409)

    def test_a_machine_that_does_not_answer_is_504_at_once(self):
        self.start(HUSKY_HOST_LINK_RESPONSE_TIMEOUT_S="0.3", HUSKY_HOST_LINK_SETUP_RESUME_S="60")
        self.machine.on_download_setup = lambda _: None
        self.expect_problem(self.put(b"abc"), 504)

    def test_a_host_that_stops_does_not_wait_for_a_machine(self):
        host = self.start(HUSKY_HOST_LINK_SETUP_RESUME_S="60")
        asked = threading.Event()

        def leave(_):
            self.machine.reset()
            asked.set()

        self.machine.on_upload_setup = leave
        join = self.in_background(self.read)
        self.assertTrue(asked.wait(peers.seconds(10)))
        self.assertEqual(host.stop(), 0, host.describe())
        self.assertIn(join().status, (503, 504))


class Archive(Setups):
    def test_the_same_content_again_is_no_new_version(self):
        self.start()
        self.machine.setups[1] = b"first"
        for expected in (b"first", b"first", b"second", b"first"):
            self.machine.setups[1] = expected
            self.assertEqual(self.read().body, expected)
        self.assertEqual(self.put(b"first").status, 204)
        rows = self.versions()
        self.assertEqual([(r["version"], r["origin"], r["size"]) for r in rows],
                         [(1, "upload", 5), (2, "upload", 6), (3, "upload", 5)])
        self.assertGreater(rows[0]["last_time"], rows[0]["time"])

    def test_each_number_and_machine_counts_its_own_versions(self):
        self.start()
        self.link("HY-0002")
        for number in (1, 2, 65535):
            for n in range(2):
                self.assertEqual(self.put(b"content %d" % n, number).status, 204)
        self.assertEqual(self.the_host.request("PUT", self.path("/1", "HY-0002"), body=b"content 0").status, 204)
        self.assertEqual([(r["setup_number"], r["version"]) for r in self.versions()],
                         [(n, v) for n in (1, 2, 65535) for v in (1, 2)])
        self.assertEqual([r["version"] for r in self.versions("HY-0002")], [1])
        self.assertEqual(len(self.the_host.items(self.path("?limit=2"))), 6)
        self.assertEqual(len(self.the_host.csv(self.path())), 6)

    def test_versions_survive_a_restart_and_can_be_had_offline(self):
        host = self.start()
        self.assertEqual(self.put(b"one").status, 204)
        self.assertEqual(self.put(b"two").status, 204)
        before = self.versions()
        self.assertEqual(host.stop(), 0)
        self.the_host = self.host()
        self.assertEqual(self.versions(), before)
        self.assertEqual(self.read(query="?version=1").body, b"one")
        self.assertEqual(self.read(query="?version=2").headers["X-Setup-Version"], "2")
        self.expect_problem(self.read(query="?version=3"), 404)
        self.expect_problem(self.read(), 409)
        self.link()
        self.assertEqual(self.put(None, query="?version=1").status, 204)
        self.assertEqual(self.machine.setups[1], b"one")
        self.assertEqual([r["version"] for r in self.versions()], [1, 2, 3])

    def test_a_host_without_a_store_remembers_while_it_runs(self):
        self.start(store="none")
        self.assertEqual(self.put(b"one").status, 204)
        self.assertEqual(self.put(b"two").status, 204)
        self.assertEqual([r["version"] for r in self.versions()], [1, 2])
        self.assertEqual(self.read(query="?version=1").body, b"one")

    def test_a_database_of_an_earlier_version_gets_an_archive(self):
        host = self.start()
        self.machine.send_bytes(wire.cycle(1, 1000))
        self.machine.close()
        programs.eventually(lambda: host.counters(SERIAL) == [1], "the cycle is stored")
        self.assertEqual(host.stop(), 0)
        with sqlite3.connect(host.database_file) as database:
            database.executescript(
                "alter table machine add column earlier_counter integer not null default 0;"
                "alter table machine add column earlier_time integer not null default 0;"
                "drop view setups; drop view setup_texts; drop table setup; pragma user_version = 1;"
            )
        database.close()
        self.the_host = self.host()
        self.link()
        self.assertEqual(self.put(b"one").status, 204)
        self.assertEqual(len(self.versions()), 1)
        self.assertEqual(self.the_host.counters(SERIAL), [1])

    def test_two_versions_are_compared_by_parameter(self):
        self.start()
        old = "# HY-0001\n[Barrel]\nZone 1 = 275.0 \u00b0C\nZone 2 = 280.0 \u00b0C\n[Injection]\nZone 1 = 3\nHold = 5 bar\n"
        new = "# changed\n[Barrel]\nZone 1 = 278.5 \u00b0C\nZone 2 = 280.0 \u00b0C\n[Injection]\nZone 1 = 3\nSpeed = 40 mm/s\n"
        self.assertEqual(self.put(old.encode()).status, 204)
        self.assertEqual(self.put(new.encode("latin-1")).status, 204)
        answer = self.the_host.get(self.path("/1/diff?from=1&to=2"))
        self.assertEqual((answer.status, answer.json), (200, {
            "changed": [{"parameter": "Barrel.Zone 1", "from": "275.0 \u00b0C", "to": "278.5 \u00b0C"}],
            "added": [{"parameter": "Injection.Speed", "to": "40 mm/s"}],
            "removed": [{"parameter": "Injection.Hold", "from": "5 bar"}]}))
        same = self.the_host.get(self.path("/1/diff?from=2&to=2"))
        self.assertEqual(same.json, {"changed": [], "added": [], "removed": []})
        self.assertEqual(self.put(b"\x00\x01").status, 204)
        self.expect_problem(self.the_host.get(self.path("/1/diff?from=1&to=3")), 422)
        self.expect_problem(self.the_host.get(self.path("/1/diff?from=1&to=9")), 404)
        for query in ("", "?from=1", "?from=0&to=1", "?from=x&to=1"):
            self.expect_problem(self.the_host.get(self.path(f"/1/diff{query}")), 400)


class BadInput(Setups):
    def test_what_cannot_be_asked_is_400_or_404(self):
        self.start()
        for number in ("65536", "-1", "x", "1.5", "99999999999999999999"):
            with self.subTest(number):
                self.expect_problem(self.read(number), 400)
                self.expect_problem(self.put(b"abc", number), 400)
        for query in ("?version=0", "?version=-1", "?version=x", "?version=", "?version=99999999999999999999"):
            with self.subTest(query):
                self.expect_problem(self.read(query=query), 400)
                self.expect_problem(self.put(None, query=query), 400)
        self.expect_problem(self.put(b""), 400)
        self.expect_problem(self.put(b"abc", query="?version=1"), 400)
        self.expect_problem(self.put(b"abc", query="?remark=" + "x" * 201), 400)
        self.expect_problem(self.put(None, query="?version=1"), 404)
        for answer in (self.the_host.get(self.path("/1", "NOBODY")), self.the_host.get(self.path("", "NOBODY")),
                       self.the_host.request("PUT", self.path("/1", "NOBODY"), body=b"abc")):
            self.expect_problem(answer, 404)
        self.assertEqual([r.name for r in self.machine.requests if "setup" in r.name], [])

    def test_a_body_that_is_too_large_is_413(self):
        self.start(HUSKY_HOST_LINK_MAX_SETUP_SIZE="100000")
        self.assertEqual(self.put(made_up(100_000)).status, 204)
        self.expect_problem(self.put(made_up(100_001)), 413)
        self.expect_problem(self.the_host.request("POST", f"/api/v1/machines/{SERIAL}/start", body=b"x" * 70_000), 413)
        self.machine.setups[1] = made_up(100_001)
        self.expect_problem(self.read(), 502)

    def test_more_than_the_largest_of_all_is_413(self):
        self.start()
        self.expect_problem(self.put(bytes((16 << 20) + 1)), 413)
        self.assertEqual(self.put(b"abc").status, 204)

    def test_chunks_without_end_are_413(self):
        self.start(HUSKY_HOST_LINK_MAX_SETUP_SIZE="100000")
        with programs.socket_to(self.the_host.http) as client:
            client.sendall(f"PUT {self.path('/1')} HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n".encode())
            for _ in range(11):
                client.sendall(b"2710\r\n" + bytes(10_000) + b"\r\n")
            self.assertTrue(client.recv(65536).startswith(b"HTTP/1.1 413"))

    def test_a_client_that_waits_with_its_body_is_told_to_send_it(self):
        self.start()
        with programs.socket_to(self.the_host.http) as client:
            client.sendall(f"PUT {self.path('/1')} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n".encode())
            self.assertTrue(client.recv(65536).startswith(b"HTTP/1.1 100"))
            client.sendall(b"abc")
            self.assertTrue(client.recv(65536).startswith(b"HTTP/1.1 204"))

    def test_who_has_no_token_may_not_send_much(self):
        token = self.write("token", "s3cret\n")
        self.the_host = self.host("--http-token-file", token)
        self.link()
        for body, status in ((b"abc", 401), (bytes(70_000), 413)):
            self.expect_problem(self.put(body), status)
        self.assertEqual([r.name for r in self.machine.requests if "setup" in r.name], [])

    def test_the_routes_are_described(self):
        paths = json.loads(self.start().get("/openapi.json").text)["paths"]
        one = paths["/api/v1/machines/{serial}/setups/{n}"]
        self.assertIn("application/octet-stream", one["get"]["responses"]["200"]["content"])
        self.assertIn("application/octet-stream", one["put"]["requestBody"]["content"])
        self.assertIn("204", one["put"]["responses"])
        self.assertIn("get", paths["/api/v1/machines/{serial}/setups"])
        self.assertIn("get", paths["/api/v1/machines/{serial}/setups/{n}/diff"])


class WithTheFleet(Setups):
    def test_a_cells_set_up_travels_changes_and_is_compared(self):
        self.the_host = self.host()
        self.fleet("--host", "%s:%d" % self.the_host.tcp, "--count", 1, "--family", "tech").ready()
        first = self.read()
        self.assertEqual((first.status, first.headers["X-Setup-Version"]), (200, "1"))
        self.assertGreater(len(first.body), 10_000)
        self.assertEqual(self.put(first.body).headers["X-Setup-Version"], "1")
        name = b"Heats on by clock = "
        changed = first.body.replace(name + b"Off", name + b"On", 1)
        self.assertNotEqual(changed, first.body)
        self.assertEqual(self.put(changed).status, 204)
        self.assertEqual(self.read().body, changed)
        difference = self.the_host.get(self.path("/1/diff?from=1&to=2")).json
        self.assertEqual([(c["from"], c["to"]) for c in difference["changed"]], [("Off", "On")])
        self.assertIn("Heats on by clock", difference["changed"][0]["parameter"])
        self.expect_problem(self.put(changed.replace(name, b"Heats on by moonlight = ", 1)), 422, result=2)
        self.assertEqual(self.read().body, changed)
        self.assertEqual(len(self.versions()), 2)


if __name__ == "__main__":
    unittest.main()
