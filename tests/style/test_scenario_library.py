"""The library of scenarios: each has a negative twin and a row on its page, and nothing is named that is not there."""

import pathlib
import re
import unittest

TOP = pathlib.Path(__file__).resolve().parents[2]
SHIPPED = TOP / "configs" / "scenarios"
TWINS = TOP / "tests" / "negative"
PAGE = TOP / "docs" / "testing" / "library.md"
ROW = re.compile(r"^\| \[([a-z0-9-]+)\]\(\.\./\.\./configs/scenarios/([a-z0-9-]+)\.yaml\) \| (host|machine) \| (.+) \| (.+) \| (.+) \|$", re.M)
WHOM = re.compile(r"of a (host|machine)( with a tandem mould)?; (.+)")
LONGEST_ABOUT = 240
SUITES = ("host-conformance", "machine-conformance")  # as long as the protocol, with headings between and a page of their own


def key(path, name):
    found = re.search(rf"^{name}: (.+)$", path.read_text(), re.M)
    return found.group(1) if found else None


def extended(twin):
    return (twin.parent / key(twin, "extends")).resolve()


class Library(unittest.TestCase):
    def setUp(self):
        self.shipped = sorted(SHIPPED.glob("*.yaml"))
        self.twins = sorted(TWINS.rglob("*.yaml"))
        self.single = [p for p in self.shipped if p.stem not in SUITES]

    def test_each_scenario_has_a_twin(self):
        self.assertGreater(len(self.shipped), 10)
        twinned = {extended(twin) for twin in self.twins}
        self.assertEqual([p.name for p in self.shipped if p not in twinned], [])

    def test_each_twin_is_one_of_a_shipped_scenario_and_says_what_fails(self):
        for twin in self.twins:
            self.assertIn(extended(twin), self.shipped, twin)
            self.assertRegex(twin.read_text(), r"(?m)^fails:\n  - ", twin)
            self.assertTrue(key(twin, "about"), twin)

    def test_each_is_named_as_its_file_and_says_whom_it_judges(self):
        for path in self.shipped:
            self.assertEqual(key(path, "name"), path.stem)
        for path in self.single:
            self.assertRegex(key(path, "about"), WHOM, path)
            self.assertLess(len(key(path, "about")), LONGEST_ABOUT, path)

    def test_each_has_several_expectations_with_names(self):
        for path in self.shipped:
            expectations = path.read_text().split("\nexpect:\n", 1)[1]
            items = re.findall(r"^  - (.*)$", expectations, re.M)
            self.assertGreaterEqual(len(items), 3, path)
            for item in items:
                self.assertRegex(item, r"^\{?name: ", path)

    def test_none_has_comments(self):
        for path in [*self.shipped, *self.twins]:
            if path.stem not in SUITES:
                self.assertNotRegex(path.read_text(), r"(?m)^\s*#", path)

    def test_each_has_a_row_that_says_the_same(self):
        rows = {name: (file, *rest) for name, file, *rest in ROW.findall(PAGE.read_text())}
        self.assertEqual(sorted(rows), sorted(p.stem for p in self.single))
        for path in self.single:
            file, whom, what, rules, defect = rows[path.stem]
            judged, _, about = WHOM.fullmatch(key(path, "about")).groups()
            self.assertEqual((file, whom, what), (path.stem, judged, about))
            self.assertTrue(rules.strip(), path)
            twins = [twin for twin in self.twins if extended(twin) == path]
            if len(twins) == 1:
                self.assertEqual(defect, key(twins[0], "about"))
            self.assertTrue(defect.strip(), path)

    def test_serials_of_host_scenarios_are_their_own(self):
        """So that a folder is played in parallel, and no store mixes them."""
        seen = {}
        for path in self.shipped:
            for pattern in re.findall(r"serial: \"?([A-Z]+-)\{", path.read_text()):
                self.assertIn(seen.setdefault(pattern, path.stem), (path.stem,), f"{pattern} is used twice")


if __name__ == "__main__":
    unittest.main(verbosity=2)
