"""One scenario of the library in virtual time: a shipped one passes, and does twice the same; a negative twin fails exactly where it says."""

import json
import pathlib
import re
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree

LONGEST_S = 10  # of one run on a slow machine; the largest takes a second on a fast one


class Run:
    """One play of a file, and what it left."""

    def __init__(self, fleet, path, folder, factor, *more):
        report, junit, transcripts = folder / "report.json", folder / "report.xml", folder / "transcripts"
        transcripts.mkdir()
        begun = time.monotonic()
        done = subprocess.run([fleet, "check", str(path), "--json", str(report), "--junit", str(junit), "--transcript", str(transcripts), *more],
                              capture_output=True, text=True, timeout=LONGEST_S * factor * 6)
        self.took = time.monotonic() - begun
        self.code, self.said = done.returncode, done.stdout + done.stderr
        if not report.exists():
            raise AssertionError(f"exit {self.code}, no report: {self.said}")
        self.verdict, = json.loads(report.read_text())["scenarios"]
        self.junit = xml.etree.ElementTree.parse(junit)
        self.transcript, = (p.read_bytes() for p in transcripts.iterdir())

    def not_met(self):
        return [f for f in self.verdict["findings"] if f["judged"] and not f["met"] and f["severity"] == "failure"]


def fails_of(path):
    """The names under `fails:`, a list of one name on each line."""
    block = re.search(r"^fails:\n((?:  - .+\n)+)", path.read_text(), re.M)
    assert block, f"{path} does not say what fails"
    return [line[4:].strip().strip("\"'") for line in block.group(1).splitlines()]


def step_before(finding):
    """The step that the expectation names under `after`, read where the report says that it stands."""
    text = "".join(pathlib.Path(finding["file"]).read_text().splitlines(True)[finding["line"] - 1:])
    found = re.search(r"\bafter: ([^,}\n]+)", re.split(r"\n  - ", text)[0])
    return found.group(1) if found else ""


def expect(holds, what, run):
    if not holds:
        raise AssertionError(f"{what}\n{run.said}")


def check_shipped(run, again, other, factor):
    expect(run.code == 0 and run.verdict["outcome"] == "PASS", f"{run.verdict['outcome']}, exit {run.code}", run)
    expect(len([f for f in run.verdict["findings"] if f["judged"]]) >= 3, "fewer than three expectations are judged", run)
    expect(run.transcript == again.transcript, "the second transcript is another one", run)
    expect(other.code == 0, f"with another seed: {other.verdict['outcome']}", other)
    expect(run.took < LONGEST_S * factor, f"it took {run.took:.1f} s", run)


def check_twin(run, fails):
    expect(run.code == 1 and run.verdict["outcome"] == "FAIL", f"{run.verdict['outcome']}, exit {run.code}", run)
    not_met = run.not_met()
    came, wanted = sorted(f["name"] for f in not_met), sorted(fails)
    expect(came == wanted, f"not met: {came}\nbut it says: {wanted}", run)
    expect(0 < len(run.verdict["last_frames"]) <= 20, "the last frames are not shown", run)
    expect(" check " in run.verdict["repeat"] and "--seed" in run.verdict["repeat"], "the command that repeats it is not shown", run)
    told = "\n".join((each.get("message") or "") + "\n" + (each.text or "") for each in run.junit.iter("failure"))
    for finding in not_met:
        expect(finding["expected"] and finding["came"], f"{finding['name']} does not say what was expected and what came", run)
        expect(step_before(finding) in finding["expected"], f"{finding['name']} does not name its step", run)
        for part in ("name", "expected", "came"):
            expect(finding[part] in told, f"the JUnit report does not tell {part} of {finding['name']}: {told}", run)


def main(fleet, path, factor):
    path = pathlib.Path(path)
    with tempfile.TemporaryDirectory() as first, tempfile.TemporaryDirectory() as second, tempfile.TemporaryDirectory() as third:
        run = Run(fleet, path, pathlib.Path(first), factor)
        if "negative" in path.parts:
            check_twin(run, fails_of(path))
        else:
            again = Run(fleet, path, pathlib.Path(second), factor)
            check_shipped(run, again, Run(fleet, path, pathlib.Path(third), factor, "--seed", "1310"), factor)


if __name__ == "__main__":
    try:
        main(sys.argv[1], sys.argv[2], float(sys.argv[3]))
    except AssertionError as problem:
        sys.exit(f"{sys.argv[2]}: {problem}")
