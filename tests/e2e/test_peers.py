"""The scripted machine and the scripted host against each other: who tests the testers."""

import threading
import time
import unittest

import peers
import proxy
import wire


class Peers(unittest.TestCase):
    def dial(self, address, **options):
        machine = peers.ScriptedMachine.dial(address, **options)
        self.addCleanup(machine.close)
        return machine

    def pair(self, pieces=peers.whole):
        host = peers.ScriptedHost()
        self.addCleanup(host.close)
        machine = self.dial(host.socket.getsockname(), pieces=pieces, variables=120, page=50)
        link = host.accept(pieces=pieces)
        return machine, link

    def converse(self, pieces, note=""):
        machine, link = self.pair(pieces)
        speaking = threading.Thread(target=self.play, args=(machine,))
        speaking.start()
        self.addCleanup(speaking.join)
        self.assertEqual(link.welcome(synch_time=1), "HY-0001", note)
        self.assertEqual(len(link.pages("list", "variables", "total_variables", "E")), 120, note)
        self.assertEqual(link.ask("list", language_code="E", first_index=121)["result"], 2, note)
        self.assertEqual(link.select(101)["result"], 0, note)
        self.assertEqual(wire.values_of(link.indication("cycle")), {1: 1, 4: 1000, 101: 5.5}, note)
        link.close()

    @staticmethod
    def play(machine):
        machine.initialise("HY-0001")
        machine.until(lambda: "cycle_select" in machine.asked())
        machine.send_bytes(wire.cycle(1, 1000, values=[(101, wire.F32, 5.5)]))
        machine.wait_closed()

    def test_they_understand_each_other_in_any_segmentation(self):
        seed = time.time_ns() % 2**32
        for pieces in (peers.whole, peers.one_by_one, peers.random_pieces(seed)):
            self.converse(pieces, f"seed {seed}")

    def test_a_wait_for_nothing_fails_in_time_and_says_so(self):
        machine, _ = self.pair()
        with self.assertRaisesRegex(AssertionError, "no message within"):
            machine.expect("init_response", timeout=0.05)

    def test_an_end_is_told_apart_from_silence(self):
        machine, link = self.pair()
        link.close()
        machine.expect_closed()

    def test_a_cut_relay_resets_links_and_mends(self):
        host = peers.ScriptedHost()
        self.addCleanup(host.close)
        relay = proxy.Relay(host.socket.getsockname())
        self.addCleanup(relay.close)
        address = ("127.0.0.1", int(relay.address.rsplit(":", 1)[1]))
        machine, link = self.dial(address), host.accept()
        machine.send("identify")
        link.expect("identify")
        relay.cut()
        machine.expect_closed()
        link.expect_closed()
        with self.assertRaises((peers.Closed, ConnectionError)):
            self.dial(address).receive()
        relay.mend()
        machine = self.dial(address)
        machine.send("identify")
        host.accept().expect("identify")


if __name__ == "__main__":
    unittest.main(verbosity=2)
