"""husky-fleet as a process: how long it runs, how fast, what it reports and how it ends."""

import contextlib
import signal
import threading
import time
import unittest

import peers
import programs
import wire


class PatientHost:
    """A scripted host that links every machine that dials and keeps all that each says, on a thread a link."""

    def __init__(self, selection=(101, 104, 122), synch_time=None, ask_every=0):
        self.listener = peers.ScriptedHost()
        self.address = self.listener.address
        self.selection, self.synch_time, self.ask_every = selection, synch_time, ask_every
        self.heard, self.threads = {}, []
        self.closing = False
        self.acceptor = threading.Thread(target=self._accept, daemon=True)
        self.acceptor.start()

    def named(self, *names):
        """What each machine said under these names, by serial."""
        return {serial: [m for m in messages if m.name in names] for serial, messages in self.heard.items()}

    @property
    def counters(self):
        return {serial: [wire.values_of(cycle)[1] for cycle in cycles] for serial, cycles in self.named("cycle").items()}

    @property
    def frames(self):
        """The bytes of each machine's reports in their order."""
        return {serial: [m.raw for m in reports] for serial, reports in self.named("cycle", "event", "cycle_interruption").items()}

    def _accept(self):
        while not self.closing:
            try:
                link = self.listener.accept(timeout=0.2 / peers.FACTOR)
            except (AssertionError, OSError):
                continue
            thread = threading.Thread(target=self._serve, args=(link,), daemon=True)
            self.threads.append(thread)
            thread.start()

    def _serve(self, link):
        with contextlib.suppress(peers.Closed, OSError):
            heard = self.heard.setdefault(link.welcome(synch_time=self.synch_time), [])
            link.send("languages")
            link.send("interruption_list", language_code=" ")
            link.send("cycle_select", variables=[{"variable_id": i} for i in self.selection])
            cycles = 0
            while True:
                heard.append(link.receive_any(60))
                if heard[-1].name == "cycle":
                    cycles += 1
                    if self.ask_every and cycles % self.ask_every == 0:
                        link.send("status")
                        link.send("read")
        link.close()

    def close(self):
        self.closing = True
        self.acceptor.join()
        for thread in self.threads:
            thread.join(peers.seconds(10))
        self.listener.close()


class Runs(programs.EndToEnd):
    def patient_host(self, **options):
        host = PatientHost(**options)
        self.addCleanup(host.close)
        return host

    def run_fleet(self, host, *args, timeout=60):
        """Runs to its own end; returns the exit code and the report."""
        report = self.folder / "report.json"
        fleet = self.fleet("--host", host.address, "--report", report, *args)
        code = fleet.wait(timeout)
        return code, programs.read_json(report)


class Endings(Runs):
    def test_cycles_ends_the_run_when_all_are_delivered(self):
        host = self.patient_host()
        code, report = self.run_fleet(host, "--count", 3, "--seed", 1, "--time-scale", "max", "--cycles", 50)
        self.assertEqual(code, 0)
        host.close()
        self.assertEqual(host.counters, {f"HY-{n:04}": list(range(1, 51)) for n in (1, 2, 3)})
        self.assertEqual(report["seed"], 1)
        self.assertEqual([(m["serial"], m["life_counter"], m["cycles"], m["dropped"]) for m in report["machines"]],
                         [(f"HY-{n:04}", 50, 50, 0) for n in (1, 2, 3)])

    def test_events_of_the_report_are_those_that_were_sent(self):
        host = self.patient_host()
        _, report = self.run_fleet(host, "--count", 3, "--seed", 1, "--time-scale", "max", "--cycles", 500)
        host.close()
        for machine in report["machines"]:
            kinds = [message.name for message in host.heard[machine["serial"]]]
            # whether interruptions count as events is not said
            self.assertIn(machine["events"], (kinds.count("event"), kinds.count("event") + kinds.count("cycle_interruption")))

    def test_duration_alone_ends_with_0(self):
        begun = time.monotonic()
        code, report = self.run_fleet(self.patient_host(), "--count", 2, "--seed", 1, "--time-scale", 50, "--duration", "1s")
        self.assertEqual(code, 0)
        self.assertGreaterEqual(time.monotonic() - begun, 0.9)
        self.assertGreater(report["machines"][0]["cycles"], 0)

    def test_cycles_still_owed_at_the_duration_are_124(self):
        code, report = self.run_fleet(self.patient_host(), "--count", 2, "--seed", 1, "--time-scale", 50, "--duration", "1s", "--cycles", 1_000_000)
        self.assertEqual(code, 124)
        self.assertLess(report["machines"][0]["cycles"], 1_000_000)

    def test_cycles_within_the_duration_are_0(self):
        code, _ = self.run_fleet(self.patient_host(), "--count", 2, "--time-scale", 100, "--duration", "60s", "--cycles", 3)
        self.assertEqual(code, 0)

    def test_no_host_at_all_is_124_when_cycles_are_owed(self):
        begun = time.monotonic()
        free = peers.ScriptedHost()
        free.close()
        code, _ = self.run_fleet(free, "--count", 2, "--time-scale", 50, "--duration", "1s", "--cycles", 5)
        self.assertEqual(code, 124)
        self.assertLess(time.monotonic() - begun, programs.seconds(8))

    def test_sigterm_and_sigint_end_with_0_and_leave_a_report(self):
        for number in (signal.SIGTERM, signal.SIGINT):
            host = self.patient_host()
            report = self.folder / f"{number.name}.json"
            fleet = self.fleet("--host", host.address, "--count", 5, "--family", "cap", "--time-scale", 400, "--report", report)  # on any day
            fleet.ready()
            programs.eventually(lambda h=host: len(h.counters) == 5 and all(len(c) > 3 for c in h.counters.values()), "some cycles")
            fleet.signal(number)
            with self.subTest(number.name):
                self.assertEqual(fleet.wait(5), 0, fleet.describe())
                host.close()
                sent = {m["serial"]: m["cycles"] for m in programs.read_json(report)["machines"]}
                self.assertEqual(sent, {serial: len(c) for serial, c in host.counters.items()}, "what was queued was delivered")

    def test_a_host_that_does_not_read_cannot_hold_the_stop(self):
        host = self.listen()
        fleet = self.fleet("--host", host.address, "--count", 1, "--time-scale", "max", "--seed", 1)
        link = host.accept()
        link.welcome()
        link.select(*range(101, 173))
        self.assertEqual(fleet.stop(5), 0)

    def test_at_full_speed_a_machine_begins_5_s_after_init_where_nobody_selects(self):
        listener = peers.ScriptedHost()
        fleet = self.fleet("--host", listener.address, "--count", 1, "--cycles", 3, "--time-scale", "max")
        link = listener.accept()
        link.welcome()
        counters = []
        while len(counters) < 3:
            message = link.receive_any(15)
            if message.name == "cycle":
                counters.append(wire.values_of(message)[1])
        self.assertEqual(counters, [1, 2, 3])
        link.close()
        self.assertEqual(fleet.wait(), 0, fleet.describe())

    def test_a_second_signal_stops_at_once(self):
        host = self.listen()
        fleet = self.fleet("--host", host.address, "--count", 1, "--time-scale", "max", "--seed", 1)
        host.accept().welcome()
        fleet.ready()
        self.assertLess(self.stop_by_many_signals(fleet), programs.seconds(1))



class Pace(Runs):
    def measured(self, scale):
        """Seconds of machine time over seconds of real time, from the end times of cycles."""
        host = self.listen()
        fleet = self.fleet("--host", host.address, "--count", 1, "--seed", 3, "--family", "pet", "--time-scale", scale)
        link = host.accept()
        link.welcome()
        first = wire.values_of(link.indication("cycle"))[4]
        begun = time.monotonic()
        for _ in range(20):
            last = wire.values_of(link.indication("cycle"))[4]
        took = time.monotonic() - begun
        link.close()
        self.assertEqual(fleet.stop(), 0)
        return (last - first) / took

    def test_the_time_scale_moves_the_process(self):
        for scale in (100, 400):
            with self.subTest(scale=scale):
                self.assertTrue(scale / 2 < self.measured(scale) < scale * 2)

    def test_back_off_spreads_and_grows_up_to_its_limit(self):
        host = self.listen()
        self.fleet("--host", host.address, "--count", 1, "--seed", 3, HUSKY_FLEET_LINK_RECONNECT_MAX_S="0.4")
        times = []
        for _ in range(8):
            link = host.accept(timeout=5)
            times.append(time.monotonic())
            link.close()
        waits = [b - a for a, b in zip(times, times[1:])]
        self.assertLess(max(waits), 0.4 + programs.seconds(0.3))
        self.assertGreater(len({round(w, 2) for w in waits}), 2, f"no jitter in {waits}")

    def test_machines_do_not_come_back_in_one_stampede(self):
        host = self.listen()
        self.fleet("--host", host.address, "--count", 30, "--seed", 3)
        links = [host.accept() for _ in range(30)]
        for link in links:
            link.welcome()
        for link in links:
            link.reset()
        times = []
        for _ in range(30):
            times.append(time.monotonic() if host.accept(timeout=5) else 0)
        self.assertGreater(times[-1] - times[0], 0.3, "uniform(0, 1) for 30 machines")


class Determinism(Runs):
    def frames(self, *args, **options):
        host = self.patient_host(**options)
        code, _ = self.run_fleet(host, "--time-scale", "max", *args, timeout=120)
        self.assertEqual(code, 0)
        host.close()
        return host.frames

    def test_one_seed_gives_the_same_bytes_on_any_day_machine_by_machine(self):
        args = ("--count", 8, "--seed", 42, "--cycles", 400)
        first = self.frames(*args, synch_time=1_000_000_000)
        second = self.frames(*args, synch_time=2_000_000_000, ask_every=7)
        self.assertEqual(sorted(first), [f"HY-{n:04}" for n in range(1, 9)])
        for serial in first:
            with self.subTest(serial):
                self.assertEqual(len(first[serial]), len(second[serial]))
                for number, (a, b) in enumerate(zip(first[serial], second[serial])):
                    self.assertEqual(a, b, f"frame {number}")
        names = {wire.decode(raw).name for frames in first.values() for raw in frames}
        self.assertLessEqual({"cycle", "event", "cycle_interruption"}, names, "too quiet a run to show anything")

    def test_the_number_of_threads_changes_no_byte(self):
        runs = []
        for threads in (1, 2, 5):
            config = self.write("fleet.yaml", f"threads: {threads}\ncount: 6\nseed: 42\n")
            runs.append(self.frames("--config", config, "--cycles", 150))
        self.assertEqual(len(runs[0]), 6)
        self.assertEqual(runs[1], runs[0])
        self.assertEqual(runs[2], runs[0])

    def test_another_seed_gives_other_bytes(self):
        args = ("--count", 2, "--cycles", 20)
        self.assertNotEqual(self.frames(*args, "--seed", 1), self.frames(*args, "--seed", 2))

    def test_the_machines_of_one_fleet_differ(self):
        frames = self.frames("--count", 2, "--seed", 1, "--cycles", 20, "--family", "pet")
        self.assertNotEqual(frames["HY-0001"], frames["HY-0002"])

    def test_a_machine_does_not_depend_on_how_many_others_there_are(self):
        few = self.frames("--count", 2, "--seed", 5, "--cycles", 50, "--family", "cap")
        many = self.frames("--count", 6, "--seed", 5, "--cycles", 50, "--family", "cap")
        self.assertEqual(few["HY-0001"], many["HY-0001"])
        self.assertEqual(few["HY-0002"], many["HY-0002"])

    def test_from_sets_the_clock_of_the_first_cycle(self):
        for start, expected in ((None, 1_767_225_600), ("2027-01-01T00:00:00Z", 1_798_761_600)):
            with self.subTest(start):
                frames = self.frames("--count", 1, "--seed", 1, "--cycles", 3, "--family", "pet", *(("--from", start) if start else ()))
                cycle = next(m for m in map(wire.decode, frames["HY-0001"]) if m.name == "cycle")
                self.assertTrue(expected < wire.values_of(cycle)[4] < expected + 3600)


class Story(Runs):
    """A long run of one cell, told in its messages."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.host = PatientHost(selection=(2, 5, 101))
        cls.addClassCleanup(cls.host.close)
        done = programs.run(programs.FLEET_BIN, "run", "--host", cls.host.address, "--count", 1, "--family", "pet", "--seed", 11,
                            "--time-scale", "max", "--cycles", 3000, timeout=90)
        assert done.returncode == 0, done.stderr
        cls.host.close()
        cls.heard = cls.host.heard["HY-0001"]

    def all(self, name):
        return [message for message in self.heard if message.name == name]

    def languages(self):
        return [language["language_code"] for language in self.all("languages_response")[0]["languages"]]

    def test_life_counters_run_without_a_gap_and_clocks_never_run_back(self):
        values = [wire.values_of(cycle) for cycle in self.all("cycle")]
        self.assertEqual([v[1] for v in values], list(range(1, 3001)))
        ends = [v[4] for v in values]
        self.assertEqual(ends, sorted(ends))
        self.assertLessEqual({v[5] for v in values}, {0, 1, 2, 3})

    def test_events_come_in_all_languages_of_the_operator_interface(self):
        self.assertTrue(self.all("event"))
        for event in self.all("event"):
            self.assertEqual([part["language_code"] for part in event["languages"]], self.languages())
            self.assertTrue(all(part["type_text"] and part["event_text"] for part in event["languages"]), event)

    def test_dates_and_times_are_those_of_the_machine(self):
        for message in self.all("event") + self.all("cycle_interruption"):
            self.assertRegex(message["date"], r"^26/\d\d/\d\d$")
            self.assertRegex(message["time"], r"^\d\d:\d\d:\d\d$")

    def test_interruptions_begin_and_end_in_turn_and_are_listed(self):
        listed = {entry["interruption_id"] for entry in self.all("interruption_list_response")[0]["interruptions"]}
        active = set()
        self.assertTrue(self.all("cycle_interruption"))
        for message in self.all("cycle_interruption"):
            number = message["interruption_id"]
            self.assertIn(number, listed)
            self.assertEqual(message["state"], 0 if number in active else 1, message)
            active ^= {number}
            self.assertEqual([part["language_code"] for part in message["languages"]], self.languages())

    def test_the_status_changes_when_the_machine_stops_and_restarts_and_not_each_cycle(self):
        changes = self.all("status_change")
        self.assertTrue(changes)
        self.assertLess(len(changes), len(self.all("cycle")) / 4)
        for before, after in zip(changes, changes[1:]):
            keys = ("tandem_side", "mode", "production", "job", "mould")
            self.assertNotEqual([before[k] for k in keys], [after[k] for k in keys], "nothing changed")
        self.assertIn(9, [change["mode"] for change in changes], "interrupted")
        self.assertIn(8, [change["mode"] for change in changes], "automatic again")

    def test_cycle_times_vary_a_little_and_look_like_a_process(self):
        times = [wire.values_of(cycle)[101] for cycle in self.all("cycle")]
        usual = sorted(times)[len(times) // 10 : -len(times) // 10]
        self.assertTrue(4 < usual[0] and usual[-1] < 8, (usual[0], usual[-1]))
        self.assertGreater(len(set(times)), 50)


class Usage(Runs):
    def test_each_family_runs(self):
        for family in ("pet", "cap", "thinwall", "tech"):
            with self.subTest(family):
                code, report = self.run_fleet(self.patient_host(), "--count", 2, "--family", family, "--cycles", 10, "--time-scale", "max")
                self.assertEqual(code, 0)
                self.assertEqual({m["life_counter"] for m in report["machines"]}, {10})

    def test_bad_flags_are_exit_2_with_a_word_on_stderr(self):
        for args in (("--family", "bakery"), ("--time-scale", "0"), ("--time-scale", "-1"), ("--time-scale", "fast"), ("--count", "-1"),
                     ("--count", "x"), ("--duration", "10"), ("--duration", "soon"), ("--cycles", "-1"), ("--host", ":"),
                     ("--host", "127.0.0.1:99999"), ("--from", "yesterday"), ("--config", "/nowhere/fleet.yaml"), ("--seed", "x")):
            enough = () if "--duration" in args else ("--duration", "1s")
            done = programs.run(programs.FLEET_BIN, "run", *enough, *args)
            with self.subTest(args):
                self.assertEqual(done.returncode, 2, done.stdout + done.stderr)
                self.assertNotEqual(done.stderr.strip(), "")

    def test_an_unwritable_report_is_said(self):
        done = programs.run(programs.FLEET_BIN, "run", "--host", "127.0.0.1:1", "--duration", "1s", "--report", "/nowhere/report.json")
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("/nowhere/report.json", done.stderr)


class AtItsEnd(programs.EndToEnd):
    def test_the_report_counts_the_events_that_the_host_has(self):
        host = self.host()
        fleet = self.fleet("--host", "%s:%d" % host.tcp, "--count", 3, "--family", "cap", "--time-scale", 200, "--duration", "4s",
                           "--report", "report.json")
        self.assertEqual(fleet.wait(20), 0, fleet.describe())
        self.assertNotIn("not delivered", fleet.stderr())
        for machine in programs.read_json(self.folder / "report.json")["machines"]:
            path = f"/api/v1/machines/{machine['serial']}/events"
            programs.eventually(lambda: len(host.items(path)) == machine["events"], f"{machine} has other events")


if __name__ == "__main__":
    programs.main()
