"""UDP 1310: identify, answered only where it cannot amplify; everything else is dropped and counted."""

import socket
import unittest

import programs
import wire

IDENTIFY = wire.encode("identify")
ANSWER_SIZE = 77


class Udp(programs.EndToEnd):
    def setUp(self):
        super().setUp()
        self.the_host = self.host()
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.addCleanup(self.socket.close)
        self.socket.connect(self.the_host.udp)
        self.socket.settimeout(programs.seconds(5))

    def ask(self, datagram=IDENTIFY.ljust(ANSWER_SIZE, b"\0")):
        self.socket.send(datagram)
        return wire.decode(self.socket.recv(65536))

    def expect_dropped(self, *datagrams):
        """Only the good datagram after them is answered."""
        for datagram in datagrams:
            self.socket.send(datagram)
        self.assertEqual(self.ask().name, "identify_response")
        self.socket.setblocking(False)
        with self.assertRaises(BlockingIOError, msg="a bad datagram was answered"):
            self.socket.recv(65536)
        self.socket.settimeout(programs.seconds(5))

    def test_udp_has_the_port_of_tcp_unless_set(self):
        self.assertEqual(self.the_host.udp[1], self.the_host.tcp[1])

    def test_identify_padded_to_the_size_of_the_answer_is_answered(self):
        answer = self.ask()
        self.assertEqual(len(answer.raw), ANSWER_SIZE)
        self.assertEqual((answer["result"], answer["revision"], answer["role"], answer["links"]), (0, 0x0202, 0, 0))

    def test_the_answer_is_that_of_tcp(self):
        self.assertEqual(self.ask().raw, self.connect(self.the_host).fence().raw)

    def test_more_padding_is_fine(self):
        self.assertEqual(self.ask(IDENTIFY.ljust(1400, b"\0")).name, "identify_response")

    def test_links_counts_initialised_machines(self):
        self.connect(self.the_host)
        machine = self.connect(self.the_host, "HY-0001")
        self.assertEqual(self.ask()["links"], 1)
        machine.close()
        programs.eventually(lambda: self.ask()["links"] == 0, "the link gone")

    def test_a_shorter_datagram_is_dropped_so_that_nobody_can_amplify(self):
        self.expect_dropped(IDENTIFY, IDENTIFY.ljust(ANSWER_SIZE - 1, b"\0"), b"", b"\4", IDENTIFY[:3])

    def test_padding_other_than_zero_is_dropped(self):
        self.expect_dropped(IDENTIFY.ljust(ANSWER_SIZE, b" "), IDENTIFY.ljust(ANSWER_SIZE - 1, b"\0") + b"\1",
                            IDENTIFY * 20)

    def test_a_size_that_counts_the_padding_is_dropped(self):
        self.expect_dropped(wire.frame(wire.CODES["identify"], b"\0" * 73), wire.frame(wire.CODES["identify"], b"\0" * 96))

    def test_everything_but_identify_is_dropped(self):
        self.expect_dropped(wire.encode("init", serial_number="HY-0001").ljust(100, b"\0"), wire.cycle(1, 1000).ljust(100, b"\0"),
                            wire.encode("identify_response"), wire.encode("error"), wire.frame(0x6666, b"\0" * 96),
                            b"\0" * 100, b"\xff" * 100, b"\0" * 1400)

    def test_dropped_datagrams_are_counted(self):
        def udp_counters():
            return {k: v for k, v in self.the_host.metrics().items() if "udp" in k or "datagram" in k}

        before = udp_counters()
        for _ in range(5):
            self.socket.send(b"\xff" * 100)
        self.ask()
        programs.eventually(lambda: any(v >= before.get(k, 0) + 5 for k, v in udp_counters().items()), "five more dropped", 3)

    def test_a_udp_port_of_its_own_can_be_set(self):
        host = self.host("--udp-port", 0)
        self.socket.connect(host.udp)
        self.assertEqual(self.ask().name, "identify_response")


if __name__ == "__main__":
    programs.main()
