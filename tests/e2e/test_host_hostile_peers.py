"""Peers that are slow, silent, deaf or many: each is ended in bounded time, and a good machine never notices."""

import contextlib
import resource
import socket
import struct
import threading
import time
import unittest

import peers
import programs
import wire

SHORT = {"HUSKY_HOST_LINK_INIT_TIMEOUT_S": 1, "HUSKY_HOST_LINK_RESPONSE_TIMEOUT_S": 1, "HUSKY_HOST_LINK_SILENCE_TIMEOUT_S": 2,
         "HUSKY_HOST_LINK_STATUS_INTERVAL_S": 0.5, "HUSKY_HOST_LINK_TAKEOVER_TIMEOUT_S": 0.5}


class Hostile(programs.EndToEnd):
    def good_machine(self, host, serial="GOOD", counter=1):
        """A machine links, sends a cycle and sees it stored."""
        machine = self.connect(host, serial).polled()
        machine.send_bytes(wire.cycle(counter, 1000 + counter))
        machine.fence()
        programs.eventually(lambda: counter in host.counters(serial), "the good machine's cycle")
        return machine

    def links(self, host):
        peer = self.connect(host)
        try:
            return peer.fence()["links"]
        finally:
            peer.close()


class SlowPeers(Hostile):
    def test_a_peer_that_sends_single_bytes_too_slowly_is_ended_by_the_init_timeout(self):
        peer = self.connect(self.host(**SHORT))
        stop = threading.Event()

        def drip():
            with contextlib.suppress(OSError):
                for byte in wire.encode("init", serial_number="SLOW"):
                    peer.socket.sendall(bytes([byte]))
                    if stop.wait(0.3):
                        return

        dripping = threading.Thread(target=drip)
        dripping.start()
        try:
            peer.expect_error(6)
            peer.wait_closed()
        finally:
            stop.set()
            dripping.join()

    def test_bytes_that_never_make_a_message_do_not_count_as_life(self):
        host = self.host(**SHORT | {"HUSKY_HOST_LINK_RESPONSE_TIMEOUT_S": 60, "HUSKY_HOST_LINK_STATUS_INTERVAL_S": 60})
        peer = self.connect(host, "SLOW").polled()
        peer.send_bytes(struct.pack("<HH", 65535, wire.CODES["cycle"]))
        stop = threading.Event()

        def drip():
            with contextlib.suppress(OSError):
                while not stop.wait(0.1):
                    peer.socket.sendall(b"x")

        dripping = threading.Thread(target=drip)
        dripping.start()
        try:
            last = peer.wait_closed()
        finally:
            stop.set()
            dripping.join()
        self.assertEqual([(m.name, m["code"]) for m in last if m.name == "error"], [("error", 6)])

    def test_a_machine_that_falls_silent_gets_error_6_and_the_end(self):
        host = self.host(**SHORT | {"HUSKY_HOST_LINK_RESPONSE_TIMEOUT_S": 60, "HUSKY_HOST_LINK_STATUS_INTERVAL_S": 60})
        peer = self.connect(host, "QUIET").polled()
        peer.expect_error(6)
        peer.expect_closed()
        programs.eventually(lambda: self.links(host) == 0, "no link left")

    def test_a_machine_that_answers_the_status_poll_is_not_silent(self):
        host = self.host(**SHORT)
        peer = self.connect(host, "IDLE")
        peer.until(lambda: peer.asked().count("status") >= 10, timeout=20)
        peer.fence()

    def test_a_peer_that_never_reads_is_bounded_in_memory_and_time(self):
        host = self.host(**SHORT)
        good = self.good_machine(host)
        before = host.resident_mb()
        deaf = socket.socket()
        self.addCleanup(deaf.close)
        deaf.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        deaf.connect(host.tcp)
        deaf.settimeout(0.5)
        questions, sent = wire.encode("init", serial_number="DEAF") + wire.encode("identify") * 20_000, 0
        end = time.monotonic() + programs.seconds(15)
        # until the host has ended the link (reset or closed), however much it takes in meanwhile
        with contextlib.suppress(ConnectionError):
            while time.monotonic() < end and sent < 100_000_000:
                with contextlib.suppress(TimeoutError):
                    sent += deaf.send(questions[sent % len(questions) :])
                if self.links(host) == 1 and sent > 100_000:
                    break
                good.fence()
        programs.eventually(lambda: self.links(host) == 1, "the deaf peer's link ended", 15)
        if not programs.SANITIZED:
            self.assertLess(host.resident_mb() - before, 64, f"after {sent} bytes from a deaf peer")


class HalfClosed(Hostile):
    def test_cycles_before_a_half_close_are_stored_and_the_link_ends(self):
        host = self.host()
        peer = self.connect(host, "HALF").polled()
        peer.send_bytes(b"".join(wire.cycle(n, 1000 + n) for n in range(1, 51)))
        peer.socket.shutdown(socket.SHUT_WR)
        peer.wait_closed()
        programs.eventually(lambda: host.counters("HALF") == list(range(1, 51)), "all 50 cycles")
        self.good_machine(host)

    def test_a_half_close_in_the_middle_of_a_message_ends_the_link(self):
        host = self.host()
        for cut in (1, 3, 10):
            peer = self.connect(host, "HALF").polled()
            peer.send_bytes(wire.cycle(1, 1000)[:cut])
            peer.socket.shutdown(socket.SHUT_WR)
            peer.wait_closed()
        self.assertEqual(host.counters("HALF"), [])
        self.good_machine(host)

    def test_a_half_close_before_init_ends_the_link(self):
        peer = self.connect(self.host())
        peer.socket.shutdown(socket.SHUT_WR)
        peer.wait_closed()

    def test_a_reset_in_the_middle_of_the_polls_harms_nobody(self):
        host = self.host()
        for _ in range(20):
            self.connect(host, "RESET", answering=False).reset()
        programs.eventually(lambda: self.links(host) == 0, "no link left")
        self.good_machine(host)


class Crowds(Hostile):
    def crowd(self, host, count):
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        if hard < count + 500:
            self.skipTest(f"only {hard} open files allowed")
        if soft < count + 500:
            resource.setrlimit(resource.RLIMIT_NOFILE, (count + 500, hard))
            self.addCleanup(resource.setrlimit, resource.RLIMIT_NOFILE, (soft, hard))
        crowd = []
        self.addCleanup(lambda: [sock.close() for sock in crowd])
        for _ in range(count):
            crowd.append(socket.create_connection(host.tcp, programs.seconds(10)))
        return crowd

    def silent_connections(self, count):
        # the limit must be raised before the host starts, since it inherits it
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, max(soft, count + 500)), hard))
        self.addCleanup(resource.setrlimit, resource.RLIMIT_NOFILE, (soft, hard))
        host = self.host(HUSKY_HOST_LINK_INIT_TIMEOUT_S=3)
        crowd = self.crowd(host, count)
        good = self.good_machine(host)
        end = time.monotonic() + programs.seconds(30)
        for sock in crowd:
            link = peers.Link(sock)
            last = link.wait_closed(max(0.1, end - time.monotonic()))
            self.assertTrue(all(m.name == "error" and m["code"] in (4, 6) for m in last), last)
        good.fence()
        self.good_machine(host, "SECOND")

    def test_2000_silent_connections_are_ended_and_harm_nobody(self):
        self.silent_connections(2000)

    @programs.slow
    def test_10000_silent_connections_are_ended_and_harm_nobody(self):
        self.silent_connections(9000 if resource.getrlimit(resource.RLIMIT_NOFILE)[1] < 10_500 else 10_000)

    def test_a_host_out_of_file_descriptors_recovers(self):
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (128, hard))
        try:
            host = self.host(HUSKY_HOST_LINK_INIT_TIMEOUT_S=1)
        finally:
            resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
        crowd = [socket.create_connection(host.tcp, programs.seconds(10)) for _ in range(300)]
        self.addCleanup(lambda: [sock.close() for sock in crowd])
        for sock in crowd:
            with contextlib.suppress(AssertionError):
                peers.Link(sock).wait_closed(0.02)
            sock.close()
        programs.eventually(lambda: self.served(host), "a good machine is served again", 20)

    def served(self, host):
        try:
            self.good_machine(host)
            return True
        except (AssertionError, OSError):
            return False


if __name__ == "__main__":
    programs.main()
