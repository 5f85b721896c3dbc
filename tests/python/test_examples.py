"""The examples of docs/testing: each does here what its page says, as far as it can without a CI."""

import json
import os
import re
import shutil
import socket
import subprocess
import unittest

import bench
from husky_test import free_address, wait_until

CI_FILES = ["compose.yaml", "github-actions.yml", "gitlab-ci.yml"]
DOCKERFILE = bench.TOP / "docker" / "Dockerfile"
FLAGS = {"--host", "--junit", "--transcript"}


class Files(unittest.TestCase):
    def load(self, name):
        read = "import json, sys, yaml; print(json.dumps(yaml.safe_load(open(sys.argv[1])), default=str))"
        done = subprocess.run([bench.python_with("yaml"), "-c", read, bench.EXAMPLES / name], capture_output=True, text=True, check=True)
        return json.loads(done.stdout)

    def test_no_file_is_untested(self):
        self.assertEqual(sorted(path.name for path in bench.EXAMPLES.iterdir() if path.is_file()),
                         sorted([*CI_FILES, "plain.sh", "test_gateway.py", "test_host.py"]))

    def test_images_have_plain_names(self):
        for name in CI_FILES:
            for image in re.findall(r"(?:image|name): ([\w./:-]+)", (bench.EXAMPLES / name).read_text(encoding="utf-8")):
                self.assertNotIn("/", image, name)

    def test_github_actions(self):
        job = self.load("github-actions.yml")["jobs"]["scenarios"]
        self.assertEqual((job["container"]["image"], list(job["services"])), ("husky-fleet", ["host"]))
        self.check([step["run"] for step in job["steps"] if "run" in step])
        self.assertEqual(job["steps"][-1]["with"]["path"].split(), ["report.xml", "transcripts"])

    def test_gitlab(self):
        job = self.load("gitlab-ci.yml")["scenarios"]
        self.assertEqual(job["services"][0]["alias"], "host")
        self.check(job["script"])
        self.assertEqual(job["artifacts"]["reports"], {"junit": "report.xml"})

    def test_compose(self):
        services = self.load("compose.yaml")["services"]
        self.assertEqual(services["scenarios"]["depends_on"], {"host": {"condition": "service_healthy"}})
        self.check([" ".join(["husky-fleet", *services["scenarios"]["command"]])])

    @unittest.skipUnless(DOCKERFILE.exists(), "no Dockerfile inside of its own image")
    def test_the_images_are_as_compose_wants_them(self):
        images = DOCKERFILE.read_text(encoding="utf-8")
        self.assertIn("HEALTHCHECK", images)
        self.assertIn('ENTRYPOINT ["husky-fleet"]', images)

    def check(self, commands):
        self.assertEqual(len(commands), 1)
        words = commands[0].split()
        self.assertEqual(words[:2], ["husky-fleet", "check"])
        self.assertEqual(set(word for word in words if word.startswith("--")), FLAGS)
        self.assertEqual(words[words.index("--host") + 1], "host:1310")


class PlainShell(bench.Test):
    def setUp(self):
        super().setUp()
        self.target = free_address()
        self.tools = self.folder / "tools"
        self.tools.mkdir()
        for name in ("husky-host", "husky-link"):
            (self.tools / name).symlink_to(bench.find_program(name))

    def play(self, script, start):
        around = {key: value for key, value in os.environ.items() if not key.startswith("HUSKY_")}
        environment = {**around, "PATH": f"{self.tools}:{os.environ['PATH']}", "TARGET": str(self.target), "START": start}
        return subprocess.run([script], cwd=self.folder, env=environment, capture_output=True, text=True, check=False, timeout=120)

    def expect(self, code):
        done = self.play(bench.EXAMPLES / "plain.sh",
                         f"husky-host serve --bind 127.0.0.1 --port {self.target.port} --http-port 0 --lpd-port 0 --store none")
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        self.assertTrue((self.folder / "report.xml").exists())
        wait_until(lambda: not self.listens(), what="the host is gone")

    def listens(self):
        with socket.socket() as probe:
            return probe.connect_ex(self.target) == 0

    def test_it_ends_with_the_verdict(self):
        (self.tools / "husky-fleet").symlink_to(self.fake_check())
        for outcome, code in (("PASS", 0), ("FAIL", 1), ("BLOCKED", 2)):
            with self.subTest(outcome):
                self.scenario("scenarios/a.yaml", outcome)
                self.expect(code)

    @bench.needs_command("husky-fleet", "check")
    def test_it_plays_a_scenario(self):
        (self.tools / "husky-fleet").symlink_to(bench.find_program("husky-fleet"))
        shutil.copytree(bench.EXAMPLES / "scenarios", self.folder / "scenarios")
        self.expect(0)
        self.write("scenarios/small.yaml", bench.SMALL % 3)
        self.expect(1)

    def test_a_host_that_does_not_start_is_told(self):
        done = self.play(bench.EXAMPLES / "plain.sh", "echo no licence")
        self.assertEqual((done.returncode, done.stderr.strip()), (2, "no licence"))


class Pytest(bench.Test):
    def run_example(self, name):
        done = bench.pytest(self.folder, "-q", bench.EXAMPLES / name)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertIn("2 passed", done.stdout)

    def test_a_host(self):
        self.run_example("test_host.py")

    @bench.needs_command("husky-link", "tap")
    def test_a_gateway(self):
        self.run_example("test_gateway.py")


if __name__ == "__main__":
    unittest.main()
