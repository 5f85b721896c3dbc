"""Every block of Python and YAML in the README of the package and in docs/testing is what it says: code that runs, a scenario that loads."""

import re
import shutil
import unittest

import bench
import husky_test
from husky_test import Fleet, Host

PAGES = [bench.PACKAGE / "README.md", *sorted((bench.TOP / "docs" / "testing").glob("*.md"))]
BLOCK = re.compile(r"^```(python|yaml)\n(.*?)^```$", re.M | re.S)
ADDRESS = "127.0.0.1:1310"
#: What parts of a scenario need around them.
HEAD = "scenario: 1\nname: part\n"
ACTORS = "actors: {machines: {groups: [{family: pet}]}, puppets: [{name: p, plays: machine}]}\n"


def blocks(kind):
    """(page, text) of each."""
    return [(page, text) for page in PAGES for found, text in BLOCK.findall(page.read_text(encoding="utf-8")) if found == kind]


def is_of_pytest(code):
    return "def test_" in code or "pytest." in code


class Python(bench.Test):
    """In a folder with the files that the examples name."""

    def setUp(self):
        super().setUp()
        shutil.copy(bench.EXAMPLES / "scenarios" / "answers.yaml", self.folder)
        self.write("stale-link.yaml", bench.SMALL % 0)
        self.write("job-change.yaml", (bench.EXAMPLES / "scenarios" / "answers.yaml").read_text(encoding="utf-8"))

    def start_my_machine(self, tcp):
        machine = Fleet(tcp, count=1, time_scale=20)
        self.addCleanup(machine.close)
        machine.start()

    def test_scripts(self):
        scripts = [(page, code) for page, code in blocks("python") if not is_of_pytest(code)]
        self.assertEqual([page.name for page, _ in scripts], ["README.md", "README.md", "index.md", "machine.md"])
        with Host() as host, bench.inside(self.folder):
            names = {name: getattr(husky_test, name) for name in husky_test.__all__} | {"start_my_machine": self.start_my_machine}
            for page, code in scripts:
                with self.subTest(page=page.name, code=code):
                    exec(compile(code.replace(ADDRESS, str(host.tcp)), page, "exec"), dict(names))

    def test_tests(self):
        tests = [(page, code) for page, code in blocks("python") if is_of_pytest(code)]
        self.assertEqual([page.name for page, _ in tests], ["README.md", "gateway.md", "host.md"])
        self.write("test_readme.py", "import pytest\n\n" + tests[0][1])
        done = bench.pytest(self.folder, "test_readme.py")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertIn("1 passed", done.stdout)
        for page, code in tests[1:]:  # of the example files, which test_examples.py runs
            example = (bench.EXAMPLES / f"test_{page.stem}.py").read_text(encoding="utf-8")
            for line in filter(str.strip, code.splitlines()):
                self.assertIn(f"{line}\n", example, page.name)

    def test_the_commands_of_pytest(self):
        commands = re.findall(r"^pytest (.*?) *(?:#.*)?$", PAGES[0].read_text(encoding="utf-8"), re.M)
        self.assertEqual(len(commands), 3)
        self.scenario("scenarios/a.yaml", "PASS")
        self.use(fleet=self.fake_check(), host=self.fake_check())
        for command in commands:
            done = bench.pytest(self.folder, *command.split())
            self.assertIn("1 passed", done.stdout, command + done.stdout + done.stderr)


class Names(unittest.TestCase):
    def test_everything_in_the_tables_is_there(self):
        """And nothing of Api is left out of them."""
        tables = "\n".join(line for line in PAGES[0].read_text(encoding="utf-8").splitlines() if line.startswith("| "))
        named = set(re.findall(r"`(\w+)\(", tables)) | set(re.findall(r"`api`, `(\w+)\(", tables))
        kinds = (husky_test, husky_test.Api, husky_test.Host, husky_test.Fleet, husky_test.WebSocket)
        self.assertEqual({name for name in named if not any(hasattr(kind, name) for kind in kinds)}, set())
        self.assertEqual({name for name in vars(husky_test.Api) if not name.startswith("_")} - named, {"wait_until"})


class Yaml(bench.Test):
    def whole(self, page, text):
        """A part of a scenario with what it needs around it; files are named from the top of the project."""
        if text.startswith("- send:"):
            text = "steps:\n" + re.sub("^- send:", "  - actor: p\n    send:", text, flags=re.M)
        if text.startswith("extends:"):
            return re.sub(r"^extends: (?:\.\./)*", f"extends: {bench.TOP}/", text)
        return "".join([HEAD if "scenario:" not in text else "", ACTORS if "actors:" not in text else "", text,
                        "expect: [{link: closed, never: true}]\n" if "expect:" not in text else ""])

    def test_scenarios(self):
        found = blocks("yaml")
        self.assertEqual({page.name for page, _ in found}, {"host.md", "index.md", "machine.md", "scenarios.md"})
        for i, (page, text) in enumerate(found):
            with self.subTest(page=page.name, text=text):
                path = self.write(f"{i}.yaml", self.whole(page, text))
                self.assertIn(": ok", husky_test.program.ask("husky-fleet", "validate", str(path)))

    def test_whole_scenarios_are_the_files_that_are_played(self):
        for page, name in (("host.md", "admitted.yaml"), ("machine.md", "answers.yaml")):
            text = (bench.EXAMPLES / "scenarios" / name).read_text(encoding="utf-8")
            self.assertIn(text, [block for found, block in blocks("yaml") if found.name == page])


if __name__ == "__main__":
    unittest.main()
