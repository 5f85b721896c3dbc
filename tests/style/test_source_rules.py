"""The habits of CONTRIBUTING.md that a machine can check and tools/figures.py does not count: clocks, forbidden words, one way to do a thing."""

import pathlib
import sys
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools"))
import figures  # noqa: E402

FORBIDDEN = {
    r"\bshared_from_this\b": "ownership is plain: a task group owns what runs",
    r"\bdetached\b": "a coroutine belongs to a task group",
    r"\bsleep_for\b|\bsleep_until\b": "nothing waits by sleeping",
    r"\bvolatile\b": "it orders nothing between threads",
}
NO_CLOCK = [
    "settings",
    "protocol",
    "server/ledger",
    "server/registry",
    "server/trace",
    "server/watch",
    "server/intake",
    "scenario/file",
    "scenario/play",
    "scenario/report",
    "client/model",
    "client/display",
]


def sources(folder):
    return sorted(p for p in (ROOT / folder).rglob("*") if p.suffix in (".hpp", ".cpp"))


class SourceRules(unittest.TestCase):
    def test_the_protocol_knows_no_sockets(self):
        for folder in NO_CLOCK:
            for path in sources(folder):
                self.assertNotRegex(path.read_text(), r"boost/asio|<sys/socket|<thread>|<mutex>", path)

    def test_no_clock_below_the_link(self):
        for folder in NO_CLOCK:
            for path in sources(folder):
                self.assertNotRegex(path.read_text(), r"_clock::now\(", f"{path.relative_to(ROOT)} asks a clock")

    def test_forbidden_words(self):
        for path in figures.sources():
            for word, reason in FORBIDDEN.items():
                self.assertNotRegex(path.read_text(), word, f"{path.relative_to(ROOT)}: {reason}")

    def test_json_is_written_with_numbers_as_people_write_them(self):
        for path in figures.sources():
            if path.stem != "json_text":
                self.assertNotIn("json::serialize(", path.read_text(), f"{path.relative_to(ROOT)}: json_text() does it")

    def test_headers_are_guarded(self):
        for path in figures.sources():
            if path.suffix == ".hpp":
                self.assertTrue(path.read_text().startswith("#pragma once"), path)


if __name__ == "__main__":
    unittest.main()
