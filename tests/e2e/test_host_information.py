"""GET /api/v1/host, the histograms of /metrics, and keys by plain requests."""

import programs

TOKEN = "v3ry-s3cr3t"


class Information(programs.EndToEnd):
    def test_settings_in_force_come_from_file_environment_and_flags(self):
        host = self.host("--log-level", "warning", config="link: {silence_timeout_s: 33}\nmachines: [{serial: HY-0001}]\nport: 1\n",
                         HUSKY_HOST_LINK_STATUS_INTERVAL_S="0.5", HUSKY_HOST_LINK_CYCLE_VARIABLES="101,102")
        about = host.get("/api/v1/host").json
        self.assertEqual(about["version"], host.get("/version").json["version"])
        self.assertEqual(about["links"], 0)
        self.assertEqual(about["store"], {"url": f"sqlite:{host.database_file}", "queued": 0, "lag_ms": 0})
        settings = about["settings"]
        self.assertEqual((settings["port"], settings["log"]["level"], settings["link"]["silence_timeout_s"]), (0, "warning", 33))
        self.assertEqual((settings["link"]["status_interval_s"], settings["link"]["cycle_variables"]), (0.5, [101, 102]))
        self.assertEqual(settings["machines"], [{"serial": "HY-0001", "address": "", "dialect": ""}])
        self.assertEqual((settings["faults"], settings["http"]["hosts"], settings["store"]["fresh"]), ([], [], False))

    def test_no_secret_is_in_it_and_none_gets_it_without_the_token(self):
        token = self.write("token", TOKEN + "\n")
        host = self.host("--http-token-file", token)
        for path in ("/api/v1/host", "/api/v1/trace", "/metrics"):
            self.assertEqual(host.get(path).status, 401, path)
        for method, path in (("POST", "/api/v1/reset"), ("DELETE", "/api/v1/machines/HY-0001"), ("POST", "/api/v1/machines/HY-0001/display")):
            self.assertEqual(host.request(method, path).status, 401, path)
        host.headers = {"Authorization": f"Bearer {TOKEN}"}
        answer = host.get("/api/v1/host")
        self.assertEqual(answer.status, 200)
        self.assertNotIn(TOKEN, answer.text)
        self.assertEqual(answer.json["settings"]["http"]["token_file"], str(token))

    def test_links_are_counted_and_questions_are_checked(self):
        host = self.host()
        self.connect(host, "HY-0001").polled()
        self.connect(host)
        programs.eventually(lambda: host.get("/api/v1/host").json["links"] == 2, "two links")
        for method, path, status in (("POST", "/api/v1/host", 405), ("GET", "/api/v1/host?x=1", 400), ("GET", "/api/v1/host/settings", 404)):
            answer = host.request(method, path)
            self.assertEqual((answer.status, answer.headers["Content-Type"]), (status, "application/problem+json"), path)

    def test_histograms_count_requests_commits_and_loops(self):
        host = self.host()
        machine = self.connect(host, "HY-0001").polled()
        machine.fence()
        for _ in range(3):
            host.get("/livez")

        def counted():
            metrics = host.metrics()
            names = ("husky_http_request_seconds", "husky_store_lag_seconds", "husky_loop_lag_seconds")
            if min(metrics[f"{name}_count"] for name in names) == 0:
                return None
            for name in names:
                buckets = [value for sample, value in metrics.items() if sample.startswith(f"{name}_bucket")]
                self.assertEqual(buckets, sorted(buckets), name)
                self.assertEqual(metrics[f'{name}_bucket{{le="+Inf"}}'], metrics[f"{name}_count"])
                self.assertGreaterEqual(metrics[f"{name}_sum"], 0)
            return True

        programs.eventually(counted, "all three")
        self.assertGreaterEqual(host.metrics()["husky_http_request_seconds_count"], 4)
        self.assertIn("# TYPE husky_http_request_seconds histogram", host.get("/metrics").text)


if __name__ == "__main__":
    programs.main()
