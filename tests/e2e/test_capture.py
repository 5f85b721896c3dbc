"""--capture of the host and the fleet: what passed the sockets, of all threads, in one file that is whole."""

import collections
import json

import programs


class Capture(programs.EndToEnd):
    def shown(self, path):
        done = programs.run(programs.LINK_BIN, "decode", path, "--json")
        self.assertEqual(done.returncode, 0, done.stderr)
        return [json.loads(line) for line in done.stdout.splitlines()]

    def test_both_programs_record_the_same_of_all_their_threads(self):
        files = [self.folder / name for name in ("host.pcapng", "fleet.pcapng")]
        host = self.host("--capture", files[0], store="none", HUSKY_HOST_THREADS=3)
        fleet = self.fleet("--host", "127.0.0.1:%d" % host.tcp[1], "--count", 8, "--time-scale", "max", "--cycles", 10, HUSKY_FLEET_THREADS=2,
                           HUSKY_FLEET_CAPTURE=files[1])
        self.assertEqual((fleet.wait(), host.stop()), (0, 0))
        heard = []
        for path in files:
            links = collections.defaultdict(list)
            for message in self.shown(path):
                links[message["link"]].append((message["name"], json.dumps(message["fields"])))
            heard.append({link: said for link, said in links.items() if said[0][0] == "init"})
        self.assertEqual(len(heard[0]), 8)
        self.assertEqual(*heard)
        self.assertEqual(sum(said[0] == "cycle" for link in heard[0].values() for said in link), 80)

    def test_display_links_are_recorded_and_the_file_is_whole_after_sigterm_with_links_up(self):
        path = self.folder / "fleet.pcapng"
        host = self.host(store="none")
        fleet = self.fleet("--host", "127.0.0.1:%d" % host.tcp[1], "--count", 2, "--capture", path)
        programs.eventually(lambda: host.metrics().get("husky_links_opened_total", 0) >= 4, "links of both kinds")
        programs.eventually(lambda: path.stat().st_size > 1000, "a file that grows while links are up")
        self.assertEqual(fleet.stop(), 0)
        names = collections.Counter(m["name"] for m in self.shown(path))
        self.assertEqual((names["init"], names["display_init"]), (2, 2))

    def test_what_a_stranger_says_is_recorded_as_it_came(self):
        path = self.folder / "host.pcapng"
        host = self.host("--capture", path, store="none")
        machine = self.connect(host, "HY-0001")
        machine.send_frame(0x0099, b"what")
        programs.eventually(lambda: any(v and "unknown_command" in k for k, v in host.metrics().items()), "the host heard it")
        machine.close()
        self.assertEqual(host.stop(), 0)
        self.assertIn(0x0099, [m["code"] for m in self.shown(path)])

    def test_a_file_that_cannot_be_written_is_one_line_and_exit_code_2(self):
        for binary, args in ((programs.HOST_BIN, ("serve", "--port", 0, "--http-port", 0, "--store", "none")), (programs.FLEET_BIN, ("run", "--count", 1))):
            for path, why in (("/nowhere/a.pcapng", "No such file or directory"), ("/dev/full", "No space left on device"), ("/", "Is a directory")):
                with self.subTest(binary=binary, path=path):
                    done = programs.run(binary, *args, "--capture", path, "--log-level", "error")
                    self.assertEqual(done.returncode, 2, done.stderr)
                    self.assertEqual(done.stderr, f"--capture: {path}: {why}\n")


if __name__ == "__main__":
    programs.main()
