"""husky-link tap: not a byte is changed, ends and resets pass, and the recording shows what was said."""

import contextlib
import json
import os
import random
import resource
import shutil
import signal
import socket
import statistics
import struct
import subprocess
import threading
import time
import unittest

import peers
import programs
import proxy
import wire

LINK = programs.LINK_BIN
RESET = struct.pack("ii", 1, 0)


class Tap(programs.EndToEnd):
    def tap(self, target, *args, out="tap.pcapng", started=True):
        self.recorded = self.folder / out
        program = programs.Program(LINK, ["tap", "--listen", "127.0.0.1:0", "--target", target, "--out", self.recorded, *args],
                                   self.folder, {})
        self.addCleanup(self._finish, program)
        if started:
            program.tcp = program.ready()["tcp"]
        return program

    def decoded(self, path, code=0):
        done = programs.run(LINK, "decode", path, "--json")
        self.assertEqual(done.returncode, code, done.stderr)
        return [json.loads(line) for line in done.stdout.splitlines()]

    def pair(self, *args):
        """A tap, and both ends of a connection through it."""
        listener = socket.create_server(("127.0.0.1", 0))
        self.addCleanup(listener.close)
        program = self.tap("127.0.0.1:%d" % listener.getsockname()[1], *args)
        near = programs.socket_to(program.tcp)
        listener.settimeout(programs.seconds(10))
        far = listener.accept()[0]
        for sock in (near, far):
            sock.settimeout(programs.seconds(30))
            self.addCleanup(sock.close)
        return program, near, far


def send_in_pieces(sock, data, seed):
    pick, at = random.Random(seed), 0
    while at < len(data):
        size = pick.choice((1, 2, 7, 100, 1460, 9000, 70000, 300000))
        sock.sendall(data[at : at + size])
        at += size
    sock.shutdown(socket.SHUT_WR)


def read_to_end(sock):
    pieces = []
    while piece := sock.recv(65536):
        pieces.append(piece)
    return b"".join(pieces)


class Bytes(Tap):
    def test_random_streams_in_both_directions_pass_unchanged(self):
        for seed in (1, 2, 3):
            with self.subTest(seed=seed):
                program, near, far = self.pair("--overwrite")
                up, down = (random.Random(seed + n).randbytes(3_000_000) for n in (10, 20))
                writers = [threading.Thread(target=send_in_pieces, args=arguments) for arguments in ((near, up, seed), (far, down, seed + 1))]
                got = {}
                readers = [threading.Thread(target=lambda n, s: got.update({n: read_to_end(s)}), args=pair) for pair in (("up", far), ("down", near))]
                for thread in writers + readers:
                    thread.start()
                for thread in writers + readers:
                    thread.join(programs.seconds(60))
                self.assertTrue(got["up"] == up and got["down"] == down, f"seed {seed}")
                self.assertEqual(program.stop(), 0)
                self.check_streams(up, down)

    @unittest.skipUnless(shutil.which("tshark"), "tshark is not there")
    def check_streams(self, *streams):
        done = subprocess.run(["tshark", "-r", self.recorded, "-T", "fields", "-e", "tcp.srcport", "-e", "tcp.payload", "-o", "tcp.check_checksum:TRUE",
                               "-o", "ip.check_checksum:TRUE", "-e", "tcp.checksum.status", "-e", "_ws.expert.severity"], capture_output=True, text=True, check=True)
        sent = {}
        for line in done.stdout.splitlines():
            port, payload, status, severity = (line.split("\t") + ["", "", ""])[:4]
            self.assertEqual(status, "1", line[:200])
            self.assertFalse(any(int(s, 0) > 0x400000 for s in severity.split(",") if s), line[-200:])  # nothing above a note
            sent[port] = sent.get(port, b"") + bytes.fromhex(payload)
        self.assertTrue(sorted(sent.values()) == sorted(streams))

    def test_one_end_may_finish_while_the_other_goes_on(self):
        _, near, far = self.pair()
        near.sendall(b"question")
        near.shutdown(socket.SHUT_WR)
        self.assertEqual(read_to_end(far), b"question")
        for piece in (b"a", b"long", b"answer"):
            far.sendall(piece)
        far.shutdown(socket.SHUT_WR)
        self.assertEqual(read_to_end(near), b"alonganswer")

    def test_a_reset_passes_in_both_directions_and_behind_a_finish(self):
        for resets_near in (True, False):
            for finished in (True, False):
                with self.subTest(resets_near=resets_near, finished=finished):
                    program, near, far = self.pair()
                    one, other = (near, far) if resets_near else (far, near)
                    if finished:
                        one.shutdown(socket.SHUT_WR)
                        self.assertEqual(other.recv(1), b"")
                    one.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
                    one.close()
                    with self.assertRaises((ConnectionResetError, BrokenPipeError)):
                        programs.eventually(lambda: other.send(b"x") and False, "a reset")
                    self.assertEqual(program.stop(), 0)

    def test_an_end_that_does_not_read_holds_the_other_up(self):
        program, near, far = self.pair()
        near.setblocking(False)
        sent, before, stalled = 0, program.resident_mb(), 0
        block = bytes(65536)
        while stalled < 20:
            try:
                sent += near.send(block)
                stalled = 0
            except BlockingIOError:
                stalled += 1
                threading.Event().wait(0.02)
        self.assertLess(sent, 64 << 20)
        self.assertLess(program.resident_mb() - before, 64)
        near.setblocking(True)
        near.shutdown(socket.SHUT_WR)
        self.assertEqual(len(read_to_end(far)), sent)

    def test_many_connections_at_once_keep_apart(self):
        listener = socket.create_server(("127.0.0.1", 0), backlog=300)
        self.addCleanup(listener.close)
        program = self.tap("127.0.0.1:%d" % listener.getsockname()[1])
        with contextlib.ExitStack() as opened:
            near = [opened.enter_context(programs.socket_to(program.tcp)) for _ in range(200)]
            for n, sock in enumerate(near):
                sock.sendall(b"%d;" % n)
            heard = set()
            for _ in near:
                far = opened.enter_context(listener.accept()[0])
                far.settimeout(programs.seconds(10))
                text = b""
                while not text.endswith(b";"):
                    text += far.recv(100)
                far.sendall(b"to " + text)
                heard.add(int(text[:-1]))
            self.assertEqual(heard, set(range(200)))
            for n, sock in enumerate(near):
                wanted, got = b"to %d;" % n, b""
                while len(got) < len(wanted):
                    got += sock.recv(100)
                self.assertEqual(got, wanted)


class Recording(Tap):
    def conversation(self, *args, **options):
        host = self.host(store="none")
        program = self.tap("127.0.0.1:%d" % host.tcp[1], *args, **options)
        fleet = self.fleet("--host", "127.0.0.1:%d" % program.tcp[1], "--count", 3, "--time-scale", "max", "--cycles", 20)
        self.assertEqual(fleet.wait(), 0)
        return program

    def test_a_recording_decodes_and_its_trace_says_the_same(self):
        trace = self.folder / "tap.jsonl"
        program = self.conversation("--trace", trace)
        self.assertEqual(program.stop(), 0)
        shown, traced = self.decoded(self.recorded), [json.loads(line) for line in trace.read_text().splitlines()]
        self.assertEqual(sum(m["name"] == "cycle" for m in shown), 60)
        for message in traced:
            self.assertEqual({"connection", "direction", "hex", "time", "link"} - set(message), set())
            data = bytes.fromhex(message["hex"])
            self.assertEqual(wire.CODES[wire.decode(data).name] if message["code"] & 0x7FFF < 0x100 else message["code"], message["code"])
            self.assertEqual(message["direction"] == "to_listener", message["from"] == "machine")
        strip = lambda m: (m["name"], m["link"], json.dumps(m["fields"]), m["time"][:26])
        self.assertEqual([strip(m) for m in shown], [strip(m) for m in traced])

    @unittest.skipUnless(shutil.which("capinfos"), "capinfos is not there")
    def test_wireshark_reads_it_without_complaint(self):
        self.assertEqual(self.conversation().stop(), 0)
        told = subprocess.run(["capinfos", self.recorded], capture_output=True, text=True, check=True)
        self.assertEqual(told.stderr.replace('Running as user "root" and group "root". This could be dangerous.', "").strip(), "")
        self.assertIn("Raw IP", told.stdout)
        self.assertIn("nanoseconds", told.stdout)

    def test_sigterm_ends_with_a_whole_file_while_links_are_up(self):
        host = self.host(store="none")
        program = self.tap("127.0.0.1:%d" % host.tcp[1])
        machine = peers.ScriptedMachine.dial(program.tcp)
        self.addCleanup(machine.close)
        machine.initialise("HY-0001")
        self.assertEqual(program.stop(), 0)
        self.assertEqual([m["name"] for m in self.decoded(self.recorded)][:2], ["init", "init response"])

    def test_a_full_disk_ends_the_recording_not_the_link(self):
        def little():
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
        listener = socket.create_server(("127.0.0.1", 0))
        self.addCleanup(listener.close)
        out = self.folder / "full.pcapng"
        errors = open(self.folder / "errors", "wb+")
        self.addCleanup(errors.close)
        tap = subprocess.Popen([LINK, "tap", "--listen", "127.0.0.1:0", "--target", "127.0.0.1:%d" % listener.getsockname()[1], "--out", out],
                               stdout=subprocess.PIPE, stderr=errors, preexec_fn=little)
        self.addCleanup(tap.stdout.close)
        self.addCleanup(tap.kill)
        port = int(tap.stdout.readline().rsplit(b":", 1)[1])
        near = programs.socket_to(("127.0.0.1", port))
        far = listener.accept()[0]
        with near, far:
            far.settimeout(programs.seconds(10))
            for n in range(50):
                near.sendall(bytes(10_000))
                got = 0
                while got < 10_000:
                    got += len(far.recv(10_000))
        tap.terminate()
        self.assertEqual(tap.wait(programs.seconds(10)), 1)
        errors.seek(0)
        self.assertIn(b"full.pcapng: File too large; nothing more is captured there", errors.read())
        programs.run(LINK, "decode", out)
        if shutil.which("capinfos"):
            subprocess.run(["capinfos", out], capture_output=True, check=True)  # whole blocks only

    def test_a_slow_disk_leaves_pieces_out_and_says_how_many(self):
        pipe = self.folder / "slow.pcapng"
        os.mkfifo(pipe)
        reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
        self.addCleanup(os.close, reader)
        listener = socket.create_server(("127.0.0.1", 0))
        self.addCleanup(listener.close)
        program = self.tap("127.0.0.1:%d" % listener.getsockname()[1], out="slow.pcapng")
        near, far = programs.socket_to(program.tcp), listener.accept()[0]
        with near, far:
            far.settimeout(programs.seconds(10))
            got = threading.Thread(target=read_to_end, args=(far,))
            got.start()
            for _ in range(1000):
                near.sendall(bytes(65536))
            near.shutdown(socket.SHUT_WR)
            got.join(programs.seconds(30))
            self.assertFalse(got.is_alive(), "the link was held up")
        self.assertEqual(program.stop(), 1)
        self.assertRegex(program.stderr(), r"the capture lacks \d+ pieces? of \d+ bytes?: the disk was too slow")


class Latency(Tap):
    def round_trips(self, address, count=300):
        took = []
        with programs.socket_to(address) as sock:
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            message = wire.encode("status", tandem_side=0)
            for _ in range(count):
                begun = time.perf_counter()
                sock.sendall(message)
                got = 0
                while got < len(message):
                    got += len(sock.recv(100))
                took.append(time.perf_counter() - begun)
        return took

    def test_the_median_round_trip_is_little_longer_than_through_a_plain_relay(self):
        listener = socket.create_server(("127.0.0.1", 0))
        self.addCleanup(listener.close)

        def echo():
            with contextlib.suppress(OSError):
                while True:
                    threading.Thread(target=answer, args=(listener.accept()[0],), daemon=True).start()

        def answer(sock):
            with sock, contextlib.suppress(ConnectionResetError):
                sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                while data := sock.recv(65536):
                    sock.sendall(data)
        threading.Thread(target=echo, daemon=True).start()
        relay = proxy.Relay(listener.getsockname())
        self.addCleanup(relay.close)
        program = self.tap("127.0.0.1:%d" % listener.getsockname()[1])
        plain, tapped = [], []
        for _ in range(5):
            plain += self.round_trips(("127.0.0.1", int(relay.address.rsplit(":", 1)[1])))
            tapped += self.round_trips(program.tcp)
        added = statistics.median(tapped) - statistics.median(plain)
        self.assertLess(added, programs.seconds(100e-6), f"plain {statistics.median(plain) * 1e6:.0f} us, tap {statistics.median(tapped) * 1e6:.0f} us")


class Refusals(Tap):
    def refused(self, *args, code=2):
        done = programs.run(LINK, "tap", *args)
        self.assertEqual(done.returncode, code, done.stderr)
        self.assertEqual(len(done.stderr.strip().splitlines()), 1, done.stderr)
        return done.stderr

    def test_what_cannot_be_used_is_one_line_and_exit_code_2(self):
        out = self.folder / "a.pcapng"
        with socket.create_server(("127.0.0.1", 0)) as taken:
            port = taken.getsockname()[1]
            told = self.refused("--listen", f"127.0.0.1:{port}", "--target", "127.0.0.1:1310", "--out", out)
            self.assertIn(f"cannot listen on TCP 127.0.0.1:{port}: Address already in use", told)
        self.assertIn("No such file or directory", self.refused("--listen", "127.0.0.1:0", "--target", "127.0.0.1:1", "--out", "/nowhere/a.pcapng"))
        self.assertIn("No space left on device", self.refused("--listen", "127.0.0.1:0", "--target", "127.0.0.1:1", "--out", "/dev/full"))
        self.assertIn("--target", self.refused("--listen", "127.0.0.1:0", "--target", "127.0.0.1:0", "--out", out))
        self.assertIn("--listen: 'not/an/address' is not an address and port", self.refused("--listen", "not/an/address", "--target", "127.0.0.1:1", "--out", out))

    def test_a_target_that_is_not_there_is_told_and_the_machine_hears_it(self):
        with socket.create_server(("127.0.0.1", 0)) as free:
            target = "127.0.0.1:%d" % free.getsockname()[1]
        program = self.tap(target)
        self.assertTrue(programs.is_reset(program.tcp))
        programs.eventually(lambda: f"cannot reach {target}: Connection refused" in program.stderr(), "a line about the target")
        self.assertEqual(program.stop(), 0)

    def test_connections_beyond_the_bound_are_closed(self):
        program, near, far = self.pair("--max-links", 1)
        self.assertTrue(programs.is_reset(program.tcp))
        near.sendall(b"still there")
        self.assertEqual(far.recv(100), b"still there")


if __name__ == "__main__":
    programs.main()
