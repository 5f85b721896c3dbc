"""OEE, jobs and the history of SPC, from what machines report."""

import unittest
import urllib.parse

import programs
import wire


def cycle(n, end_time, job_cycles=None, side=0, cycle_time=10.0):
    """A cycle of a mould with four cavities, of whose parts one is bad."""
    job_cycles = job_cycles or n
    return wire.cycle(n, end_time, side, programs.values(v2=job_cycles, v3=n, v5=0, v101=cycle_time, v162=3 * job_cycles, v163=job_cycles, v166=4))


class Puppet(programs.EndToEnd):
    def oee(self, host, query=""):
        return host.get("/api/v1/machines/HY-0001/oee" + query).json

    def test_oee_of_a_machine_that_was_interrupted_for_a_minute(self):
        host = self.host()
        machine = self.connect(host, "HY-0001").polled()
        machine.send_bytes(b"".join(cycle(n, 1000 + 10 * n) for n in range(1, 7)))
        machine.send_bytes(wire.interruption(304, 1, "gate open") + wire.interruption(304, 0, "gate shut"))
        machine.send_bytes(cycle(7, 1000 + 130))
        machine.fence()
        programs.eventually(lambda: len(host.cycles("HY-0001")) == 7, "seven cycles")
        shown = self.oee(host)
        self.assertEqual(list(shown), ["availability", "performance", "quality", "oee", "from", "to"])
        self.assertAlmostEqual(shown["availability"], 70 / 130)
        self.assertAlmostEqual(shown["performance"], 1)
        self.assertAlmostEqual(shown["quality"], 0.75)
        self.assertAlmostEqual(shown["oee"], 70 / 130 * 0.75)
        self.assertAlmostEqual(self.oee(host, "?short_stops=performance")["performance"], 70 / 130)
        window = urllib.parse.urlencode({"from": shown["from"], "to": shown["to"]})
        self.assertEqual(host.get("/api/v1/oee?" + window).json, shown)
        self.assertIsNone(self.oee(host, "?to=2020-01-01")["oee"])

        newest = host.get("/api/v1/machines/HY-0001").json
        self.assertEqual(newest["cycle_time"], 10)
        self.assertEqual(newest["target_cycle_time"], 10)
        self.assertEqual(newest["last_interruption"]["state"], "ends")
        self.assertEqual(newest["last_interruption"]["texts"], [{"language": "E", "text": "gate shut"}])
        self.assertEqual([newest["sides"][0][key] for key in ("cycles", "good_parts", "bad_parts")], [7, 21, 7])

        self.assertEqual(host.stop(), 0, host.describe())
        host = self.host()
        self.assertAlmostEqual(self.oee(host)["oee"], shown["oee"])
        self.assertEqual(host.get("/api/v1/machines/HY-0001").json["last_interruption"], newest["last_interruption"])

    def test_jobs_follow_one_another_and_outlive_the_host(self):
        host = self.host()
        machine = self.connect(host, "HY-0001").polled()
        machine.send_bytes(b"".join(cycle(n, 1000 + 10 * n) for n in range(1, 4)))
        machine.send("status_change", mode=8, production=4, job="JOB 2", mould="MOULD 1")
        machine.send_bytes(b"".join(cycle(n, 1000 + 10 * n, n - 3) for n in range(4, 9)))
        machine.fence()
        programs.eventually(lambda: len(host.cycles("HY-0001")) == 8, "eight cycles")
        jobs = host.items("/api/v1/machines/HY-0001/jobs")
        self.assertEqual([(j["job"], j["mould"], j["cycles"], j["good_parts"], j["bad_parts"]) for j in jobs],
                         [("JOB 1", "MOULD 1", 3, 9, 3), ("JOB 2", "MOULD 1", 5, 15, 5)])
        self.assertIsNotNone(jobs[0]["to"])
        self.assertIsNone(jobs[1]["to"])
        machine.close()
        self.assertEqual(host.stop(), 0, host.describe())
        host = self.host()
        machine = self.connect(host, "HY-0001")
        machine.on_status = lambda _: machine.send("status_response", mode=8, production=4, job="JOB 2", mould="MOULD 1", cycles=5)
        machine.polled().send_bytes(cycle(9, 1090, 6))
        machine.fence()
        programs.eventually(lambda: len(host.cycles("HY-0001")) == 9, "nine cycles")
        newest = host.get("/api/v1/machines/HY-0001/jobs?order=desc&limit=1").json["items"]
        self.assertEqual([(j["job"], j["cycles"], j["from"]) for j in newest], [("JOB 2", 6, jobs[1]["from"])])
        self.assertEqual(len(host.items("/api/v1/machines/HY-0001/jobs")), 2)
        self.assertEqual(host.query("select job from jobs order by id"), [("JOB 1",), ("JOB 2",)])

    def test_hostile_counts_are_stored_and_do_no_harm(self):
        host = self.host()
        machine = self.connect(host, "HY-0001").polled()
        for n, values in enumerate([dict(v2=-5, v3=2 ** 31 - 1, v162=2 ** 31 - 1, v163=-2 ** 31), dict(v2=1, v3=-1, v101=float("nan"), v162="many"),
                                    dict(v2=2 ** 31 - 1, v5=256, v101=1e30, v162=0, v163=0, v166=2 ** 31 - 1), dict(v2=0, v101=-1.0, v166=-1, v5=0),
                                    dict(v2=1, v3=1, v5=0, v101=5, v162=2 ** 31 - 1, v163=2 ** 31 - 1, v166=1)], 1):
            machine.send_bytes(wire.cycle(n, 2 ** 31 - 1 if n % 2 else n, 0, programs.values(**values)))
        machine.fence()
        programs.eventually(lambda: len(host.items("/api/v1/machines/HY-0001/jobs")) > 0, "a job")
        for path in ("oee", "jobs", "spc/162/history", "spc/2/history?subgroup_size=1"):
            self.assertEqual(host.get("/api/v1/machines/HY-0001/" + path).status, 200, path)


class Fleet(programs.EndToEnd):
    def test_oee_of_a_fleet_agrees_with_its_cycles(self):
        host = self.host()
        fleet = self.fleet("--host", "127.0.0.1:%d" % host.tcp[1], "--count", 4, "--seed", 11, "--time-scale", "max", "--cycles", 400)
        self.assertEqual(fleet.wait(60), 0, fleet.describe())
        programs.eventually(lambda: host.query("select count(*) from cycles")[0][0] == 1600, "1600 cycles")
        good = bad = 0
        for serial in ("HY-0001", "HY-0002", "HY-0003", "HY-0004"):
            with self.subTest(serial):
                jobs = host.items(f"/api/v1/machines/{serial}/jobs")
                counts = [sum(j[key] for j in jobs) for key in ("cycles", "good_parts", "bad_parts")]
                self.assertEqual(counts[0], 400)
                good, bad = good + counts[1], bad + counts[2]
                shown = host.get(f"/api/v1/machines/{serial}/oee").json
                self.assertAlmostEqual(shown["quality"], counts[1] / (counts[1] + counts[2]), places=6)
                self.assertTrue(0 < shown["availability"] <= 1, shown)
                self.assertTrue(0.5 < shown["performance"] < 1.05, shown)
                self.assertAlmostEqual(shown["oee"], shown["availability"] * shown["performance"] * shown["quality"], places=6)
                busy = host.query("select sum(value) from cycle_values where serial = ? and variable_id = 101", serial)[0][0]
                lost = host.query("select total(lost_s) from stops where serial = ? and kind <> 'planned'", serial)[0][0]
                self.assertAlmostEqual(shown["availability"], busy / (busy + lost), places=3)
                groups = host.items(f"/api/v1/machines/{serial}/spc/101/history?limit=50")
                self.assertGreater(len(groups), 20)
                newest = host.items(f"/api/v1/machines/{serial}/spc/101/history?limit=50&order=desc")
                self.assertEqual(newest[::-1], groups)
        self.assertAlmostEqual(host.get("/api/v1/oee").json["quality"], good / (good + bad), places=6)


if __name__ == "__main__":
    programs.main()
