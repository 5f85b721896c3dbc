"""What a host forgets between tests: everything, one machine, or all that its database held; and nothing that comes after."""

import datetime
import json
import pathlib
import sqlite3
import threading

import lpd_client
import programs
import wire

START = 1_767_225_600  # 2026-01-01 00:00:00 GMT
TABLES = ("cycle", "cycle_block", "cycle_span", "gap", "event", "interruption", "setup", "print", "print_file")


def wall_clock():
    return datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")


class Forgetting(programs.EndToEnd):
    def report(self, host, serial, counters=(1, 2, 5)):
        """A machine that is linked, and of which cycles, a gap, an event and an interruption are stored."""
        machine = self.connect(host, serial).polled()
        machine.send_bytes(b"".join(wire.cycle(counter, START + counter) for counter in counters))
        machine.send_bytes(wire.event("Mode changed") + wire.interruption(304, 1, "Door open"))
        machine.fence()
        programs.eventually(lambda: len(host.items(f"/api/v1/machines/{serial}/interruptions")) == 1, f"reports of {serial} stored")
        return machine

    def send(self, machine, *counters):
        machine.send_bytes(b"".join(wire.cycle(counter, START + counter) for counter in counters))
        machine.fence()

    def expect_counters(self, host, serial, counters):
        programs.eventually(lambda: host.counters(serial) == list(counters), f"cycles {list(counters)} of {serial}")

    def reset(self, host):
        answer = host.request("POST", "/api/v1/reset")
        self.assertEqual((answer.status, answer.body), (204, b""), answer.text)

    def forget(self, host, serial, status=204):
        answer = host.request("DELETE", f"/api/v1/machines/{serial}")
        self.assertEqual(answer.status, status, answer.text)

    def serials(self, host):
        return sorted(machine["serial"] for machine in host.items("/api/v1/machines"))


class Everything(Forgetting):
    def test_a_reset_leaves_nothing_but_the_links(self):
        host = self.host()
        linked = self.report(host, "HY-0001")
        self.report(host, "HY-0002").close()
        programs.eventually(lambda: not host.get("/api/v1/machines/HY-0002").json["online"], "the end of its link")
        self.assertTrue(lpd_client.print_job(host.lpd, "HY-0003", {"note.txt": b"night shift"}))
        self.assertEqual(host.request("POST", "/api/v1/faults", body={"message": "cycle", "do": "drop", "machine": "HY-0009"}).status, 201)
        self.assertEqual(self.serials(host), ["HY-0001", "HY-0002", "HY-0003"])

        self.reset(host)
        self.assertEqual(self.serials(host), ["HY-0001"])
        shown = host.get("/api/v1/machines/HY-0001").json
        self.assertTrue(shown["online"])
        self.assertEqual([shown[key] for key in ("epoch", "cycles_stored", "duplicates", "gaps", "events", "interruptions")], [0] * 6)
        self.assertIsNone(shown["last_cycle_at"])
        self.assertEqual((shown["languages"], shown["variables"], shown["sides"][0]["job"]), (["E", "D"], 5, "JOB 1"))
        for what in ("cycles", "gaps", "events", "interruptions", "setups", "prints"):
            self.assertEqual(host.get(f"/api/v1/machines/HY-0001/{what}").json["items"], [], what)
            self.assertEqual(host.get(f"/api/v1/machines/HY-0002/{what}").status, 404, what)
        self.assertEqual(host.items("/api/v1/faults"), [])
        for table in TABLES:
            self.assertEqual(host.query(f"select count(*) from {table}"), [(0,)], table)

        self.send(linked, 6, 7)
        self.expect_counters(host, "HY-0001", [6, 7])
        self.assertEqual(host.gaps("HY-0001"), [])
        self.assertEqual(host.query("select serial, cycles, gaps from machines"), [("HY-0001", 2, 0)])

    def test_a_cycle_that_was_stored_before_is_no_repeat_after_it(self):
        host = self.host()
        machine = self.report(host, "HY-0001")
        self.reset(host)
        self.send(machine, 1, 2)
        self.expect_counters(host, "HY-0001", [1, 2])
        self.assertEqual(host.get("/api/v1/machines/HY-0001").json["duplicates"], 0)

    def test_a_cycle_sent_at_once_after_the_answer_is_stored(self):
        host = self.host()
        machine = self.connect(host, "HY-0001").polled()
        for counter in range(1, 40):
            machine.send_bytes(wire.cycle(counter, START + counter))
            self.reset(host)
            machine.send_bytes(wire.cycle(1000 + counter, START + 1000 + counter))
            machine.fence()
            programs.eventually(lambda: 1000 + counter in host.counters("HY-0001"), f"cycle {1000 + counter}")
            self.assertLess(set(host.counters("HY-0001")), {counter, 1000 + counter, None})

    def test_a_host_that_starts_again_does_not_know_it_either(self):
        host = self.host()
        self.report(host, "HY-0001").close()
        self.reset(host)
        self.assertEqual(host.stop(), 0)
        self.assertEqual(self.host().items("/api/v1/machines"), [])

    def test_without_a_store_and_in_memory(self):
        for store in ("none", "sqlite::memory:"):
            with self.subTest(store):
                host = self.host(store=store)
                machine = self.connect(host, "HY-0001").polled()
                self.send(machine, 1, 2)
                self.assertTrue(lpd_client.print_job(host.lpd, "HY-0001", {"note.txt": b"night shift"}))
                self.reset(host)
                self.assertEqual(host.items("/api/v1/machines/HY-0001/prints"), [])
                self.assertEqual(host.get("/api/v1/machines/HY-0001").json["cycles_stored"], 0)
                self.send(machine, 3)
                programs.eventually(lambda: host.get("/api/v1/machines/HY-0001").json["cycles_stored"] == 1, "the next cycle")

    def test_faults_of_the_configuration_are_placed_anew(self):
        host = self.host(config=json.dumps({"faults": [{"message": "event", "do": "drop", "way": "received"}]}))
        machine = self.connect(host, "HY-0001").polled()
        machine.send_bytes(wire.event("lost"))
        machine.fence()
        programs.eventually(lambda: host.items("/api/v1/faults")[0]["done"] == 1, "the fault")
        host.request("POST", "/api/v1/faults", body={"message": "cycle", "do": "drop"})
        self.reset(host)
        fault, = host.items("/api/v1/faults")
        self.assertEqual((fault["fault"]["message"], fault["done"]), ("event", 0))

    def test_a_store_that_is_locked_is_told_and_forgets_later(self):
        host = self.host()
        machine = self.report(host, "HY-0001")
        other = sqlite3.connect(host.database_file, isolation_level=None, timeout=programs.seconds(10))
        self.addCleanup(other.close)
        other.execute("begin immediate")
        answer = host.request("POST", "/api/v1/reset")
        self.assertEqual(answer.status, 503, answer.text)
        self.assertEqual(answer.headers["Content-Type"], "application/problem+json")
        self.send(machine, 9)
        other.execute("rollback")
        self.expect_counters(host, "HY-0001", [9])
        self.assertEqual(host.items("/api/v1/machines/HY-0001/events"), [])

    def test_hostile_questions_forget_nothing(self):
        host = self.host()
        self.report(host, "HY-0001")
        for method, path, status in (
                ("GET", "/api/v1/reset", 405), ("PUT", "/api/v1/reset", 405), ("POST", "/api/v1/reset?all=1", 400),
                ("POST", "/api/v1/reset/..", 404), ("POST", "/api/v1//reset", 404), ("DELETE", "/api/v1/machines", 405),
                ("DELETE", "/api/v1/machines/", 404), ("DELETE", "/api/v1/machines/*", 404), ("DELETE", "/api/v1/machines/HY-0001%00", 400),
                ("DELETE", "/api/v1/machines/' or 1=1 --".replace(" ", "%20"), 404), ("DELETE", "/api/v1/machines/" + 5000 * "x", 404),
                ("DELETE", "/api/v1/machines/HY-0001?force=1", 400), ("DELETE", "/api/v1/machines/%ff", 400)):
            answer = host.request(method, path)
            self.assertEqual(answer.status, status, (method, path, answer.text))
            self.assertEqual(answer.headers["Content-Type"], "application/problem+json")
        page = {"Origin": "http://evil.example", "Host": f"{host.http[0]}:{host.http[1]}"}
        self.assertEqual(host.request("POST", "/api/v1/reset", page).status, 403)
        self.assertEqual(host.request("DELETE", "/api/v1/machines/HY-0001", page).status, 403)
        self.assertEqual(host.request("POST", "/api/v1/reset", body=b"x" * 100_000).status, 413)
        self.assertEqual(host.counters("HY-0001"), [1, 2, 5])


class OneMachine(Forgetting):
    def test_it_is_unknown_until_it_reports_and_others_stay(self):
        host = self.host()
        machine, other = self.report(host, "HY-0001"), self.report(host, "HY-0002")
        self.forget(host, "HY-0001")
        self.assertEqual(self.serials(host), ["HY-0002"])
        self.assertEqual(host.get("/api/v1/machines/HY-0001").status, 404)
        self.assertEqual(host.get("/api/v1/machines/HY-0001/cycles").status, 404)
        self.forget(host, "HY-0001", status=404)
        self.assertEqual(host.query("select serial from machines"), [("HY-0002",)])
        self.assertEqual(host.counters("HY-0002"), [1, 2, 5])

        self.send(machine, 1)
        self.expect_counters(host, "HY-0001", [1])
        self.assertEqual(self.serials(host), ["HY-0001", "HY-0002"])
        self.send(other, 3)
        self.expect_counters(host, "HY-0002", [1, 2, 5, 3])

    def test_one_that_is_not_linked_is_as_new_when_it_comes_back(self):
        host = self.host()
        self.report(host, "HY-0001").close()
        programs.eventually(lambda: not host.get("/api/v1/machines/HY-0001").json["online"], "the end of its link")
        self.forget(host, "HY-0001")
        self.assertEqual(self.serials(host), [])
        machine = self.connect(host, "HY-0001").polled()
        self.assertEqual(host.get("/api/v1/machines/HY-0001").json["cycles_stored"], 0)
        self.send(machine, 1, 2)
        self.expect_counters(host, "HY-0001", [1, 2])

    def test_one_whose_link_ends_before_it_reports_stays_unknown(self):
        host = self.host()
        machine = self.report(host, "HY-0001")
        self.forget(host, "HY-0001")
        machine.close()
        programs.eventually(lambda: host.metrics()["husky_machines_linked"] == 0, "the end of its link")
        self.assertEqual(self.serials(host), [])
        self.forget(host, "HY-0001", status=404)
        self.report(host, "HY-0001", counters=(7,))
        self.expect_counters(host, "HY-0001", [7])


class RunningFleet(Forgetting):
    MACHINES, CYCLES = 12, 150

    def start(self):
        self.the_host = self.host(HUSKY_HOST_THREADS=2)
        self.report_file = self.folder / "report.json"
        self.the_fleet = self.fleet("--host", "%s:%d" % self.the_host.tcp, "--count", self.MACHINES, "--cycles", self.CYCLES, "--family", "cap",
                                    "--time-scale", 300, "--seed", 7, "--report", self.report_file)
        programs.eventually(lambda: len(self.the_host.counters("HY-0012")) > 3, "cycles", timeout=30)
        return self.the_host

    def check_account(self, since, but=()):
        """Every cycle from the first that is stored up to the machine's last is stored once; all came after `since`."""
        for machine in json.loads(pathlib.Path(self.report_file).read_text())["machines"]:
            serial = machine["serial"]
            programs.eventually(lambda: self.the_host.counters(serial)[-1:] == [machine["life_counter"]], f"the last cycle of {serial}")
            cycles = self.the_host.cycles(serial)
            counters = [cycle["life_counter"] for cycle in cycles]
            self.assertEqual(counters, list(range(counters[0], machine["life_counter"] + 1)), serial)
            self.assertEqual({cycle["epoch"] for cycle in cycles}, {1}, serial)
            if serial not in but:
                self.assertGreaterEqual(min(cycle["receive_time"] for cycle in cycles), since, serial)
            self.assertEqual(self.the_host.gaps(serial), [])

    def test_nothing_comes_back_and_nothing_after_it_is_lost(self):
        host = self.start()
        stop, failures = threading.Event(), []

        def read():  # others ask all the time
            while not stop.is_set():
                for serial in ("HY-0001", "HY-0007"):
                    answer = host.get(f"/api/v1/machines/{serial}/cycles?order=desc")
                    if answer.status not in (200, 404):
                        failures.append(answer.text)

        readers = [threading.Thread(target=read) for _ in range(3)]
        for reader in readers:
            reader.start()
        try:
            for _ in range(6):
                since = wall_clock()
                self.reset(host)
                self.assertEqual(len(self.serials(host)), self.MACHINES)
        finally:
            stop.set()
            for reader in readers:
                reader.join()
        self.assertEqual(failures, [])
        self.assertEqual(self.the_fleet.wait(60), 0, self.the_fleet.describe())
        self.check_account(since)
        self.assertEqual(host.metrics()['husky_links_closed_total{reason="protocol_error"}'], 0)

    def test_what_a_fleet_has_sent_before_its_end_does_not_come_after_it(self):
        host = self.start()
        self.assertEqual(self.the_fleet.wait(60), 0, self.the_fleet.describe())
        self.reset(host)
        programs.eventually(lambda: host.metrics()["husky_machines_linked"] == 0, "the ends of the links")
        self.assertEqual(self.serials(host), [])
        self.assertEqual(host.query("select count(*) from cycle"), [(0,)])

    def test_two_that_reset_at_one_time(self):
        host = self.start()
        since, answers = wall_clock(), []
        threads = [threading.Thread(target=lambda: answers.append(host.request("POST", "/api/v1/reset").status)) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(answers, [204] * 8)
        self.assertEqual(self.the_fleet.wait(60), 0, self.the_fleet.describe())
        self.check_account(since)

    def test_one_machine_of_many(self):
        host = self.start()
        since = wall_clock()
        for _ in range(3):
            answer = host.request("DELETE", "/api/v1/machines/HY-0003")
            self.assertIn(answer.status, (204, 404), answer.text)
        self.assertEqual(self.the_fleet.wait(60), 0, self.the_fleet.describe())
        others = {f"HY-{n:04}" for n in range(1, self.MACHINES + 1)} - {"HY-0003"}
        self.check_account(since, but=others)
        for serial in others:
            self.assertEqual(host.counters(serial)[0], 1, serial)
        self.assertGreater(host.counters("HY-0003")[0], 1)


class Fresh(Forgetting):
    def test_a_fresh_host_does_not_know_what_another_stored(self):
        host = self.host()
        self.report(host, "HY-0001").close()
        self.assertEqual(host.stop(), 0)
        again = self.host("--fresh")
        self.assertEqual(again.items("/api/v1/machines"), [])
        self.assertEqual(again.query("select count(*) from cycle"), [(0,)])
        self.report(again, "HY-0001", counters=(1,))
        self.assertEqual(again.stop(), 0)
        self.assertEqual(self.serials(self.host()), ["HY-0001"])

    def test_one_without_an_earlier_store_just_starts(self):
        self.assertEqual(self.host("--fresh").items("/api/v1/machines"), [])
        self.assertEqual(self.host("--fresh", store="none").items("/api/v1/machines"), [])

    def test_what_is_no_store_is_never_emptied(self):
        path = self.folder / "recipes.db"
        recipes = sqlite3.connect(path)
        recipes.execute("create table recipe (cake)")
        recipes.execute("insert into recipe values ('cheese')")
        recipes.commit()
        recipes.close()
        text = self.write("notes.txt", "dear diary " * 100)
        for file, why in ((path, "a database, but not one of husky-host"), (text, "file is not a database")):
            done = programs.run(programs.HOST_BIN, "serve", "--fresh", "--store", f"sqlite:{file}", "--port", 0, "--http-port", 0, "--lpd-port", 0)
            self.assertEqual(done.returncode, 2, done.stderr)
            self.assertIn(why, done.stderr)
        self.assertEqual(sqlite3.connect(path).execute("select cake from recipe").fetchall(), [("cheese",)])
        self.assertEqual(text.read_text(), "dear diary " * 100)


if __name__ == "__main__":
    programs.main()
