"""Remote printing to husky-host: by a client written from RFC 1179, and by standard ones."""

import getpass
import os
import shutil
import socket
import sqlite3
import struct
import subprocess
import time
import unittest

import lpd_client
import programs
from lpd_client import OK, REFUSED, Connection, Job, ask

SERIAL = "HY-0001"
PNG = b"\x89PNG\r\n\x1a\n\0\0\n\1\2\3"
SCREEN = {"screen.png": PNG, "screen.txt": b"Barrel 275 C\n"}
CUPS_LPD = "/usr/lib/cups/backend/lpd"


class Printing(programs.EndToEnd):
    def start(self, **options):
        self.the_host = self.host(**options)
        self.lpd = self.the_host.lpd
        return self.the_host

    def print(self, files=None, queue=SERIAL, **said):
        return lpd_client.print_job(self.lpd, queue, files or SCREEN, **said)

    def prints(self, serial=SERIAL):
        return self.the_host.items(f"/api/v1/machines/{serial}/prints")

    def file(self, print_id, name, serial=SERIAL):
        answer = self.the_host.get(f"/api/v1/machines/{serial}/prints/{print_id}/{name}")
        self.assertEqual(answer.status, 200, answer.text if answer.status != 200 else "")
        return answer

    def refused(self, reason):
        return self.the_host.metrics()[f'husky_prints_refused_total{{reason="{reason}"}}']

    def expect_refused(self, reason, count=1):
        programs.eventually(lambda: self.refused(reason) >= count, f"{reason} counted")


class Jobs(Printing):
    def test_a_job_is_stored_with_all_that_is_known_of_it_and_served_over_http(self):
        self.start()
        for data_first in (False, True):
            self.assertTrue(self.print(data_first=data_first, job="Screen", user="operator", host="hy-0001"))
        first, second = self.prints()
        self.assertEqual({key: first[key] for key in ("job", "user", "host")}, {"job": "Screen", "user": "operator", "host": "hy-0001"})
        self.assertEqual(first["files"], [{"file": "screen.png", "type": "image/png", "size": len(PNG)},
                                          {"file": "screen.txt", "type": "text/plain", "size": 13}])
        self.assertEqual(second["files"], first["files"])
        self.assertRegex(first["time"], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$")
        picture = self.file(second["id"], "screen.png")
        self.assertEqual((picture.body, picture.headers["Content-Type"]), (PNG, "image/png"))
        self.assertEqual(picture.headers.get_all("X-Content-Type-Options"), ["nosniff"])
        self.assertIn("screen.png", picture.headers["Content-Disposition"])
        text = self.file(first["id"], "screen.txt")
        self.assertEqual((text.body, text.headers["Content-Type"]), (SCREEN["screen.txt"], "text/plain; charset=utf-8"))
        self.assertEqual([row["job"] for row in self.the_host.csv(f"/api/v1/machines/{SERIAL}/prints")], ["Screen", "Screen"])
        self.assertEqual(self.the_host.query("select serial, job, user, host, files from prints"),
                         [(SERIAL, "Screen", "operator", "hy-0001", "screen.png, screen.txt")] * 2)
        self.assertEqual(self.the_host.query("select text from print_texts"), [("Barrel 275 C\n",)] * 2)
        self.assertEqual(self.the_host.metrics()["husky_prints_total"], 2)

    def test_the_type_is_that_of_the_content_not_of_the_name(self):
        self.start()
        self.assertTrue(self.print({"page.png": b"<script>alert(1)</script>", "page.txt": b"\0\1\2", "page.html": b"%!PS\n", "x": PNG}))
        kinds = [file["type"] for file in self.prints()[0]["files"]]
        self.assertEqual(kinds, ["text/plain", "application/octet-stream", "application/postscript", "image/png"])
        self.assertEqual(self.file(1, "page.txt").headers["Content-Type"], "application/octet-stream")
        self.assertTrue(self.file(1, "page.txt").headers["Content-Disposition"].startswith("attachment"))

    def test_one_connection_brings_several_jobs_and_an_aborted_one(self):
        self.start()
        with Connection(self.lpd) as to:
            to.receive_job(SERIAL)
            self.assertTrue(to.send_job(Job({"one": b"1"}, number=1)))
            self.assertTrue(to.send_job(Job({"two": b"2"}, number=2), data_first=True))
            dropped = Job({"dropped": b"x"}, number=3)
            to.expect_ok(dropped.control[0])
            to.expect_ok(dropped.control[1])
            to.expect_ok(b"\1\n")
            self.assertTrue(to.send_job(Job({"four": b"4"}, number=3)))
            to.receive_job("HY-0002")
            self.assertTrue(to.send_job(Job({"five": b"5"}, number=4)))
        self.assertEqual([each["job"] for each in self.prints()], ["one", "two", "four"])
        self.assertEqual([each["job"] for each in self.prints("HY-0002")], ["five"])

    def test_a_file_without_a_count_ends_with_the_connection(self):
        self.start()
        job = Job({"page.ps": b""})
        name = job.data[0][0].split()[1]
        for count, content in ((b"125899906843000", b"%!PS\nshowpage\n"), (b"0", b"\0\0\0\x1b\1@EJL\0")):
            with Connection(self.lpd) as to:
                to.receive_job(SERIAL)
                for piece in (*job.control, b"\3%s %s\n" % (count, name)):
                    to.expect_ok(piece)
                to.send(content)
                to.sock.shutdown(socket.SHUT_WR)
                self.assertEqual(to.rest(), OK)
            self.assertEqual(self.file(self.prints()[-1]["id"], "page.ps").body, content)
        with Connection(self.lpd) as to:  # a reset is no end
            to.receive_job(SERIAL)
            for piece in (*job.control, b"\003125899906843000 %s\n" % name):
                to.expect_ok(piece)
            to.send(b"%!PS")
            to.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.expect_refused("incomplete")
        self.assertEqual(len(self.prints()), 2)

    def test_an_empty_file_is_acknowledged_to_a_client_that_waits(self):
        self.start()
        self.assertTrue(self.print({"empty.txt": b""}))
        self.assertEqual(self.prints()[0]["files"][0]["size"], 0)

    def test_everything_in_one_segment_is_understood(self):
        self.start()
        with Connection(self.lpd) as to:
            to.send(Job(SCREEN).bytes(SERIAL) + Job({"b": b"B" * 100_000}, number=2).bytes(SERIAL, data_first=True)[9:])
            to.sock.shutdown(socket.SHUT_WR)
            self.assertEqual(to.rest(), OK * 11)
        self.assertEqual(len(self.prints()), 2)
        self.assertEqual(self.file(2, "b").body, b"B" * 100_000)

    def test_a_large_job_arrives_byte_for_byte(self):
        self.start()
        content = os.urandom(16 * 1024 * 1024)
        self.assertTrue(self.print({"page.prn": content}))
        self.assertEqual(self.file(1, "page.prn").body, content)
        self.assertFalse(self.print({"page.prn": content + b"x"}))
        self.expect_refused("too_large")

    def test_prints_outlive_the_host(self):
        self.start()
        self.print()
        self.the_host.stop()
        self.start()
        self.assertEqual(len(self.prints()), 1)
        self.assertEqual(self.file(1, "screen.png").body, PNG)
        self.print()
        self.assertEqual([each["id"] for each in self.prints()], [1, 2])

    def test_a_host_without_a_store_remembers_prints_until_it_ends(self):
        self.start(store="none")
        self.print()
        self.assertEqual(self.file(self.prints()[0]["id"], "screen.png").body, PNG)
        self.assertIn(b"screen.png", ask(self.lpd, b"\3HY-0001\n"))

    def test_of_a_machine_the_newest_jobs_are_kept(self):
        self.start(HUSKY_HOST_LPD_MAX_JOBS=3)
        for i in range(5):
            self.print({f"{i}.txt": b"x"})
        self.print({"other.txt": b"x"}, queue="HY-0002")
        self.assertEqual([each["job"] for each in self.prints()], ["2.txt", "3.txt", "4.txt"])
        self.assertEqual(len(self.prints("HY-0002")), 1)

    def test_a_machine_that_only_printed_is_known_and_is_the_same_when_it_links(self):
        self.start()
        self.print()
        shown = self.the_host.get(f"/api/v1/machines/{SERIAL}").json
        self.assertEqual((shown["online"], shown["cycles_stored"]), (False, 0))
        self.connect(self.the_host, SERIAL).polled()
        self.assertEqual([m["serial"] for m in self.the_host.items("/api/v1/machines")], [SERIAL])
        self.print()
        self.assertEqual(len(self.prints()), 2)


class Queues(Printing):
    def test_a_queue_that_may_not_link_may_not_print(self):
        self.start(config=f"unknown_machines: refuse\nmachines:\n  - serial: {SERIAL}\n")
        self.assertTrue(self.print())
        self.assertEqual(ask(self.lpd, b"\2HY-0002\n"), REFUSED)
        self.assertEqual(ask(self.lpd, b"\1HY-0002\n"), REFUSED)
        self.assertEqual(ask(self.lpd, b"\3HY-0002\n"), b"HY-0002: unknown queue\n")
        self.assertEqual(ask(self.lpd, b"\2" + b"x" * 65 + b"\n"), REFUSED)
        self.expect_refused("unknown_queue", 4)
        self.assertEqual(self.the_host.get("/api/v1/machines/HY-0002").status, 404)

    def test_looking_at_a_queue_makes_no_machine(self):
        self.start()
        self.assertEqual(ask(self.lpd, b"\3HY-0002\n"), b"no entries\n")
        with Connection(self.lpd) as to:
            to.receive_job("HY-0002")
        self.assertEqual(self.the_host.items("/api/v1/machines"), [])

    def test_machines_that_print_are_bounded_as_those_that_link(self):
        self.start(HUSKY_HOST_MAX_MACHINES=1)
        self.assertTrue(self.print())
        self.assertEqual(ask(self.lpd, b"\2HY-0002\n"), REFUSED)
        self.assertTrue(self.print())

    def test_queues_are_listed_short_and_long(self):
        self.start()
        self.assertEqual(ask(self.lpd, b"\3HY-0001\n"), b"no entries\n")
        self.print()
        self.print({"notes.txt": b"12345"}, user="joe")
        lines = ask(self.lpd, b"\3HY-0001\n").decode().splitlines()
        self.assertEqual([line.split() for line in lines],
                         [["Rank", "Owner", "Job", "Files", "Total", "Size"], ["1st", "jane", "1", "screen.png,", "screen.txt", "27", "bytes"],
                          ["2nd", "joe", "2", "notes.txt", "5", "bytes"]])
        self.assertEqual(len(ask(self.lpd, b"\3HY-0001 joe\n").splitlines()), 2)
        self.assertEqual(len(ask(self.lpd, b"\3HY-0001 1 joe\n").splitlines()), 3)
        long_list = ask(self.lpd, b"\4HY-0001 1\n").decode()
        self.assertRegex(long_list, r"jane: 1st +\[job 1 mill\]\n +screen\.png +14 bytes\n +screen\.txt +13 bytes\n")
        self.assertEqual(ask(self.lpd, b"\1HY-0001\n"), OK)

    def test_jobs_are_removed_by_number_and_owner_but_only_ones_own(self):
        self.start()
        for user in ("jane", "joe", "jane", "mary"):
            self.print(user=user)
        self.assertEqual(ask(self.lpd, b"\5HY-0001 jane 2\n"), REFUSED + b"job 2: permission denied\n")
        self.assertEqual(ask(self.lpd, b"\5HY-0001 jane 1\n"), OK + b"job 1 removed\n")
        self.assertEqual(ask(self.lpd, b"\5HY-0001 jane\n"), OK + b"no such job\n")
        self.assertEqual([each["id"] for each in self.prints()], [2, 3, 4])
        self.assertEqual(ask(self.lpd, b"\5HY-0001 root joe 3\n"), OK + b"job 2 removed\njob 3 removed\n")
        self.assertEqual([each["id"] for each in self.prints()], [4])
        self.assertEqual(self.the_host.query("select count(*) from print_file"), [(2,)])
        self.print()
        self.assertEqual([each["id"] for each in self.prints()], [4, 5])
        self.assertEqual(self.the_host.metrics()["husky_prints_removed_total"], 3)


class BadInput(Printing):
    def test_a_connection_cut_at_every_byte_leaves_nothing(self):
        self.start()
        said = Job({"a.png": PNG, "b.txt": b"Hello"}).bytes(SERIAL)
        for size in range(len(said)):
            with Connection(self.lpd) as to:
                to.send(said[:size])
                if size % 2:  # a reset instead of an end
                    to.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.assertTrue(self.print())
        self.assertEqual([each["id"] for each in self.prints()], [1])
        programs.eventually(lambda: self.the_host.metrics()["husky_print_connections"] == 0, "all connections gone")
        self.expect_refused("incomplete", len(said) // 2)

    def test_what_is_wrong_gets_a_byte_and_an_end_and_harms_nobody(self):
        self.start()
        with Connection(self.lpd) as other:
            job = Job(SCREEN)
            other.receive_job(SERIAL)
            other.expect_ok(job.control[0])
            begin = b"\2HY-0001\n"
            for said, reason in (
                    (b"\n", "unknown_command"), (b"GET / HTTP/1.1\r\n\r\n", "unknown_command"), (b"\2\n", "bad_line"),
                    (b"\2" + b"x" * 2000, "line_too_long"), (b"\5HY-0001\n", "bad_line"), (b"\2HY-\x010001\n", "bad_line"),
                    (begin + b"\3-1 dfA001mill\n", "bad_count"), (begin + b"\3many dfA001mill\n", "bad_count"),
                    (begin + b"\0033 \0039 dfA001mill\n", "bad_line"),
                    (begin + b"\00318446744073709551616 dfA001mill\n", "bad_count"),
                    (begin + b"\00318446744073709551615 dfA001mill\n", "too_large"),
                    (begin + b"\00316777217 dfA001mill\n", "too_large"), (begin + b"\00265537 cfA001mill\n", "too_large"),
                    (begin + b"\0031 ../../../tmp/x\n", "bad_name"), (begin + b"\0031 /tmp/x\n", "bad_name"),
                    (begin + b"\0031 dfA001/../../x\n", "bad_name"), (begin + b"\0031 dfA001\0x\n", "bad_name"),
                    (begin + b"\0031 dfA001mill\nxx", "no_end_mark"), (begin + b"\0030 dfA001mill\nx", "no_end_mark"),
                    (begin + b"\00218 cfA001mill\nHmill\nf../../../x\n\0", "bad_control_file"),
                    (begin + b"\00212 cfA001mill\nHmill\nPjane\n\0", "bad_control_file"),
                    (begin + b"\00211 cfA001mill\nfdfA001mill\0", "bad_control_file"),
                    (Job(SCREEN).bytes(SERIAL) + b"and what else?\n", "unknown_command")):
                with self.subTest(said):
                    before = self.refused(reason)
                    with Connection(self.lpd) as to:
                        to.send(said)
                        answered = to.rest()
                    self.assertEqual(answered[-1:], REFUSED)
                    self.assertEqual(answered[:-1], OK * (len(answered) - 1))
                    self.expect_refused(reason, before + 1)
            other.expect_ok(job.control[1])
            for line, content in job.data:
                other.expect_ok(line)
                other.expect_ok(content)
        self.assertEqual(len(self.prints()), 2)
        self.assertEqual({path.name.split(".")[0] for path in self.folder.iterdir()}, {"husky1"}, "only the database is written")
        self.assertIn("bad_name", self.the_host.stderr())

    def test_a_control_file_that_names_files_never_sent_stores_nothing(self):
        self.start()
        job = Job(SCREEN)
        with Connection(self.lpd) as to:
            to.receive_job(SERIAL)
            to.expect_ok(job.control[0])
            to.expect_ok(job.control[1])
            to.expect_ok(job.data[0][0])
            to.expect_ok(job.data[0][1])
        self.expect_refused("incomplete")
        self.assertEqual(self.prints(), [])

    def test_names_are_labels(self):
        self.start()
        self.assertTrue(self.print({"../../etc/passwd": b"1", "/etc/passwd": b"2", "C:\\plant\\a.prn": b"3", "..": b"4", "\xe4 \".txt": b"5"}))
        names = [file["file"] for file in self.prints()[0]["files"]]
        self.assertEqual(names, ["passwd", "passwd-2", "a.prn", "dfD001mill", "ä _.txt"])
        self.assertEqual(self.file(1, "passwd-2").body, b"2")
        self.assertEqual(self.file(1, "%C3%A4%20_.txt").body, b"5")
        for path in ("../1/passwd", "..%2Fpasswd", "%2Fetc%2Fpasswd", "../../etc/passwd"):
            self.assertEqual(self.the_host.get(f"/api/v1/machines/{SERIAL}/prints/1/{path}").status, 404)


class Bounds(Printing):
    def test_a_job_is_no_larger_than_it_may_be(self):
        self.start(HUSKY_HOST_LPD_MAX_JOB_BYTES=1000)
        self.assertTrue(self.print({"a": b"a" * 400, "b": b"b" * 400}))
        self.assertFalse(self.print({"a": b"a" * 600, "b": b"b" * 401}))
        self.expect_refused("too_large")

    def test_a_job_has_no_more_files_than_it_may(self):
        self.start(HUSKY_HOST_LPD_MAX_FILES=2)
        self.assertTrue(self.print({"a": b"a", "b": b"b"}))
        self.assertFalse(self.print({"a": b"a", "b": b"b", "c": b"c"}))
        self.assertFalse(self.print({"a": b"a", "b": b"b", "c": b"c"}, data_first=True))
        self.expect_refused("too_many_files", 2)

    def test_jobs_on_their_way_share_a_bound_of_memory(self):
        self.start(HUSKY_HOST_LPD_MAX_JOB_BYTES=1000, HUSKY_HOST_LPD_MAX_HELD_BYTES=1500)
        with Connection(self.lpd) as slow:
            slow.receive_job(SERIAL)
            slow.expect_ok(b"\003900 dfA001mill\n")
            slow.send(b"x" * 800)
            programs.eventually(lambda: not self.print({"a": b"a" * 900}), "no memory left for a second one")
            self.expect_refused("no_memory")
            self.assertTrue(self.print({"a": b"a" * 300}))
        programs.eventually(lambda: self.print({"a": b"a" * 900}), "the memory is free again")

    def test_connections_are_bounded(self):
        self.start(HUSKY_HOST_LPD_MAX_CONNECTIONS=2)
        with Connection(self.lpd) as first, Connection(self.lpd) as second:
            first.receive_job(SERIAL)
            second.receive_job(SERIAL)
            with Connection(self.lpd) as third:
                self.assertEqual(third.rest(), b"")
            self.expect_refused("too_many_connections")
            self.assertTrue(first.send_job(Job(SCREEN)))
        programs.eventually(lambda: self.the_host.metrics()["husky_print_connections"] == 0, "both gone")
        self.assertTrue(self.print())

    def test_a_silent_client_is_closed(self):
        self.start(HUSKY_HOST_LPD_IDLE_TIMEOUT_S="0.3")
        for said in (b"", b"\2HY-00", b"\2HY-0001\n", b"\2HY-0001\n\0035 dfA001mill\nHel"):
            with self.subTest(said), Connection(self.lpd) as to:
                to.send(said)
                self.assertEqual(to.rest().strip(OK), b"")
        self.expect_refused("timed_out", 4)
        self.assertTrue(self.print())

    def test_a_client_that_only_trickles_is_closed(self):
        self.start(HUSKY_HOST_LPD_JOB_TIMEOUT_S="0.5")
        begun = time.monotonic()
        with Connection(self.lpd) as to:
            to.send(b"\2HY-0001\n\0031000000 dfA001mill\n")
            with self.assertRaises(OSError):
                while time.monotonic() - begun < programs.seconds(20):
                    to.send(b"x")
                    to.sock.settimeout(0.02)
                    try:
                        if to.sock.recv(10) == b"":
                            raise ConnectionResetError
                    except TimeoutError:
                        pass
        self.expect_refused("timed_out")

    def test_a_stop_waits_for_nobody_who_only_holds_a_connection(self):
        self.start()
        with Connection(self.lpd) as to:
            to.receive_job(SERIAL)
            to.send(b"\0035 dfA001mill\nHel")
            self.assertEqual(self.the_host.stop(), 0)
            self.assertEqual(to.rest().strip(OK), b"")


class FailingStore(Printing):
    def test_a_job_is_refused_when_the_store_cannot_take_it_and_never_lost_in_silence(self):
        self.start(HUSKY_HOST_STORE_QUEUE_MIB=1)
        self.print({"first": b"x"})
        lock = sqlite3.connect(self.the_host.database_file, timeout=programs.seconds(10), isolation_level=None)
        lock.execute("begin immediate")
        try:
            accepted = self.print({"second": b"y" * 700_000})
            refused = self.print({"third": b"z" * 700_000})
        finally:
            lock.execute("rollback")
            lock.close()
        self.assertEqual((accepted, refused), (True, False))
        self.expect_refused("not_stored")
        programs.eventually(lambda: [each["job"] for each in self.prints()] == ["first", "second"], "what was taken is stored")


class StandardClients(Printing):
    def command(self, *args, **environment):
        return subprocess.run(args, capture_output=True, text=True, timeout=programs.seconds(30), cwd=self.folder, check=False,
                              env=os.environ | {"LC_ALL": "C"} | environment, errors="replace")

    def rlpr(self, program, *args):
        """Over the proxy of these programs, since they dial port 515 otherwise."""
        proxy = lpd_client.Rlprd(self.lpd)
        try:
            done = self.command(program, "--no-bind", f"--port={proxy.port}", "-X", "127.0.0.1", "-H", "127.0.0.1", "-P", SERIAL,
                                "--timeout=20", *args)
        finally:
            proxy.close()
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    @unittest.skipUnless(shutil.which("rlpr"), "no rlpr here: tools/setup.sh test installs it")
    def test_rlpr_prints_rlpq_lists_and_rlprm_removes(self):
        self.start()
        (self.folder / "page.png").write_bytes(PNG)
        (self.folder / "notes.txt").write_bytes(b"first line\nsecond line\n")
        self.rlpr("rlpr", "page.png", "notes.txt")
        self.rlpr("rlpr", "--send-data-first", "-J", "Shift report", "notes.txt")
        self.rlpr("rlpr", "-U", "joe", "notes.txt")
        me = getpass.getuser()
        picture, text, report, other = self.prints()  # rlpr makes a job of each file
        self.assertEqual([file["file"] for each in (picture, text) for file in each["files"]], ["page.png", "notes.txt"])
        self.assertEqual((report["job"], report["user"], other["user"]), ("Shift report", me, "joe"))
        self.assertEqual(self.file(picture["id"], "page.png").body, PNG)
        self.assertEqual(self.file(other["id"], "notes.txt").body, b"first line\nsecond line\n")
        listed = self.rlpr("rlpq")
        self.assertEqual(len(listed.splitlines()), 5, listed)
        self.assertRegex(listed, rf"2nd +{me} +2 +notes\.txt +23 bytes")
        self.assertIn("[job 1 ", self.rlpr("rlpq", "-l"))
        self.assertIn("job 2 removed", self.rlpr("rlprm", "2"))
        self.assertEqual([each["id"] for each in self.prints()], [1, 3, 4])

    @unittest.skipUnless(os.access(CUPS_LPD, os.X_OK), "no CUPS here, or its backend is for root only")
    def test_cups_prints(self):
        self.start()
        (self.folder / "page.png").write_bytes(PNG)
        for options in ("", "?order=data,control", "?reserve=none&banner=on&format=o"):
            uri = "lpd://{}:{}/{}{}".format(*self.lpd, SERIAL, options)
            done = self.command(CUPS_LPD, "42", "jane", "A title", "1", "", "page.png", DEVICE_URI=uri)
            self.assertEqual(done.returncode, 0, done.stderr)
        for each in self.prints():
            self.assertEqual((each["job"], each["user"]), ("A title", "jane"))
            self.assertEqual(self.file(each["id"], "A%20title").body, PNG)
        self.assertEqual(len(self.prints()), 3)


if __name__ == "__main__":
    programs.main()
