"""husky-link: what decode shows, what its Wireshark plug-in shows, and what probe finds."""

import contextlib
import http.server
import json
import math
import random
import shutil
import socket
import subprocess
import threading
import unittest
import xml.etree.ElementTree as xml

import captures
import peers
import programs
import wire

LINK = programs.LINK_BIN
START = wire.encode("start", tandem_side=0)


def every_message():
    """A conversation in which each message of a type 1 link is said once."""
    talk = captures.Conversation()
    samples = {"serial_number": "HY-0001", "language_code": "E", "text": "Öl heiß", "job": "JOB 1", "mode": 8, "mean": 5.25, "ucl": math.nan,
               "variables": [], "data": b"\x01\x02\xff", "name": "HY-0001", "software": "test", "revision": 0x0202}
    lists = {"list_response": [{"variable_id": i, "value_type": 1, "units": "s", "description": f"Variable {i}"} for i in range(100)],
             "read_response": [{"variable_id": 1, "value_type": wire.I32, "value": -17}, {"variable_id": 101, "value_type": wire.F32, "value": 5.1},
                               {"variable_id": 203, "value_type": wire.TEXT, "value": "Job ä"}, {"variable_id": 9, "value_type": wire.UNAVAILABLE, "value": None}],
             "languages_response": [{"language_code": "E", "language_name": "English"}, {"language_code": "F", "language_name": "Français"}],
             "interruption_list_response": [{"interruption_id": 7, "description": "Mould not closed"}],
             "event": [{"language_code": "E", "type_text": "AL", "event_text": "Oil hot"}], "read": [{"variable_id": 101}, {"variable_id": 1}],
             "cycle_interruption": [{"language_code": "E", "text": "begins"}, {"language_code": "D", "text": "Störung"}]}
    lists |= {"cycle": lists["read_response"], "cycle_select": lists["read"]}
    for name, (code, layout) in wire.LAYOUTS.items():
        if code & ~wire.RESPONSE >= 0x0100:
            continue
        fields = {field: samples[field] for field, _, _ in layout if field in samples}
        fields |= {field: lists.get(name, []) for field, kind, _ in layout if kind == "repeat"}
        data = wire.encode(name, **fields)
        if name in ("init", "event", "cycle_interruption", "status_change", "cycle") or (name.endswith("_response") and name != "init_response"):
            talk.client_says(data)
        else:
            talk.server_says(data)
    return talk


def display_link():
    talk = captures.Conversation(("10.0.0.1", 41000))
    talk.client_says(wire.frame(0x0101, wire.text_bytes("HY-0001", 16))).server_says(wire.frame(0x8101, bytes(6)) + wire.frame(0x0102))
    talk.client_says(wire.frame(0x8102, bytes([0, 0, 80, 0, 25, 0])))
    talk.client_says(wire.frame(0x0105, bytes([2, 0, 0, 80, 0, 25, 0, 7, 0, 0, 1, 3, 0, 4, 0, 0x8F, 2, 0]) + b"OK"))
    talk.client_says(wire.frame(0x0106, bytes([1, 0, 1, 1]) + wire.text_bytes("Help", 16))).server_says(wire.frame(0x0104, bytes([12, 1])))
    talk.client_says(wire.frame(0x010F, bytes([4, 1, 2, 0]) + wire.text_bytes("bad key", 64)))
    return talk.server_says(wire.frame(0x0103)).client_says(wire.frame(0x8103, bytes(2)))


class LinkTool(programs.EndToEnd):
    def run_link(self, *args, data=None, code=0):
        done = subprocess.run([LINK, *map(str, args)], input=data, capture_output=True, timeout=programs.seconds(60), check=False,
                              stdin=subprocess.DEVNULL if data is None else None, env=programs.clean_environment({}))
        self.assertNotIn(b"Sanitizer", done.stderr)
        self.assertEqual(done.returncode, code, done.stdout[-500:] + done.stderr[-2000:])
        return done

    def decoded(self, path, *args, code=0):
        return [json.loads(line) for line in self.run_link("decode", path, "--json", *args, code=code).stdout.splitlines()]

    def capture(self, packets, name="talk.pcapng", **options):
        path = self.folder / name
        path.write_bytes(captures.pcapng(packets, **options))
        return path


class Decode(LinkTool):
    def test_hexadecimal_text_becomes_an_object_a_line(self):
        text = b"# two messages\n05 00 03 00 00\n06 00 03 80 00 00\n\n0x04 0x00 0x70 0x00\n"
        lines = [json.loads(line) for line in self.run_link("decode", "-", "--json", data=text).stdout.splitlines()]
        self.assertEqual(lines[0], {"name": "start", "code": 3, "from": "host", "provenance": "documented", "fields": {"tandem_side": 0}})
        self.assertEqual([line["name"] for line in lines], ["start", "start response", "identify"])

    def test_raw_bytes_are_read_as_they_are(self):
        (self.folder / "raw").write_bytes(wire.encode("init", serial_number="HY-0001") + START)
        self.assertEqual([m["name"] for m in self.decoded(self.folder / "raw")], ["init", "start"])

    def test_people_see_offsets_bytes_and_provenance(self):
        text = self.run_link("decode", "-", data=wire.encode("init", serial_number="HY-0001").hex().encode()).stdout.decode()
        self.assertRegex(text, r"(?m)^ +4  48 59 2D 30 30 30 31 20 .* R  serial_number +\"HY-0001\"$")
        self.assertRegex(text, r"(?m)^ +0  14 00 +D  message_size +20$")

    def test_a_fault_is_named_and_the_rest_is_shown(self):
        text = b"06 00 03 00 00 00 04 00 99 00 04 00 70 00"
        lines = [json.loads(line) for line in self.run_link("decode", "-", "--json", data=text).stdout.splitlines()]
        self.assertEqual([line.get("fault") for line in lines], ["trailing bytes", "unknown command", None])

    def test_every_message_of_a_capture_equals_what_was_sent(self):
        talk = every_message()
        sent = [wire.decode(data) for _, data in talk.said]
        for packets in (captures.packets_of(talk), captures.packets_of(talk, captures.random_segments(1))):
            found = self.decoded(self.capture(packets))
            self.assertEqual([m["name"].replace(" ", "_") for m in found], [m.name for m in sent])
            self.assertEqual([m["code"] for m in found], [wire.CODES[m.name] for m in sent])
            self.assertFalse([m for m in found if "fault" in m and m["fault"] != "sent by the wrong end"])

    def test_segments_out_of_order_and_sent_again_change_nothing(self):
        talk = every_message()
        packets = captures.packets_of(talk, captures.random_segments(2))
        wanted = sorted(json.dumps(m["fields"]) for m in self.decoded(self.capture(packets)))
        pick = random.Random(3)
        mixed = packets[:3] + [p for p in packets[3:] for _ in range(pick.choice((1, 1, 2)))]
        for at in range(3, len(mixed) - 8, 8):
            window = mixed[at : at + 8]
            pick.shuffle(window)
            mixed[at : at + 8] = window
        found = self.decoded(self.capture(mixed))
        self.assertEqual(sorted(json.dumps(m["fields"]) for m in found), wanted)

    def test_captures_of_both_formats_and_every_link_layer(self):
        packets = captures.packets_of(captures.Conversation().client_says(wire.encode("init", serial_number="A")))
        heads = {1: b"", 113: bytes(14) + b"\x08\0", 276: b"\x08\0" + bytes(18), 0: b"\2\0\0\0", 101: None}
        for layer, head in heads.items():
            bodies = [p if layer == 1 else (head or b"") + p[14:] for p in packets]
            for data in (captures.pcapng(bodies, layer), captures.pcap(bodies, layer)):
                with self.subTest(layer=layer, magic=data[:4].hex()):
                    path = self.folder / "one"
                    path.write_bytes(data)
                    self.assertEqual(self.decoded(path)[0]["fields"], {"serial_number": "A"})

    def test_a_capture_that_begins_in_the_middle_says_so(self):
        packets = captures.packets_of(every_message())
        done = self.run_link("decode", self.capture(packets[6:]), "--json")
        self.assertIn(b"begins in the middle", done.stderr)
        self.assertGreater(len(done.stdout.splitlines()), 20)

    def test_a_capture_that_is_cut_shows_what_it_has_and_exits_with_1(self):
        data = captures.pcapng(captures.packets_of(every_message()))
        path = self.folder / "cut.pcapng"
        path.write_bytes(data[: len(data) // 2])
        done = self.run_link("decode", path, "--json", code=1)
        self.assertGreater(len(done.stdout.splitlines()), 5)
        self.assertIn(b"cut.pcapng: ", done.stderr)

    def test_packets_that_were_not_kept_whole_are_told(self):
        done = self.run_link("decode", self.capture(captures.packets_of(every_message()), kept=200), "--json", code=1)
        self.assertIn(b"bytes are missing", done.stderr)
        self.assertIn(b"snap length", done.stderr)
        self.assertGreater(len(done.stdout.splitlines()), 5)

    def test_another_protocol_is_no_husky(self):
        talk = captures.Conversation(server=("10.0.0.2", 80)).client_says(b"GET / HTTP/1.1\r\n\r\n").server_says(b"HTTP/1.1 200 OK\r\n\r\n")
        done = self.run_link("decode", self.capture(captures.packets_of(talk)), code=1)
        self.assertIn(b"no Husky frames", done.stderr)
        self.assertEqual(done.stdout, b"")

    def test_bad_input_is_one_line(self):
        (self.folder / "nonsense.pcapng").write_bytes(b"\x0a\x0d\x0d\x0a" + b"nonsense" * 10)
        for args, data, code in ((("decode", "/no/such/file"), None, 2), (("decode", "-"), b"hello\n", 2), (("decode", "-"), b"", 1),
                                 (("decode", "-"), b"05 00 03", 1), (("decode", self.folder / "nonsense.pcapng"), None, 1),
                                 (("decode", self.folder), None, 2), (("decode", "-", "--dialect", "/no/such/file"), START, 2)):
            with self.subTest(args):
                done = self.run_link(*args, data=data, code=code)
                self.assertEqual(done.stdout, b"")
                self.assertLessEqual(1, done.stderr.count(b"\n"))
                self.assertLessEqual(done.stderr.count(b"\n"), 2)

    def test_bad_usage_is_exit_2(self):
        for args in ((), ("no-such-command",), ("decode",), ("probe",), ("probe", "[::1"), ("probe", "h:99999"), ("decode", "-", "--nonsense"),
                     ("probe", "127.0.0.1", "--timeout", "soon")):
            with self.subTest(args):
                done = self.run_link(*args, code=2)
                self.assertEqual(done.stdout, b"")
                self.assertNotEqual(done.stderr, b"")

    def test_version_is_a_line(self):
        self.assertRegex(self.run_link("version").stdout, rb"\A\S+ \d+\.\d+\.\d+\n\Z")


def tshark_fields(item):
    """The fields of a message as (name, shown value), in their order; lists of a field are opened."""
    for field in item.iter("field"):
        name = field.get("name")
        if name.startswith("husky.") and name.count(".") >= 2 and "expert" not in name:
            yield name.split(".")[2], field.get("show"), field.get("value")


def decoded_fields(fields):
    for name, value in fields.items():
        if isinstance(value, list):
            for item in value:
                yield name, ""
                yield from decoded_fields(item if isinstance(item, dict) else {"variable_id": item})
        else:
            yield name, value


@unittest.skipUnless(shutil.which("tshark"), "no tshark here: tools/setup.sh test installs it")
class Dissector(LinkTool):
    def plug_in(self, *args):
        path = self.folder / "husky.lua"
        path.write_bytes(self.run_link("dissector", *args).stdout)
        return path

    def tshark(self, capture, plug_in, *args):
        home = {"HOME": str(self.folder), "XDG_CONFIG_HOME": str(self.folder), "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"}
        done = subprocess.run(["tshark", "-X", f"lua_script:{plug_in}", "-r", capture, *args], capture_output=True, env=home,
                              timeout=programs.seconds(120), check=False)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertNotIn(b"Lua", done.stderr)
        return done.stdout

    def dissected(self, capture, plug_in):
        """(message, its fields, provenance) as Wireshark shows them."""
        tree = xml.fromstring(self.tshark(capture, plug_in, "-T", "pdml", "-Y", "husky"))
        for item in tree.iter("proto"):
            if item.get("name") == "husky":
                self.assertFalse([f for f in item.iter() if "expert" in f.get("name", "") or "malformed" in f.get("name", "")], xml.tostring(item))
                heads = {f.get("name"): f.get("show") for f in item.findall("field")}
                yield heads["husky.message"], heads["husky.provenance"], list(tshark_fields(item))

    def check_equal(self, capture, *dialect, value_types=(0, 1, 2, 3)):
        found = self.decoded(capture, *dialect)
        shown = list(self.dissected(capture, self.plug_in(*dialect)))
        self.assertEqual([name for name, _, _ in shown], [m["name"] for m in found])
        for (name, provenance, fields), message in zip(shown, found):
            self.assertEqual(provenance, message["provenance"], name)
            wanted = [(n, v) for n, v in decoded_fields(message["fields"]) if not self.not_shown(n, v, fields)]
            self.assertEqual([n for n, _, _ in fields], [n for n, _ in wanted], message)
            for (field, show, _), (_, value) in zip(fields, wanted):
                value = value_types[value] if field == "value_type" else value
                self.assertTrue(self.same(show, value), f"{name}.{field}: Wireshark {show!r}, decode {value!r}")
        return found

    @staticmethod
    def not_shown(name, value, fields):
        """Wireshark has no item for a value that is unavailable, nor for no bytes."""
        return (name == "value" and value is None) or (name == "data" and value == "")

    @staticmethod
    def same(show, value):
        if value is None:
            return show in ("nan", "-nan", "inf", "-inf")
        if isinstance(value, str):
            return show in (value, ":".join(value[i : i + 2] for i in range(0, len(value), 2)))
        return math.isclose(float(show), value, rel_tol=1e-5)

    def test_every_message_is_dissected_as_we_decode_it(self):
        packets = captures.packets_of(every_message()) + captures.packets_of(display_link())
        packets.append(captures.udp(("10.0.0.1", 5000), ("10.0.0.2", 1310), wire.encode("identify") + bytes(73)))
        found = self.check_equal(self.capture(packets))
        display = {0x0101, 0x8101, 0x0102, 0x8102, 0x0103, 0x8103, 0x0104, 0x0105, 0x0106, 0x010F}
        self.assertEqual({m["code"] for m in found}, set(wire.CODES.values()) | display)

    def test_segments_cut_at_random_are_put_together(self):
        for seed in range(3):
            with self.subTest(seed=seed):
                packets = captures.packets_of(every_message(), captures.random_segments(seed))
                packets += captures.packets_of(display_link(), captures.random_segments(seed))
                self.check_equal(self.capture(packets))

    def test_a_run_of_host_and_fleet_has_no_malformed_message(self):
        host = self.host()
        relay = captures.Recorder(host.tcp)
        self.addCleanup(relay.close)
        fleet = self.fleet("--host", relay.address, "--count", 3, "--cycles", 30, "--time-scale", "max", "--seed", 7)
        self.assertEqual(fleet.wait(60), 0, fleet.describe())
        programs.eventually(lambda: all(len(host.cycles(f"HY-{n:04}")) >= 30 for n in (1, 2, 3)), "every cycle at the host")
        packets = [p for seed, one in enumerate(relay.conversations) for p in captures.packets_of(one, captures.random_segments(seed))]
        found = self.check_equal(self.capture(packets))
        names = [m["name"] for m in found]
        self.assertEqual(names.count("init"), 3)
        self.assertGreaterEqual(names.count("cycle"), 90)
        self.assertIn("list response", names)
        self.assertFalse([m for m in found if "fault" in m])

    def test_a_malformed_message_is_marked(self):
        talk = captures.Conversation().client_says(wire.encode("init", serial_number="A"))
        talk.server_says(wire.frame(0x0003, b"\0\0") + wire.frame(0x0099) + wire.frame(0x0003, b"", size=3))
        capture = self.capture(captures.packets_of(talk))
        shown = self.tshark(capture, self.plug_in(), "-T", "fields", "-e", "_ws.expert.message", "-Y", "_ws.expert").decode()
        for words in ("start: trailing bytes", "unknown command 0x0099", "message_size below the smallest"):
            self.assertIn(words, shown)

    def test_a_response_is_linked_with_its_request(self):
        talk = captures.Conversation().client_says(wire.encode("init", serial_number="A")).server_says(wire.encode("init_response"))
        capture = self.capture(captures.packets_of(talk))
        shown = self.tshark(capture, self.plug_in(), "-T", "fields", "-e", "husky.request_in", "-Y", "husky.init_response.result == 0")
        self.assertEqual(shown.split(), [b"4"])

    def test_the_plug_in_reads_swapped_words_as_we_decode_them(self):
        for order, answer, cycle in (("little", "0A000180 0000 556900B9", "1E000800 0000 01 0300 0100 02 00001100 0400 02 FFFFFEFF 6500 01 B0400000"),
                                     ("big", "000A8001 0000 B9006955", "001E0008 0000 01 0003 0001 02 00110000 0004 02 FFFEFFFF 0065 01 000040B0")):
            with self.subTest(order):
                dialect = self.write("plant.yaml", f"dialect: plant\nbyte_order: {order}\nword_order: swapped\n")
                talk = captures.Conversation()
                talk.client_says(bytes.fromhex("14000100" if order == "little" else "00140001") + b"HY-0001".ljust(16))
                talk.server_says(bytes.fromhex(answer))
                talk.client_says(bytes.fromhex(cycle))
                found = self.check_equal(self.capture(captures.packets_of(talk)), "--dialect", dialect)
                self.assertEqual(found[1]["fields"]["synch_time"], 0x6955B900)
                self.assertEqual([v["value"] for v in found[2]["fields"]["values"]], [17, -2, 5.5])

    def test_the_plug_in_tells_how_code_sender_and_layout_are_known(self):
        talk = captures.Conversation().client_says(wire.encode("init", serial_number="A"))
        shown = self.tshark(self.capture(captures.packets_of(talk)), self.plug_in(), "-V").decode()
        for line in ("command: 0x0001  [reconstructed]", "[from: machine  [reconstructed]]", "[provenance: documented]",
                     "[provenance of the layout: reconstructed]"):
            self.assertIn(line, shown)

    def test_the_plug_in_speaks_its_dialect(self):
        dialect = self.write("plant.yaml", "dialect: plant\nbyte_order: big\nsize_includes_header: false\npad: nul\n"
                                           "codes: {start: 0x0203}\ntext_widths: {init.serial_number: 20}\n"
                                           "value_types: {f32: 7, i32: 8, text: 9}\nports: {host: 1400}\n")
        talk = captures.Conversation(server=("10.0.0.2", 1400))
        talk.client_says(bytes.fromhex("00140001") + b"HY-0001".ljust(20, b"\0"))
        talk.server_says(bytes.fromhex("00068001 0000 6955B900 0001 0203 01"))
        talk.client_says(bytes.fromhex("00028203 0002 0013 0008 0000 01 0002 0001 08 00000011 0065 07 40B00000"))
        capture = self.capture(captures.packets_of(talk, captures.random_segments(1)))
        found = self.check_equal(capture, "--dialect", dialect, value_types=(0, 7, 8, 9))
        self.assertEqual([m["name"] for m in found], ["init", "init response", "start", "start response", "cycle"])
        self.assertEqual(found[4]["fields"]["values"][1]["value"], 5.5)
        self.assertEqual(found[2]["code"], 0x0203)


class Probe(LinkTool):
    def probe(self, address, code, *args):
        address = "%s:%d" % address if isinstance(address, tuple) else address
        found = json.loads(self.run_link("probe", address, "--json", *args, code=code).stdout)
        self.assertEqual(found["found"], code == 0)
        text = self.run_link("probe", address, *args, code=code).stdout.decode()
        self.assertIn("  tcp  ", text)
        return found

    @contextlib.contextmanager
    def listening(self, serve):
        """Calls serve(socket) for each of a few connections to a free port; yields its address."""
        with socket.create_server(("127.0.0.1", 0)) as listener:
            def run():
                with contextlib.suppress(OSError):
                    while True:
                        sock = listener.accept()[0]
                        with sock, contextlib.suppress(OSError, AssertionError):
                            sock.settimeout(programs.seconds(20))
                            serve(sock)
            thread = threading.Thread(target=run, daemon=True)
            thread.start()
            yield listener.getsockname()
            listener.shutdown(socket.SHUT_RDWR)
            thread.join(programs.seconds(20))

    def test_a_host_is_found_over_tcp_and_udp(self):
        host = self.host()
        found = self.probe(host.tcp, 0)
        for transport in ("tcp", "udp"):
            self.assertEqual(found[transport]["state"], "host")
            self.assertEqual(found[transport]["revision"], "2.02")
            self.assertEqual(found[transport]["links"], 0)
            self.assertIn("husky-host", found[transport]["software"])
            self.assertGreater(found[transport]["round_trip_ms"], 0)

    def test_a_probe_disturbs_nobody(self):
        host = self.host()
        machine = self.connect(host, "HY-0001").polled()
        self.assertEqual(self.probe(host.tcp, 0)["tcp"]["links"], 1)
        machine.until(lambda: True)
        machine.fence()
        self.assertEqual([m["serial"] for m in host.items("/api/v1/machines")], ["HY-0001"])
        bad = {name: n for name, n in host.metrics().items() if name.startswith("husky_bad_input") and n}
        self.assertEqual(bad, {})

    def test_a_machine_that_was_dialled_is_found_by_its_init(self):
        said = []

        def machine(sock):
            link = peers.ScriptedMachine(sock)
            link.send("init", serial_number="HY-0042")
            said.append(link.expect("identify").name)
            link.send("identify_response", revision=0x0202, role=1, name="HY-0042", software="ctl 1", links=0)
            with contextlib.suppress(peers.Closed):
                said.append(link.receive_any().name)

        with self.listening(machine) as address:
            found = self.probe(address, 0)
        self.assertEqual(found["tcp"]["state"], "machine")
        self.assertEqual(found["tcp"]["serial_number"], "HY-0042")
        self.assertEqual(found["tcp"]["name"], "HY-0042")
        self.assertEqual(found["udp"]["state"], "closed")
        self.assertEqual(set(said), {"identify"})  # and nothing else

    def dialled(self, address):
        """A host's link to a listening machine; nothing while the machine takes another's link for alive."""
        link = peers.HostLink(socket.create_connection(address, programs.seconds(10)))
        self.addCleanup(link.close)
        first = link.receive_any()
        if first.name != "init":
            return None
        link.send("init_response", synch_time=0x6955B900)
        return link

    def test_a_cell_of_ours_is_found_and_goes_on_with_its_host(self):
        with socket.create_server(("127.0.0.1", 0)) as free:
            address = free.getsockname()
        fleet = self.fleet("--listen", "%s:%d" % address, "--count", 1, "--time-scale", 20)
        fleet.ready()
        alone = self.probe(address, 0)["tcp"]
        self.assertEqual((alone["state"], alone["serial_number"], alone["name"]), ("machine", "HY-0001", "HY-0001"))
        host = programs.eventually(lambda: self.dialled(address), "the machine has seen the end of the probe's link")
        host.ask("status")
        shown = self.probe(address, 0)["tcp"]  # from its host's address: as if for the display
        self.assertEqual((shown["state"], shown["serial_number"], shown["name"]), ("machine", "HY-0001", "HY-0001"))
        host.ask("status")

    def test_a_cell_of_ours_without_a_display_turns_a_probe_away_beside_its_host(self):
        with socket.create_server(("127.0.0.1", 0)) as free:
            address = free.getsockname()
        self.fleet("--listen", "%s:%d" % address, "--count", 1, HUSKY_FLEET_DISPLAY="false").ready()
        host = self.dialled(address)
        host.ask("status")
        busy = self.probe(address, 0)["tcp"]
        self.assertEqual(busy["state"], "husky")
        self.assertIn("busy", busy["detail"])
        host.ask("status")

    def test_a_machine_that_does_not_know_identify_is_found(self):
        def machine(sock):
            link = peers.ScriptedMachine(sock)
            link.send("init", serial_number="HY-0042")
            link.expect("identify")
            link.send("error", command=0x0070, code=1, text="unknown command")
            link.wait_closed()

        with self.listening(machine) as address:
            found = self.probe(address, 0)
        self.assertEqual(found["tcp"]["state"], "machine")
        self.assertIn("does not know identify", found["tcp"]["detail"])

    def test_an_http_server_is_another_service(self):
        with http.server.ThreadingHTTPServer(("127.0.0.1", 0), http.server.BaseHTTPRequestHandler) as server:
            server.RequestHandlerClass.log_message = lambda *_: None
            threading.Thread(target=server.serve_forever, daemon=True).start()
            found = self.probe(server.server_address, 1, "--timeout", "2s")
            server.shutdown()
        self.assertEqual(found["tcp"]["state"], "other")
        self.assertTrue(found["tcp"]["first_bytes"])

    def test_a_service_that_greets_first_gets_no_byte(self):
        got = []

        def greet(sock):
            sock.sendall(b"220 mail.example ESMTP\r\n")
            got.append(sock.recv(100))

        with self.listening(greet) as address:
            found = self.probe(address, 1)
        self.assertEqual(bytes.fromhex(found["tcp"]["first_bytes"]), b"220 mail.example")
        self.assertEqual(set(got), {b""})

    def test_silence_is_exit_124(self):
        with socket.create_server(("127.0.0.1", 0)) as listener:
            found = self.probe(listener.getsockname(), 124, "--timeout", "400ms")
        self.assertEqual(found["tcp"]["state"], "silent")

    def test_a_silent_peer_that_reads_to_the_end_is_silence_too(self):
        def read_on(sock):
            while sock.recv(100):
                pass

        with self.listening(read_on) as address:
            self.assertEqual(self.probe(address, 124, "--timeout", "400ms")["tcp"]["state"], "silent")

    def test_a_closed_port_is_exit_1(self):
        with socket.create_server(("127.0.0.1", 0)) as listener:
            address = listener.getsockname()
        found = self.probe(address, 1)
        self.assertEqual((found["tcp"]["state"], found["udp"]["state"]), ("closed", "closed"))

    def test_a_name_is_tried_at_each_of_its_addresses(self):
        host = self.host()
        found = self.probe("localhost:%d" % host.tcp[1], 0)
        self.assertEqual(found["tcp"]["state"], "host")
        self.assertEqual(found["address"], "127.0.0.1:%d" % host.tcp[1])


if __name__ == "__main__":
    programs.main()
