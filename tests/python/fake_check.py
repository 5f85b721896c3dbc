"""Pretends to be the `check` of husky-fleet and husky-host: a file's line `# fake: OUTCOME` says what comes of it.

A file without such a line is no scenario. OUTCOME may also be crash, hang, silent (no report) or wrong (a bad flag). What it was told is noted in the file FAKE_NOTES.
"""

import json
import os
import pathlib
import re
import signal
import sys

WORDS = {"PASS": "passed", "FAIL": "failed", "BLOCKED": "blocked", "SKIPPED": "skipped"}


def verdict(path, outcome, seed):
    finding = {"name": "no error", "kind": "expectation", "severity": "failure", "judged": True, "met": outcome != "FAIL",
               "expected": "no error", "came": "error code=2", "file": path.name, "line": 7, "key": "expect[0]", "at_s": 1.5}
    return {"name": path.stem, "file": str(path), "path": path.name, "about": "pretends", "outcome": outcome,
            "reason": {"BLOCKED": "nobody is there", "SKIPPED": "not for this program"}.get(outcome, ""), "seed": seed, "took_s": 2.5,
            "findings": [finding, dict(finding, severity="warning", name="soon", met=False, came="late")] if outcome != "SKIPPED" else [],
            "last_frames": ["1.000000 HY-0001 <- error code=2"] if outcome == "FAIL" else [], "repeat": f"check {path.name} --seed {seed}"}


def tell_kind(file):
    is_one = "# fake:" in file.read_text(encoding="utf-8")
    print(f"scenario  {file}" if is_one else f"left out  {file}: it pretends to be none")
    return 0


def main():
    arguments = sys.argv[1:]
    if arguments[:2] == ["check", "--list"]:
        return tell_kind(pathlib.Path(arguments[2]))
    if "FAKE_NOTES" in os.environ:
        pathlib.Path(os.environ["FAKE_NOTES"]).write_text(json.dumps(arguments), encoding="utf-8")
    target = pathlib.Path(arguments[1])
    files = sorted(target.rglob("*.yaml")) if target.is_dir() else [target]
    outcomes = [re.search(r"^# fake: (\w+)", file.read_text(encoding="utf-8"), re.M)[1] for file in files]
    given = {flag: arguments[i + 1] for i, flag in enumerate(arguments[:-1]) if flag.startswith("--")}
    if "--port" in given:
        print(f"ready tcp={given['--bind']}:{given['--port'] if given['--port'] != '0' else 4242}", flush=True)
    if "crash" in outcomes:
        os.abort()
    if "hang" in outcomes:
        print("waits for machines", file=sys.stderr, flush=True)
        signal.pause()
    if "wrong" in outcomes:
        print("--wrong: this flag is not known", file=sys.stderr)
        return 2
    found = [verdict(file, outcome, int(given.get("--seed", 1))) for file, outcome in zip(files, outcomes) if outcome in WORDS]
    if "silent" not in outcomes and "--json" in given:
        counts = {word: sum(row["outcome"] == outcome for row in found) for outcome, word in WORDS.items()}
        pathlib.Path(given["--json"]).write_text(json.dumps({"scenarios": found, "left_out": [], **counts}), encoding="utf-8")
    if "--junit" in given:
        pathlib.Path(given["--junit"]).write_text("<testsuites/>", encoding="utf-8")
    for row in found:
        print(row["outcome"], row["name"])
    return 1 if "FAIL" in outcomes else 2 if "BLOCKED" in outcomes else 0


if __name__ == "__main__":
    sys.exit(main())
