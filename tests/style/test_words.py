"""docs/words.md: what it retires is found nowhere else."""

import pathlib
import re
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs/words.md"
# The page itself, what was, and this test.
EXEMPT = {PAGE, ROOT / "CHANGELOG.md", pathlib.Path(__file__).resolve()}
SKIPPED = {".git", "build", "node_modules", "__pycache__"}
BINARY = {".png", ".pcapng", ".gz", ".bin", ".psf"}


def table(text):
    """The rows of the page's tables: term, meaning, not."""
    rows = [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in text.splitlines() if line.startswith("|")]
    return [r for r in rows if len(r) == 3 and not set(r[0]) <= set("-: ") and r[2].lower() != "not"]


def retired(text):
    """Identifiers in the last column, in back-ticks; `most_*` retires all that begin so."""
    return {name: row[0] for row in table(text) for name in re.findall(r"`([^`]+)`", row[2])}


def pattern_of(names):
    words = (re.escape(n).replace(r"\*", r"\w+") for n in sorted(names, key=len, reverse=True))
    return re.compile(r"(?<![\w])(" + "|".join(words) + r")(?![\w])")


def files():
    for path in sorted(ROOT.rglob("*")):
        if path.is_file() and path not in EXEMPT and path.suffix not in BINARY and not SKIPPED & set(path.relative_to(ROOT).parts):
            yield path


class Words(unittest.TestCase):
    def test_the_table_is_read(self):
        text = "| term | means | not |\n|---|---|---|\n| bound | the most | `most_*`, `upper` |\n"
        self.assertEqual(retired(text), {"most_*": "bound", "upper": "bound"})
        self.assertEqual(pattern_of(retired(text)).findall("most_jobs almost_most most upper_ upper"), ["most_jobs", "upper"])

    def test_a_term_has_one_row(self):
        terms = [row[0] for row in table(PAGE.read_text())]
        self.assertEqual(len(terms), len(set(terms)))
        self.assertGreater(len(terms), 20)

    def test_no_retired_word_is_found(self):
        pattern = pattern_of(retired(PAGE.read_text()))
        found = []
        for path in files():
            try:
                text = path.read_text()
            except UnicodeDecodeError:
                continue
            for number, line in enumerate(text.splitlines(), 1):
                found += [f"{path.relative_to(ROOT)}:{number}: {word}" for word in pattern.findall(line)]
        self.assertEqual(found, [])

    def test_the_page_fits_a_glance(self):
        self.assertLessEqual(PAGE.read_text().count("\n"), 60)


if __name__ == "__main__":
    unittest.main()
