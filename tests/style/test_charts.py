"""The sequence charts of PROTOCOL.md against its tables, which are written from the message catalogue."""

import pathlib
import re
import unittest

PAGE = pathlib.Path(__file__).resolve().parents[2] / "protocol" / "PROTOCOL.md"
CHARTS = ["Init", "Cycle, with a buffer and a gap", "Upload of a set-up, cut and resumed", "Download of a set-up, cut and resumed",
          "Display", "Print"]
ARROW = re.compile(r"^(M|H)(->>|-->>)(M|H): (.*)$")
SAID = re.compile(r"^([a-z_]+(?: response)?)(?: \((\w)\))?(?:, .*)?$")
WIDEST = 60


def catalogue(text):
    """name -> (sender, mark), from the generated tables."""
    found = {}
    for name, sender, mark in re.findall(r"^### (\S+(?: response)?) 0x[0-9A-F]{4}\n\nFrom: (\w+)\. Provenance: (\w) ", text, re.M):
        found[name] = (sender, mark)
    return found


def charts(text):
    """heading -> lines of the chart below it."""
    section = text.split("## Conversations\n", 1)[1].split("\n## ", 1)[0]
    return {heading: [line.strip() for line in body.splitlines()]
            for heading, body in re.findall(r"^### (.+?)\n.*?```mermaid\nsequenceDiagram\n(.*?)```", section, re.M | re.S)}


def faults_of(lines, messages):
    """What a chart says that the catalogue does not."""
    faults, seen = [], set()
    for line in lines:
        arrow = ARROW.match(line)
        if not arrow:
            if "->" in line:
                faults.append(line + ": no arrow that can be read")
            continue
        said = SAID.match(arrow[4])
        if not said or said[1] not in messages:
            faults.append(line + ": no message of the catalogue")
            continue
        name, mark = said[1], said[2]
        sender, known = messages[name]
        if sender not in ("any", {"M": "machine", "H": "host"}[arrow[1]]):
            faults.append(line + ": the %s sends it" % sender)
        if arrow[1] == arrow[3]:
            faults.append(line + ": it goes to its sender")
        if name.endswith(" response") != (arrow[2] == "-->>"):
            faults.append(line + ": a response has a broken arrow, all others a whole one")
        if mark != (None if name in seen else known):
            faults.append(line + ": its mark is %s, where it first shows" % known)
        seen.add(name)
    return faults


class Charts(unittest.TestCase):
    def setUp(self):
        text = PAGE.read_text()
        self.messages, self.charts = catalogue(text), charts(text)

    def test_the_page_has_tables_and_all_charts(self):
        self.assertGreater(len(self.messages), 30)
        self.assertEqual(list(self.charts), CHARTS)

    def test_every_message_exists_goes_the_right_way_and_is_marked(self):
        for heading, lines in self.charts.items():
            if heading == "Print":  # RFC 1179, not our catalogue
                continue
            self.assertEqual(faults_of(lines, self.messages), [], heading)

    def test_a_print_is_asked_by_the_machine_and_answered_by_the_host(self):
        arrows = [ARROW.match(line) for line in self.charts["Print"] if "->" in line]
        self.assertTrue(all(a and (a[1], a[3], a[2]) in (("M", "H", "->>"), ("H", "M", "-->>")) for a in arrows))
        self.assertRegex(arrows[0][4], r"\(D\)$")

    def test_charts_are_narrow_and_their_blocks_end(self):
        for heading, lines in self.charts.items():
            self.assertLessEqual(max(map(len, lines)), WIDEST, heading)
            self.assertEqual(sum(line.split(" ")[0] in ("loop", "opt", "alt") for line in lines), lines.count("end"), heading)
            self.assertFalse([line for line in lines if ";" in line or "#" in line], heading + ": signs that Mermaid takes for its own")

    def test_what_is_wrong_in_a_chart_is_found(self):
        for line in ("M->>H: hello (D)", "H->>M: init (D)", "M->>H: init (R)", "M->>H: init", "M-->>H: init (D)", "M->>M: init (D)",
                     "H->>M: init response (D)", "M->H: init (D)"):
            self.assertEqual(len(faults_of([line], self.messages)) > 0, True, line)
        self.assertEqual(faults_of(["M->>H: init (D)", "M->>H: init, again"], self.messages), [])
        self.assertEqual(len(faults_of(["M->>H: init (D)", "M->>H: init (D)"], self.messages)), 1)


if __name__ == "__main__":
    unittest.main()
