"""The dialects that are shipped, between our own programs."""

import unittest

import programs

DIALECTS = programs.TOP / "configs" / "dialects"


class ShippedDialects(programs.EndToEnd):
    def test_host_and_fleet_understand_each_other_in_each_of_them(self):
        for file in sorted(DIALECTS.glob("*.yaml")):
            with self.subTest(file.name):
                host = self.host("--dialect", file)
                fleet = self.fleet("--host", "%s:%d" % host.tcp, "--dialect", file, "--count", 2, "--family", "cap", "--cycles", 20,
                                   "--time-scale", "max")
                self.assertEqual(fleet.wait(60), 0, fleet.describe())
                cycles = programs.eventually(lambda: (got := host.items("/api/v1/machines/HY-0002/cycles")) and len(got) >= 20 and got, "cycles")
                self.assertAlmostEqual(cycles[0]["values"]["101"], 3.9, delta=0.5)

    def test_a_host_of_another_dialect_links_nobody(self):
        host = self.host("--dialect", DIALECTS / "big-endian-nul.yaml")
        machine = self.connect(host, None)
        machine.send("init", serial_number="HY-0001")
        machine.wait_closed()
        self.assertEqual(host.items("/api/v1/machines"), [])


if __name__ == "__main__":
    unittest.main()
