"""Every command that --help and the documents show is run, and must end well."""

import shutil
import signal

import examples
import programs
from test_directions import free_ports

TOP = programs.TOP
#: The others have commands on files that are made while one reads them.
DOCUMENTS = [TOP / "README.md", *sorted((TOP / "docs" / "testing").glob("*.md")),
             *(TOP / "docs" / f"{name}.md" for name in ("adding", "configuration", "faults", "getting-started", "husky-link", "printing"))]
WITHOUT = [TOP / "docs" / "testing" / f"{name}.md" for name in ("ci", "index", "scenarios")]
RECORDINGS = ("capture.pcapng", "monday.pcapng", "left.pcapng", "right.pcapng")
SCENARIO = """scenario: 1
name: mine
limit: 10s
actors: {machines: {groups: [{family: pet}]}}
expect: [{message: init_response, within: 3s}]
"""


class Examples(programs.EndToEnd):
    """In a folder with what the examples name, beside a host."""

    def setUp(self):
        super().setUp()
        for name in ("configs", "tests"):
            (self.folder / name).symlink_to(TOP / name)
        shutil.copytree(TOP / "docs" / "testing" / "examples" / "scenarios", self.folder / "scenarios")
        for name in ("admitted.yaml", "answers.yaml"):
            shutil.copy(self.folder / "scenarios" / name, self.folder)
        shutil.copy(TOP / "configs" / "families" / "pet.yaml", self.folder / "my-family.yaml")
        self.write("my.yaml", SCENARIO)
        self.under_test = self.host()
        self.record()

    def record(self):
        recorded = self.folder / RECORDINGS[0]
        tap = self.started(programs.LINK_BIN, "tap", "--listen", "127.0.0.1:0", "--target", self.address(self.under_test), "--out", recorded)
        done = programs.run(programs.FLEET_BIN, "run", "--host", self.address(tap.ready()), "--count", 1, "--cycles", 3, "--time-scale", "max",
                            HUSKY_FLEET_DISPLAY="false")
        self.assertEqual((done.returncode, tap.stop()), (0, 0), done.stderr)
        for name in RECORDINGS[1:]:
            shutil.copy(recorded, self.folder / name)

    @staticmethod
    def address(of):
        return "{}:{}".format(*(of["tcp"] if isinstance(of, dict) else of.tcp))

    def started(self, *words, folder=None, **environment):
        program = programs.Program(words[0], words[1:], folder or self.folder, environment)
        self.addCleanup(program.dispose)
        return program

    def ends_well(self, example, *more, under_test=None):
        """Runs it to its end; what it wrote to standard output."""
        words = [*example.words_with(under_test or self.address(self.under_test), "127.0.0.1:0"), *more]
        done = programs.run_in(self.folder, *words, said=example.said)
        self.assertEqual(done.returncode, 0, f"{words}\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}")
        return done.stdout

    def ends_well_or_says_that_nobody_is_there(self, example):
        """Asks the host under test, or the port that the example names."""
        done = programs.run_in(self.folder, *example.words_with("", ""), HUSKY_HOST_HTTP_PORT=self.under_test.http[1])
        if "--http-port" not in example.words:
            self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn(done.returncode, (0, 1), done.stderr)

    def goes_on(self, example, *codes, folder=None, **environment):
        """Runs it until it is ready, then ends it by SIGTERM."""
        listens = f"127.0.0.1:{free_ports(12)}" if example.words[0] == "husky-fleet" else "127.0.0.1:0"
        program = self.started(*example.words_with(self.address(self.under_test), listens), folder=folder, **environment, **example.environment)
        program.ready()
        if program.process.poll() is None:
            program.signal(signal.SIGTERM)
        self.assertIn(program.wait(), codes, program.describe())

    def run_example(self, example):
        if example.kind == "husky-host serve":
            self.goes_on(example, 0, HUSKY_HOST_BIND="127.0.0.1", HUSKY_HOST_PORT=0, HUSKY_HOST_HTTP_PORT=0, HUSKY_HOST_LPD_PORT=0)
        elif example.kind == "husky-fleet run":
            dials = {} if "--listen" in example.words else {"HUSKY_FLEET_HOST": self.address(self.under_test)}
            self.goes_on(example, 0, 130, HUSKY_FLEET_RATE=1000, HUSKY_FLEET_DISPLAY="false", **dials)
        elif example.kind == "husky-link tap":
            (self.folder / "tapped").mkdir(exist_ok=True)
            self.goes_on(example, 0, folder=self.folder / "tapped")
        elif example.kind == "husky-link replay":
            self.assertIn("no divergence", self.ends_well(example, under_test=self.address(self.host(store="none"))))
        elif example.words[1] == "check":
            self.assertRegex(self.ends_well(example, "--list"), r"(?m)^scenario  |it has `fails:`")
        elif example.kind == "husky-host healthcheck":
            self.ends_well_or_says_that_nobody_is_there(example)
        elif example.kind == "husky-fleet generate":
            self.ends_well(example, "--hours", "0.02")
        else:
            self.assertIn(example.words[1], ("validate", "schema", "version", "probe", "decode", "dissector", "scenario"), "how is it run?")
            self.ends_well(example)

    def test_every_example(self):
        lines = {}
        for program, least in (("husky-host", 5), ("husky-fleet", 8), ("husky-link", 7)):
            found = examples.of_help(program)
            self.assertGreaterEqual(len(found), least, found)
            lines.update(dict.fromkeys(found))
        for path in DOCUMENTS:
            found = examples.of_document(path)
            self.assertTrue(found or path in WITHOUT, path)
            lines.update(dict.fromkeys(found))
        for line in lines:
            with self.subTest(line):
                self.run_example(examples.Example(line))


if __name__ == "__main__":
    programs.main()
