"""What husky-host does with display links: the screen as text, picture and stream, keys, many viewers, wrong drawings."""

import socket
import struct
import threading
import time
import unittest
import zlib

import displays
import peers
import programs
import wire
from displays import BAR, BOX, CLEAR, CURSOR, ENTER, F1, HORIZONTAL, TEXT, VERTICAL
from wire import draw

PATH = "/api/v1/machines/HY-0001/display"
PAGE = (draw(CLEAR, 80, 25), draw(BOX, 0, 0, (80, 25)), draw(TEXT, 2, 3, "Düse 1: 280 °C", 0x1E), draw(BAR, 2, 5, (10, 500)),
        draw(CURSOR, 4, 3))


class Displays(programs.EndToEnd):
    def display(self, host, serial="HY-0001", drawings=PAGE, **options):
        machine = displays.ScriptedDisplay.dial(host.tcp, serial, drawings=drawings, **options)
        self.addCleanup(machine.close)
        return machine

    def silent(self, host):
        """A display link that nobody serves yet."""
        link = displays.ScriptedDisplay.dial(host.tcp)
        self.addCleanup(link.close)
        return link

    def viewer(self, host, path=PATH, **options):
        socket_ = displays.WebSocket(host.http, path, **options)
        self.addCleanup(socket_.close)
        return socket_

    def assert_grew_less(self, host, before, megabytes):
        if not programs.SANITIZED:  # a sanitizer keeps what was freed
            self.assertLess(host.resident_mb() - before, megabytes)

    def gone(self, host, metric):
        programs.eventually(lambda: host.metrics()[metric] == 0, f"no {metric}")


def rows_of(png):
    """Width, height, and the pixels of each row as bytes, of an 8-bit PNG without interlace."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    at, data, kind = 8, b"", None
    while at < len(png):
        size, name = struct.unpack_from("!I4s", png, at)
        body = png[at + 8 : at + 8 + size]
        assert struct.unpack_from("!I", png, at + 8 + size)[0] == zlib.crc32(name + body)
        if name == b"IHDR":
            width, height, depth, kind = struct.unpack_from("!IIBB", body)
        if name == b"IDAT":
            data += body
        at += 12 + size
    return width, height, zlib.decompress(data)


class Opening(Displays):
    def test_display_init_is_answered_with_ok_and_the_time_of_the_host(self):
        link = self.silent(self.host())
        answer = link.initialise("HY-0001")
        self.assertLess(abs(answer["synch_time"] - time.time()), programs.seconds(5))
        link.fence()

    def test_display_links_are_not_counted_as_links_by_identify(self):
        link = self.silent(self.host())
        link.initialise("HY-0001")
        self.assertEqual(link.fence()["links"], 0)

    def test_a_blank_serial_gets_3_and_an_unknown_one_1_where_the_policy_is_refuse(self):
        host = self.host(config="machines:\n  - serial: HY-0001\nunknown_machines: refuse\n")
        for serial, result in (("", 3), ("HY-0002", 1)):
            link = self.silent(host)
            link.initialise(serial, result)
            link.expect_closed()
        self.silent(host).initialise("HY-0001")

    def test_a_second_display_init_is_answered_again_for_the_same_serial_only(self):
        link = self.silent(self.host())
        link.initialise("HY-0001")
        link.initialise("HY-0001")
        link.initialise("HY-0002", 3)
        link.expect_closed()

    def test_errors_are_display_errors_once_it_succeeded(self):
        link = self.silent(self.host())
        link.send_frame(0x0101, b"x")
        self.assertEqual(link.receive_any().name, "error")
        link.initialise("HY-0001")
        for command, payload, code in ((0x6666, b"", 1), (0x0001, b" " * 16, 1), (0x0008, b"\0" * 5, 1), (0x0104, b"\1\1", 1),
                                       (0x0105, b"\1", 2), (0x0106, b"\xff\xff", 2)):
            with self.subTest(command=hex(command)):
                link.send_frame(command, payload)
                link.expect_error(code, command)
        link.send_frame(0x8102, b"\0" * 6)
        link.send("display_error", command=0x0105, code=7)
        link.fence()

    def test_a_living_older_display_link_keeps_its_place(self):
        host = self.host()
        older = self.display(host)
        newer = self.silent(host)
        newer.initialise("HY-0001", 2)
        newer.expect_closed()
        self.assertEqual(older.log, ["identify"])

    def test_a_dead_older_display_link_is_closed_and_the_newer_takes_over(self):
        host = self.host(HUSKY_HOST_LINK_TAKEOVER_TIMEOUT_S="0.3")
        older = self.silent(host)
        older.initialise("HY-0001")
        self.display(host)
        older.expect("identify")
        older.expect_closed()
        self.assertIn("Düse", host.get(PATH).text)

    def test_idle_display_links_are_asked_and_close_when_they_fall_silent(self):
        host = self.host(HUSKY_HOST_LINK_STATUS_INTERVAL_S="0.1", HUSKY_HOST_LINK_RESPONSE_TIMEOUT_S="0.5")
        self.display(host).heard("identify", 3)
        link = self.silent(host)
        link.initialise("HY-0002")
        link.expect("identify")
        link.expect_error(6, wire.CODES["identify"])
        link.expect_closed()

    def test_a_whole_message_within_silence_timeout_is_wanted(self):
        host = self.host(HUSKY_HOST_LINK_SILENCE_TIMEOUT_S="0.4")
        link = self.silent(host)
        link.initialise("HY-0001")
        link.expect_error(6)
        link.expect_closed()


class Looking(Displays):
    def test_the_screen_comes_as_text_with_its_lines_and_bars(self):
        host = self.host()
        self.display(host)
        answer = host.get(PATH)
        self.assertEqual((answer.status, answer.headers["Content-Type"]), (200, "text/plain; charset=utf-8"))
        rows = answer.text.splitlines()
        self.assertEqual(len(rows), 25)
        self.assertEqual(rows[0], "┌" + "─" * 78 + "┐")
        self.assertEqual(rows[3][:16], "│ Düse 1: 280 °C")
        self.assertEqual(rows[5][2:12], "█████     ")

    def test_the_screen_comes_as_png_where_that_is_accepted(self):
        host = self.host()
        self.display(host)
        for accept in ("image/png", "image/avif,image/webp,image/*,*/*;q=0.8"):
            answer = host.get(PATH, Accept=accept)
            self.assertEqual((answer.status, answer.headers["Content-Type"]), (200, "image/png"))
            self.assertEqual(rows_of(answer.body)[:2], (640, 400))
        self.assertEqual(host.get(PATH, Accept="text/html,image/png").headers["Content-Type"], "text/plain; charset=utf-8")

    def test_one_look_starts_and_stops_the_machine(self):
        host = self.host()
        machine = self.display(host)
        host.get(PATH)
        machine.heard("display_stop")
        self.assertEqual(machine.log, ["display_start", "display_stop"])
        host.get(PATH)
        machine.heard("display_stop", 2)

    def test_a_screen_in_several_messages_is_seen_whole(self):
        host = self.host()
        machine = self.display(host, drawings=())
        seen = []
        looking = threading.Thread(target=lambda: seen.append(host.get(PATH).text))
        looking.start()
        machine.heard("display_start")
        for part in PAGE:
            machine.draw(part)
        looking.join(peers.seconds(10))
        self.assertIn("Düse", seen[0])

    def test_unknown_machines_are_404_and_machines_without_a_display_409(self):
        host = self.host()
        self.connect(host, "HY-0001")
        programs.eventually(lambda: host.get("/api/v1/machines/HY-0001").status == 200, "the machine")
        self.assertEqual(host.get("/api/v1/machines/NOBODY/display").status, 404)
        self.assertEqual(host.get(PATH).status, 409)
        for path, status in (("/api/v1/machines/NOBODY/display", 404), (PATH, 409)):
            with self.assertRaises(displays.Refused) as refused:
                self.viewer(host, path)
            self.assertEqual(refused.exception.status, status)

    def test_a_machine_that_does_not_answer_is_504_and_one_that_refuses_422(self):
        host = self.host(HUSKY_HOST_LINK_RESPONSE_TIMEOUT_S="0.3")
        machine = self.display(host)
        machine.start_result = 4
        answer = host.get(PATH)
        self.assertEqual((answer.status, answer.json["result"]), (422, 4))
        machine.answering = False
        self.assertEqual(host.get(PATH).status, 504)

    def test_a_machine_that_leaves_meanwhile_is_504(self):
        host = self.host()
        machine = self.display(host, answering=False)
        seen = []
        looking = threading.Thread(target=lambda: seen.append(host.get(PATH).status))
        looking.start()
        machine.heard("display_start")
        machine.close()
        looking.join(peers.seconds(10))
        self.assertEqual(seen, [504])

    def test_a_size_that_no_screen_has_is_502_and_stopped(self):
        host = self.host()
        for columns, rows in ((0, 25), (80, 0), (65535, 65535)):
            machine = self.display(host, columns=columns, rows=rows, drawings=())
            self.assertEqual(host.get(PATH).status, 502)
            machine.heard("display_stop")
            machine.close()
            self.gone(host, "husky_displays_linked")

    def test_other_methods_and_missing_tokens_are_refused(self):
        token = self.write("token", "secret\n")
        host = self.host("--http-token-file", token)
        self.display(host)
        self.assertEqual(host.get(PATH).status, 401)
        with self.assertRaises(displays.Refused) as refused:
            self.viewer(host)
        self.assertEqual(refused.exception.status, 401)
        self.assertEqual(self.viewer(host, headers={"Authorization": "Bearer secret"}).receive()["rows"], 25)
        host.headers = {"Authorization": "Bearer secret"}
        self.assertEqual(host.request("PUT", PATH).status, 405)
        self.assertEqual(host.request("POST", PATH).status, 400)

    def test_the_api_describes_it(self):
        operation = self.host().get("/openapi.json").json["paths"]["/api/v1/machines/{serial}/display"]["get"]
        self.assertLessEqual({"text/plain", "image/png"}, set(operation["responses"]["200"]["content"]))
        self.assertIn("101", operation["responses"])


class Streaming(Displays):
    def test_a_viewer_gets_the_screen_at_once_and_each_change(self):
        host = self.host()
        machine = self.display(host)
        viewer = self.viewer(host)
        first = viewer.receive()
        self.assertEqual((first["columns"], first["rows"], len(first["text"]), len(first["attributes"])), (80, 25, 25, 25))
        self.assertEqual({len(row) for row in first["text"] + first["attributes"]}, {80})
        self.assertEqual(first["text"][3][2:16], "Düse 1: 280 °C")
        self.assertEqual(first["attributes"][3][1:17], [7] + [0x1E] * 14 + [7])
        self.assertEqual((first["cursor"], first["menu"]), ({"x": 4, "y": 3}, []))
        machine.draw(draw(TEXT, 10, 3, "281"))
        self.assertEqual(viewer.until(lambda m: m["text"][3][10:13] == "281")["rows"], 25)
        machine.send("menu", keys=[{"key_code": F1, "label": "Übersicht"}])
        self.assertEqual(viewer.until(lambda m: m["menu"])["menu"], [{"key": F1, "label": "Übersicht"}])

    def test_keys_reach_the_machine_in_their_order(self):
        host = self.host()
        machine = self.display(host)
        viewer = self.viewer(host)
        for key in (F1, ord("7"), 0xE4, ENTER, 0x0118):
            viewer.send({"key": key})
        machine.until(lambda: len(machine.keys) == 5, "five keys")
        self.assertEqual(machine.keys, [F1, ord("7"), 0xE4, ENTER, 0x0118])

    def test_keys_come_by_plain_requests_too(self):
        host = self.host()
        machine = self.display(host)
        for key in (F1, ord("7"), 0xE4):
            self.assertEqual(host.request("POST", PATH, body={"key": key}).status, 204)
        for wrong in (b"", b"x", b"[]", b"{}", b'{"key":"F1"}', b'{"key":0}', b'{"key":256}', b'{"key":65537}', b'{"key":1e99}', b"[" * 9000,
                      b'{"key":257,"more":1}'):
            answer = host.request("POST", PATH, {"Content-Type": "application/json"}, wrong)
            self.assertEqual((answer.status, answer.headers["Content-Type"]), (400, "application/problem+json"), wrong[:40])
        self.assertEqual(host.request("POST", PATH, {"Content-Type": "text/plain"}, b'{"key":257}').status, 415)
        self.assertEqual(host.request("POST", "/api/v1/machines/HY-0009/display", body={"key": F1}).status, 404)
        machine.until(lambda: len(machine.keys) == 3, "three keys")
        self.assertEqual(machine.keys, [F1, ord("7"), 0xE4])
        self.assertEqual(host.metrics()["husky_display_streams"], 0)

    def test_a_wrong_message_gets_an_error_object_and_the_socket_stays(self):
        host = self.host()
        machine = self.display(host)
        viewer = self.viewer(host)
        viewer.receive()
        for wrong in (b"", b"x", b"[]", b"{}", b'{"key":"F1"}', b'{"key":0}', b'{"key":31}', b'{"key":256}', b'{"key":269}',
                      b'{"key":281}', b'{"key":65537}', b'{"key":-1}', b'{"key":1e99}', b'{"key":257,"more":1}', b"[" * 900):
            with self.subTest(wrong=wrong):
                viewer.send(wrong)
                self.assertIn("expected", viewer.until(lambda m: "error" in m)["error"])
        viewer.send({"key": F1})
        machine.until(lambda: machine.keys == [F1], "the right key alone")

    def test_a_flood_of_wrong_messages_that_nobody_reads_answers_to_harms_nobody(self):
        host = self.host()
        machine = self.display(host)
        viewer = self.viewer(host, receive_buffer=4096)
        before = host.resident_mb()
        for _ in range(5000):
            viewer.send(b"x")
        viewer.send({"key": F1})
        machine.until(lambda: machine.keys == [F1], "the key behind them")
        self.assert_grew_less(host, before, 5)

    def test_a_message_that_is_too_long_ends_the_socket(self):
        host = self.host()
        self.display(host)
        viewer = self.viewer(host)
        viewer.receive()
        viewer.send(b" " * 1025)
        with self.assertRaises(peers.Closed):
            viewer.until(lambda _: False)
        viewer.close()
        self.gone(host, "husky_display_views")

    def test_ten_viewers_share_one_stream_and_the_last_stops_it(self):
        host = self.host()
        machine = self.display(host)
        viewers = [self.viewer(host) for _ in range(10)]
        for viewer in viewers:
            viewer.receive()
        self.assertEqual(host.get(PATH).status, 200)
        machine.draw(draw(TEXT, 40, 12, "all of you"))
        for viewer in viewers:
            viewer.until(lambda m: "all of you" in m["text"][12])
        metrics = host.metrics()
        self.assertEqual((metrics["husky_display_views"], metrics["husky_display_streams"]), (10, 1))
        self.assertEqual(machine.log, ["display_start"])
        for viewer in viewers:
            viewer.close()
        machine.heard("display_stop")
        self.assertEqual(machine.log, ["display_start", "display_stop"])

    def test_no_more_than_32_look_at_one_machine(self):
        host = self.host()
        self.display(host)
        self.display(host, "HY-0002")
        for _ in range(32):
            self.viewer(host)
        with self.assertRaises(displays.Refused) as refused:
            self.viewer(host)
        self.assertEqual(refused.exception.status, 503)
        self.assertEqual(host.get(PATH).status, 503)
        self.assertEqual(host.get(PATH.replace("1/d", "2/d")).status, 200)

    def test_the_end_of_the_display_link_ends_the_stream(self):
        host = self.host()
        machine = self.display(host)
        viewer = self.viewer(host)
        viewer.receive()
        machine.close()
        with self.assertRaises(peers.Closed):
            viewer.receive()

    def test_a_machine_that_refuses_ends_the_stream(self):
        host = self.host()
        machine = self.display(host, answering=False)
        viewer = self.viewer(host)
        machine.heard("display_start")
        machine.send("display_error", command=0x0102, code=4)
        with self.assertRaises(peers.Closed):
            viewer.receive()

    def test_a_change_reaches_a_viewer_within_50_ms(self):
        host = self.host()
        machine = self.display(host)
        viewer = self.viewer(host)
        viewer.receive()
        times = []
        for number in range(50):
            begun = time.monotonic()
            machine.draw(draw(TEXT, 10, 10, f"{number:03}"))
            viewer.until(lambda m, n=number: m["text"][10][10:13] == f"{n:03}")
            times.append(time.monotonic() - begun)
        self.assertLess(sorted(times)[45], peers.seconds(0.05), times)

    def test_a_slow_viewer_gets_the_newest_screen_and_nothing_grows(self):
        host = self.host()
        machine = self.display(host)
        slow = self.viewer(host, receive_buffer=4096)
        quick = self.viewer(host)
        quick.receive()
        before = host.resident_mb()
        changes = 2000
        for number in range(changes + 1):
            machine.draw(draw(TEXT, 10, 10, f"{number:06}"))
            if number % 100 == 0:
                quick.until(lambda m, n=number: m["text"][10][10:16] == f"{n:06}")
        self.assert_grew_less(host, before, 5)
        seen = []
        slow.until(lambda m: seen.append(m["text"][10][10:16]) or seen[-1] == f"{changes:06}")
        self.assertLess(len(seen), changes / 2)

    def test_a_client_that_answers_no_ping_is_dropped(self):
        host = self.host(HUSKY_HOST_HTTP_SOCKET_IDLE_S="1")
        self.display(host)
        viewer = self.viewer(host)
        with self.assertRaises(peers.Closed):
            while True:
                viewer.receive(answer_pings=False)
        self.gone(host, "husky_display_views")

    def test_a_client_that_answers_pings_stays(self):
        host = self.host(HUSKY_HOST_HTTP_SOCKET_IDLE_S="1")
        machine = self.display(host)
        viewer = self.viewer(host)
        viewer.receive()
        with self.assertRaises(AssertionError) as nothing:
            viewer.receive(3 / peers.FACTOR)
        self.assertNotIsInstance(nothing.exception, peers.Closed)
        machine.draw(draw(TEXT, 0, 0, "still there"))
        self.assertIn("still there", viewer.receive()["text"][0])

    def test_a_page_of_another_origin_is_refused(self):
        host = self.host()
        self.display(host)
        with self.assertRaises(displays.Refused) as refused:
            self.viewer(host, headers={"Origin": "http://elsewhere.example"})
        self.assertEqual(refused.exception.status, 403)
        self.viewer(host, headers={"Origin": "http://%s:%d" % host.http}).receive()

    def test_broken_upgrades_and_broken_frames_harm_nobody(self):
        host = self.host()
        self.display(host)
        with self.assertRaises(displays.Refused):
            self.viewer(host, "/api/v1/machines?limit=1")  # answered as a plain request
        for frame in (b"\xff" * 64, b"\x01\x05hello", b"\x81\xff" + b"\xff" * 12, b"\x88\x80abcd"):
            viewer = self.viewer(host)
            viewer.receive()
            viewer.socket.sendall(frame)
            with self.assertRaises(peers.Closed):
                viewer.until(lambda _: False)
            viewer.close()
        self.gone(host, "husky_display_views")
        self.assertEqual(host.get(PATH).status, 200)

    def test_a_stop_ends_viewers_and_machines_in_time(self):
        host = self.host()
        self.display(host)
        viewer = self.viewer(host)
        viewer.receive()
        self.assertEqual(host.stop(), 0)
        with self.assertRaises(peers.Closed):
            viewer.receive()


class BadDrawings(Displays):
    WRONG = {
        "text past the right edge": draw(TEXT, 76, 0, "HELLO"),
        "text below": draw(TEXT, 0, 25, "x"),
        "far off": draw(TEXT, 65535, 65535, "x"),
        "a line past the edge": draw(HORIZONTAL, 1, 0, (80,)),
        "a line of nothing": draw(HORIZONTAL, 0, 0, (0,)),
        "a line downwards past the edge": draw(VERTICAL, 0, 1, (25,)),
        "a box past the edge": draw(BOX, 0, 0, (81, 25)),
        "a bar past the edge": draw(BAR, 75, 0, (6, 1000)),
        "a bar that is too full": draw(BAR, 0, 0, (6, 1001)),
        "data too short": draw(BOX, 0, 0, (5,)),
        "data too long": draw(HORIZONTAL, 0, 0, (5, 5)),
        "a cursor outside": draw(CURSOR, 80, 0),
        "an unknown op": draw(7, 0, 0),
        "a screen without cells": draw(CLEAR, 0, 0),
        "a screen too large": draw(CLEAR, 65535, 65535),
    }

    def test_a_wrong_drawing_is_refused_whole_and_counted_and_the_link_stays(self):
        host = self.host()
        machine = self.display(host)
        viewer = self.viewer(host)
        before = viewer.receive()
        for number, (what, wrong) in enumerate(self.WRONG.items(), 1):
            with self.subTest(what):
                machine.draw(draw(TEXT, 0, 0, "half"), wrong, draw(TEXT, 0, 1, "applied"))
                machine.until(lambda n=number: len(machine.errors) >= n, "an error")
                self.assertEqual(machine.errors[-1], ("display_error", 2, wire.CODES["screen"]))
        self.assertEqual(host.metrics()['husky_bad_input_total{kind="bad_drawing"}'], len(self.WRONG))
        machine.draw(draw(TEXT, 40, 20, "good"))
        after = viewer.receive()
        self.assertEqual(after["text"][:20], before["text"][:20])
        self.assertIn("good", after["text"][20])

    def test_drawings_that_nobody_asked_for_are_checked_too(self):
        link = self.silent(self.host())
        link.initialise("HY-0001")
        for what, wrong in self.WRONG.items():
            with self.subTest(what):
                link.draw(wrong)
                link.expect_error(2, wire.CODES["screen"])
        link.draw(*PAGE)
        link.fence()

    def test_a_length_past_the_message_gets_display_error_2(self):
        link = self.silent(self.host())
        link.initialise("HY-0001")
        link.send_frame(0x0105, struct.pack("<HBHHBH", 1, 1, 0, 0, 7, 60000) + b"short")
        link.expect_error(2, 0x0105)
        link.send_frame(0x0105, struct.pack("<H", 65535))
        link.expect_error(2, 0x0105)
        link.fence()

    def test_the_largest_menu_is_cut_and_harms_nobody(self):
        host = self.host()
        machine = self.display(host)
        viewer = self.viewer(host)
        viewer.receive()
        machine.send("menu", keys=[{"key_code": 65535, "label": "x" * 16}] * 3600)
        self.assertEqual(len(viewer.receive()["menu"]), 256)


class WithTheFleet(Displays):
    def test_the_screen_of_a_cell_is_seen_and_its_keys_turn_pages(self):
        host = self.host()
        self.fleet("--host", "%s:%d" % host.tcp, "--count", 2, "--time-scale", 20).ready()
        programs.eventually(lambda: host.metrics()["husky_displays_linked"] == 2, "two display links")
        self.assertIn("HY-0001", host.get(PATH).text)
        self.assertEqual(rows_of(host.get(PATH, Accept="image/png").body)[:2], (640, 400))
        viewer = self.viewer(host)
        page = viewer.until(lambda m: m["menu"])
        self.assertEqual(page["menu"][0]["key"], F1)
        viewer.send({"key": F1 + 2})
        viewer.until(lambda m: m["text"] != page["text"] and "Overview" not in m["text"][0])
        self.assertEqual(host.metrics()['husky_bad_input_total{kind="bad_drawing"}'], 0)


class Many(Displays):
    @programs.slow
    def test_1000_idle_display_links_cost_under_10_mb(self):
        host = self.host("--store", "none")
        for warm in range(50):
            self.silent(host).initialise(f"W-{warm}")
        before = host.resident_mb()
        links = []
        for number in range(1000):
            link = displays.ScriptedDisplay(socket.create_connection(host.tcp, peers.seconds(10)))
            self.addCleanup(link.socket.close)
            link.initialise(f"D-{number}")
            links.append(link)
        grown = host.resident_mb() - before
        print(f"1000 idle display links: {grown:.1f} MB")
        if not programs.SANITIZED:
            self.assertLess(grown, 10)
        self.assertEqual(host.metrics()["husky_displays_linked"], 1050)


if __name__ == "__main__":
    unittest.main()
