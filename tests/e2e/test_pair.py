"""Host and fleet together: whatever is killed or cut, every cycle that a machine counted is stored once or named as missing."""

import collections
import signal
import time
import unittest

import programs
import proxy


class Pair(programs.EndToEnd):
    def start_fleet(self, address, *args, **environment):
        self.report = self.folder / "report.json"
        self.the_fleet = self.fleet("--host", address, "--report", self.report, "--family", "cap", *args,  # which works on Sundays
                                    **{"HUSKY_FLEET_LINK_RECONNECT_MAX_S": 2} | environment)

    def stored(self):
        return self.the_host.query("select count(*) from cycles")[0][0]

    def machines_with_cycles(self):
        return self.the_host.query("select count(distinct serial) from cycles")[0][0]

    def all_report(self, count):
        programs.eventually(lambda: self.machines_with_cycles() == count, f"a cycle of each of {count} machines", 60)

    def most_report_again(self, count):
        """Waits until most machines stored a cycle after now; the others may stand still in an interruption."""
        sql = "select serial, count(*) from cycles group by serial"
        before = dict(self.the_host.query(sql))
        programs.eventually(lambda: sum(n > before.get(serial, 0) for serial, n in self.the_host.query(sql)) >= 0.8 * count,
                            "a new cycle of most machines", 60)

    def links(self):
        peer = self.connect(self.the_host)
        try:
            return peer.fence()["links"]
        finally:
            peer.close()

    def finish(self, count):
        """Waits until all machines are linked, stops the fleet, lets the host store the rest, stops it too. Returns the fleet's report by serial."""
        programs.eventually(lambda: self.links() == count, f"{count} links", 60)
        self.assertEqual(self.the_fleet.stop(timeout=10), 0, self.the_fleet.describe())
        programs.eventually(lambda: self.links() == 0, "all links ended")
        self.assertEqual(self.the_host.stop(timeout=5), 0, self.the_host.describe())
        return {m["serial"]: m for m in programs.read_json(self.report)["machines"]}

    def account(self, report, may_miss=True):
        """Every counter 1..life_counter is once in the database, in order, or inside a gap."""
        cycles, gaps = collections.defaultdict(list), collections.defaultdict(list)
        for serial, counter in self.the_host.query("select serial, life_counter from cycles"):
            cycles[serial].append(counter)
        for serial, first, last in self.the_host.query("select serial, first_missing, last_missing from gaps"):
            gaps[serial].extend(range(first, last + 1))
        self.assertEqual(self.the_host.query("select serial from cycles group by serial having count(distinct epoch) > 1"), [])
        missing = 0
        for serial, machine in sorted(report.items()):
            counts = collections.Counter(cycles[serial] + gaps[serial])
            with self.subTest(serial):
                self.assertEqual([c for c, n in counts.items() if n > 1], [], "there twice")
                self.assertEqual(sorted(counts), list(range(1, machine["life_counter"] + 1)), "neither stored nor in a gap, or never counted")
                self.assertEqual(cycles[serial], sorted(cycles[serial]), "in order")
            missing += len(gaps[serial])
        if not may_miss:
            self.assertEqual(missing, 0)
        return missing


class Calm(Pair):
    def test_every_cycle_of_a_calm_run_is_stored(self):
        self.the_host = self.host()
        self.start_fleet("127.0.0.1:%d" % self.the_host.tcp[1], "--count", 12, "--seed", 4, "--time-scale", "max", "--cycles", 300)
        self.assertEqual(self.the_fleet.wait(60), 0, self.the_fleet.describe())
        report = {m["serial"]: m for m in programs.read_json(self.report)["machines"]}
        programs.eventually(lambda: self.stored() == 12 * 300, "3600 rows")
        self.account(report, may_miss=False)

    def test_what_machines_send_is_what_the_api_shows(self):
        self.the_host = self.host()
        self.start_fleet("127.0.0.1:%d" % self.the_host.tcp[1], "--count", 3, "--seed", 4, "--time-scale", "max", "--cycles", 40)
        self.assertEqual(self.the_fleet.wait(60), 0, self.the_fleet.describe())
        for serial in ("HY-0001", "HY-0002", "HY-0003"):
            programs.eventually(lambda s=serial: self.the_host.counters(s) == list(range(1, 41)), "40 cycles")
            values = self.the_host.cycles(serial)[-1]["values"]
            self.assertEqual(values["1"], 40)
            self.assertIn("101", values, "the host selects the process variables")

    def test_a_stopped_and_restarted_host_misses_nothing_that_it_acknowledged(self):
        self.the_host = self.host()
        port = self.the_host.tcp[1]
        self.start_fleet(f"127.0.0.1:{port}", "--count", 20, "--seed", 6, "--time-scale", 20)
        self.all_report(20)
        self.assertEqual(self.the_host.stop(5), 0)
        self.the_host = self.host(port=port)
        self.most_report_again(20)
        self.account(self.finish(20))


class Killed(Pair):
    def kill_and_restart(self, count, down, scale=20):
        self.the_host = self.host()
        port = self.the_host.tcp[1]
        self.start_fleet(f"127.0.0.1:{port}", "--count", count, "--seed", 8, "--time-scale", scale)
        self.all_report(count)
        self.the_host.signal(signal.SIGKILL)
        self.the_host.wait()
        time.sleep(down)  # the outage itself
        self.the_host = self.host(port=port)
        self.most_report_again(count)
        self.most_report_again(count)
        report = self.finish(count)
        self.assertEqual(len(report), count)
        self.assertEqual({m["dropped"] for m in report.values()}, {0}, "the outage is shorter than the buffer")
        return self.account(report)

    def test_after_sigkill_of_the_host_each_cycle_is_stored_once_or_in_a_gap(self):
        self.kill_and_restart(count=30, down=1)

    @programs.slow
    def test_after_sigkill_with_200_cells_each_cycle_is_stored_once_or_in_a_gap(self):
        missing = self.kill_and_restart(count=200, down=5)
        print(f"200 cells, SIGKILL, 5 s: {missing} cycles named as missing")

    @programs.slow
    def test_three_kills_in_a_row_lose_nothing_in_silence(self):
        self.the_host = self.host()
        port = self.the_host.tcp[1]
        self.start_fleet(f"127.0.0.1:{port}", "--count", 50, "--seed", 9, "--time-scale", 20)
        self.all_report(50)
        for _ in range(3):
            self.most_report_again(50)
            self.the_host.signal(signal.SIGKILL)
            self.the_host.wait()
            self.the_host = self.host(port=port)
        self.most_report_again(50)
        self.account(self.finish(50))

    def test_a_killed_fleet_leaves_the_host_serving(self):
        self.the_host = self.host()
        self.start_fleet("127.0.0.1:%d" % self.the_host.tcp[1], "--count", 10, "--seed", 8, "--time-scale", 20)
        self.all_report(10)
        self.the_fleet.kill()
        programs.eventually(lambda: self.links() == 0, "all links ended")
        self.connect(self.the_host, "HY-9999").polled()


class Cut(Pair):
    def cut_and_mend(self, count, down, way):
        self.the_host = self.host(HUSKY_HOST_LINK_TAKEOVER_TIMEOUT_S=0.5)
        relay = proxy.Relay(self.the_host.tcp)
        self.addCleanup(relay.close)
        self.start_fleet(relay.address, "--count", count, "--seed", 8, "--time-scale", 20)
        self.all_report(count)
        getattr(relay, way)()
        time.sleep(down)  # the outage itself
        relay.mend()
        self.most_report_again(count)
        self.most_report_again(count)
        return self.account(self.finish(count))

    def test_after_a_cut_each_cycle_is_stored_once_or_in_a_gap(self):
        self.cut_and_mend(30, 1, "cut")

    def test_a_frozen_link_that_thaws_loses_nothing(self):
        self.assertEqual(self.cut_and_mend(30, 1, "freeze"), 0)

    @programs.slow
    def test_after_a_cut_with_200_cells_each_cycle_is_stored_once_or_in_a_gap(self):
        missing = self.cut_and_mend(200, 5, "cut")
        print(f"200 cells, link cut, 5 s: {missing} cycles named as missing")


class Load(Pair):
    def cpu(self, program):
        with open(f"/proc/{program.process.pid}/stat", encoding="ascii") as stat:
            fields = stat.read().rsplit(") ", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / 100

    @programs.slow
    @unittest.skipIf(programs.SANITIZED, "a sanitizer costs more than the limits")
    def test_1000_cells_in_real_time_need_little_of_a_core_and_of_memory(self):
        self.the_host = self.host()
        self.start_fleet("127.0.0.1:%d" % self.the_host.tcp[1], "--count", 1000, "--seed", 3, "--time-scale", 1)
        programs.eventually(lambda: self.links() == 1000, "1000 links", 60)
        programs.eventually(lambda: self.machines_with_cycles() > 800, "cycles of most", 60)
        before, begun = (self.cpu(self.the_host), self.cpu(self.the_fleet)), time.monotonic()
        rows = self.stored()
        programs.eventually(lambda: self.stored() > rows + 2000, "2000 more cycles", 90)
        took = time.monotonic() - begun
        host, fleet = (self.cpu(self.the_host) - before[0]) / took, (self.cpu(self.the_fleet) - before[1]) / took
        memory = self.the_host.resident_mb()
        print(f"1000 cells: host {host:.1%} of a core and {memory:.0f} MB, fleet {fleet:.1%}")
        self.assertLess(host, 0.10)
        self.assertLess(fleet, 0.10)
        self.assertLess(memory, 150)


if __name__ == "__main__":
    programs.main()
