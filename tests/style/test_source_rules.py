"""The habits of CONTRIBUTING.md that a machine can check: layers, forbidden words, sizes of files."""

import pathlib
import re
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
# What a host's reports mean and who may link: pure, so that scenarios and simulations stand on it too. From the ground up.
HOST_RULES = [
    "server/metrics",
    "server/records/records.hpp",
    "server/records/remembered.hpp",
    "server/ledger",
    "server/registry",
    "server/intake",
]
# From the ground up: a folder may include itself and those before it in its list. The longest name that fits a file is its.
LAYERS = {
    "settings": ["settings"],
    "protocol": ["settings", "protocol"],
    **{name: ["protocol", *HOST_RULES[: place + 1]] for place, name in enumerate(HOST_RULES)},
    "program": ["settings", "protocol", "program"],
    "link": ["settings", "protocol", "program", "link"],
    "scenario": ["settings", "protocol", "program", "link", "scenario"],
    "scenario/play": ["settings", "protocol", "program", "link", *HOST_RULES, "scenario"],
    "client": ["settings", "protocol", "program", "link", "scenario", "client"],
    "server": ["settings", "protocol", "program", "link", "scenario", "server"],
    "tools/link": ["settings", "protocol", "program", "link", "tools"],
}
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
    "server/intake",
    "scenario/file",
    "scenario/play",
    "scenario/report",
    "client/model",
    "client/display",
]
LONGEST_FILE = 400


def sources(folder):
    if (ROOT / folder).is_file():
        return [ROOT / folder]
    return sorted(p for p in (ROOT / folder).rglob("*") if p.suffix in (".hpp", ".cpp"))


def is_within(path, folder):
    return path == folder or path.startswith(folder + "/")


def layer_of(path):
    return max((folder for folder in LAYERS if is_within(path, folder)), key=len)


class SourceRules(unittest.TestCase):
    def test_an_include_points_down_only(self):
        for folder in LAYERS:
            for path in sources(folder):
                name = str(path.relative_to(ROOT))
                for included in re.findall(r'#include "(\w+/[^"]+)"', path.read_text()):
                    below = LAYERS[layer_of(name)]
                    self.assertTrue(any(is_within(included, other) for other in below), f"{name} includes {included}")

    def test_the_protocol_knows_no_sockets(self):
        for folder in NO_CLOCK:
            for path in sources(folder):
                self.assertNotRegex(path.read_text(), r"boost/asio|<sys/socket|<thread>|<mutex>", path)

    def test_no_clock_below_the_link(self):
        for folder in NO_CLOCK:
            for path in sources(folder):
                self.assertNotRegex(path.read_text(), r"_clock::now\(", f"{path.relative_to(ROOT)} asks a clock")

    def test_forbidden_words(self):
        for folder in LAYERS:
            for path in sources(folder):
                for word, reason in FORBIDDEN.items():
                    self.assertNotRegex(path.read_text(), word, f"{path.relative_to(ROOT)}: {reason}")

    def test_json_is_written_with_numbers_as_people_write_them(self):
        for folder in LAYERS:
            for path in sources(folder):
                if path.stem != "json_text":
                    self.assertNotIn("json::serialize(", path.read_text(), f"{path.relative_to(ROOT)}: json_text() does it")

    def test_files_stay_small(self):
        for folder in LAYERS:
            for path in sources(folder):
                lines = path.read_text().count("\n")
                self.assertLessEqual(lines, LONGEST_FILE, f"{path.relative_to(ROOT)} has {lines} lines")

    def test_headers_are_guarded(self):
        for folder in LAYERS:
            for path in sources(folder):
                if path.suffix == ".hpp":
                    self.assertTrue(path.read_text().startswith("#pragma once"), path)


if __name__ == "__main__":
    unittest.main()
