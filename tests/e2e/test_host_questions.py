"""What husky-host asks a machine when a client of its HTTP API asks."""

import threading
import unittest

import programs
import wire


class Questions(programs.EndToEnd):
    """A machine that was written from the contract alone, and a client that asks about it."""

    def setUp(self):
        super().setUp()
        self.the_host = self.host(HUSKY_HOST_LINK_RESPONSE_TIMEOUT_S="1")
        self.machine = self.connect(self.the_host, "HY-0001").polled()

    def ask(self, method, path, body=None):
        """Sends an HTTP request from another thread; the answer comes by join()."""
        answers = []
        url = f"/api/v1/machines/HY-0001/{path}"
        thread = threading.Thread(target=lambda: answers.append(self.the_host.request(method, url, body=body)))
        thread.start()

        def join():
            thread.join(20)
            return answers[0]

        return join

    def test_start_reaches_the_machine_and_brings_back_its_result(self):
        join = self.ask("POST", "start", {"tandem_side": 1})
        self.assertEqual(self.machine.expect("start")["tandem_side"], 1)
        self.machine.send("start_response", result=0)
        answer = join()
        self.assertEqual((answer.status, answer.json), (200, {"result": 0}))

    def test_a_result_that_is_not_0_is_422_with_the_result(self):
        join = self.ask("POST", "start", {})
        self.machine.expect("start")
        self.machine.send("start_response", result=4)
        answer = join()
        self.assertEqual((answer.status, answer.json["result"]), (422, 4))

    def test_a_machine_that_does_not_answer_is_504(self):
        join = self.ask("POST", "start")
        self.machine.expect("start")
        self.assertEqual(join().status, 504)

    def test_a_machine_that_leaves_before_it_answers_is_504(self):
        join = self.ask("POST", "start")
        self.machine.expect("start")
        self.machine.close()
        self.assertEqual(join().status, 504)

    def test_a_machine_that_is_offline_is_409_and_an_unknown_one_404(self):
        self.machine.close()
        programs.eventually(lambda: not self.the_host.get("/api/v1/machines/HY-0001").json["online"], "offline")
        self.assertEqual(self.ask("POST", "start")().status, 409)
        self.assertEqual(self.the_host.request("POST", "/api/v1/machines/NOBODY/start", body={}).status, 404)

    def test_an_error_instead_of_an_answer_is_502(self):
        join = self.ask("POST", "read", {"variables": [101]})
        asked = self.machine.receive_any()
        self.assertEqual((asked.name, asked["variables"]), ("read", [{"variable_id": 101}]))
        self.machine.send("error", command=wire.CODES["read"], code=5)
        self.assertEqual(join().status, 502)

    def test_spc_limits_go_over_as_they_were_given(self):
        join = self.ask("PUT", "spc/101", {"subgroup_size": 4, "usl": 6.5})
        asked = self.machine.expect("spc_write")
        self.assertEqual((asked["variable_id"], asked["subgroup_size"], asked["usl"]), (101, 4, 6.5))
        self.assertNotEqual(asked["lsl"], asked["lsl"])
        self.machine.send("spc_write_response", result=0)
        self.assertEqual(join().status, 200)


class WithTheFleet(programs.EndToEnd):
    def test_every_question_is_answered_by_a_cell(self):
        host = self.host()
        self.fleet("--host", "%s:%d" % host.tcp, "--count", 1, "--family", "tech", "--time-scale", 200).ready()
        machine = "/api/v1/machines/HY-0001/"
        programs.eventually(lambda: host.items(machine + "cycles"), "a cycle")
        self.assertEqual(host.request("PUT", machine + "spc/101", body={"subgroup_size": 5, "usl": 62, "lsl": 58}).status, 200)
        page = host.get(machine + "spc/101").json
        self.assertEqual((page["result"], page["variable_id"], page["usl"], page["ucl"]), (0, 101, 62.0, None))
        values = host.request("POST", machine + "read", body={"variables": [101, 204]}).json["values"]
        self.assertAlmostEqual(values["101"], 60, delta=3)
        self.assertEqual(host.request("POST", machine + "start", body={"tandem_side": 0}).json, {"result": 0})
        names = {}
        for language in "EDFS":
            rows, path = [], machine + f"variables?language={language}&limit=150"
            while path:
                got = host.get(path).json
                rows += got["items"]
                path = got["next"] and machine + f"variables?language={language}&limit=150&after={got['next']}"
            names[language] = {row["variable_id"]: row["description"] for row in rows}
        self.assertTrue({1, 4, 101, 172} <= set(names["E"]))
        self.assertEqual(len({names[language][101] for language in "EDFS"}), 4)
        self.assertEqual(host.get(machine + "variables?language=X").json["result"], 2)


if __name__ == "__main__":
    unittest.main()
