"""Writes captures: what went over links, as packets that a network might have carried it in."""

import random
import struct

import proxy

MOST_IN_A_SEGMENT = 1460
SYN, FIN, PSH, ACK = 0x02, 0x01, 0x08, 0x10


class Conversation:
    """One TCP connection: what each end sent, in the order it was sent. `begin` is (client, server) as (address, port)."""

    def __init__(self, client=("10.0.0.1", 40000), server=("10.0.0.2", 1310)):
        self.client, self.server = client, server
        self.said = []  # (by the server, bytes)

    def client_says(self, data):
        self.said.append((False, data))
        return self

    def server_says(self, data):
        self.said.append((True, data))
        return self


class Recorder(proxy.Relay):
    """A relay that remembers every conversation; the captures call the target `server`."""

    def __init__(self, target, server=("10.0.0.2", 1310)):
        self.server, self.conversations, self._of = server, [], {}
        super().__init__(target)

    def on_link(self, near, far):
        one = Conversation(("10.0.0.1", 40000 + len(self.conversations)), self.server)
        self.conversations.append(one)
        self._of[near], self._of[far] = (one, False), (one, True)

    def on_data(self, sock, data):
        one, by_server = self._of[sock]
        one.said.append((by_server, data))


def ipv4(source, target, protocol, payload):
    return struct.pack(">BBHHHBBH4s4s", 0x45, 0, 20 + len(payload), 0, 0x4000, 64, protocol, 0,
                       bytes(map(int, source.split("."))), bytes(map(int, target.split(".")))) + payload


def ethernet(payload):
    return b"\2\0\0\0\0\2\2\0\0\0\0\1\x08\0" + payload


def tcp(source, target, sequence, acknowledged, flags, data=b""):
    head = struct.pack(">HHIIBBHHH", source[1], target[1], sequence % 2**32, acknowledged % 2**32, 0x50, flags, 65535, 0, 0)
    return ethernet(ipv4(source[0], target[0], 6, head + data))


def udp(source, target, data):
    return ethernet(ipv4(source[0], target[0], 17, struct.pack(">HHHH", source[1], target[1], 8 + len(data), 0) + data))


def whole_segments(data):
    return [data[at : at + MOST_IN_A_SEGMENT] for at in range(0, len(data), MOST_IN_A_SEGMENT)]


def random_segments(seed):
    pick = random.Random(seed)

    def cut(data):
        pieces, at = [], 0
        while at < len(data):
            size = pick.choice((1, 2, 3, 7, 60, 500, MOST_IN_A_SEGMENT))
            pieces.append(data[at : at + size])
            at += size
        return pieces

    return cut


def packets_of(conversation, cut=whole_segments, first=(0x1000, 0xFFFFFF00), closed=True):
    """Its packets; `first` are the initial sequence numbers, of which one soon wraps."""
    ends, sequence = (conversation.client, conversation.server), list(first)
    packets = [tcp(*ends, sequence[0], 0, SYN), tcp(*ends[::-1], sequence[1], sequence[0] + 1, SYN | ACK)]
    sequence = [sequence[0] + 1, sequence[1] + 1]
    packets.append(tcp(*ends, *sequence, ACK))
    for by_server, data in conversation.said:
        one, other = int(by_server), 1 - int(by_server)
        for piece in cut(data):
            packets.append(tcp(ends[one], ends[other], sequence[one], sequence[other], PSH | ACK, piece))
            sequence[one] += len(piece)
    if closed:
        packets.append(tcp(*ends, *sequence, FIN | ACK))
    return packets


def _block(kind, body):
    body += b"\0" * (-len(body) % 4)
    return struct.pack("<II", kind, len(body) + 12) + body + struct.pack("<I", len(body) + 12)


def pcapng(packets, link_layer=1, kept=262144):
    """A capture file of these packets, a millisecond apart, each kept up to `kept` bytes."""
    out = _block(0x0A0D0D0A, struct.pack("<IHHq", 0x1A2B3C4D, 1, 0, -1)) + _block(1, struct.pack("<HHI", link_layer, 0, kept))
    for number, packet in enumerate(packets):
        at = 1_767_225_600_000_000 + number * 1000  # 2026-01-01
        out += _block(6, struct.pack("<IIIII", 0, at >> 32, at & 0xFFFFFFFF, min(kept, len(packet)), len(packet)) + packet[:kept]
                      + b"\0" * (-min(kept, len(packet)) % 4))
    return out


def pcap(packets, link_layer=1):
    out = struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 262144, link_layer)
    for number, packet in enumerate(packets):
        out += struct.pack("<IIII", 1_767_225_600, number * 1000, len(packet), len(packet)) + packet
    return out
