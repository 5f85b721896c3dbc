#include "server/scenarios/scenario_runs.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/json/parse.hpp>
#include <filesystem>
#include <fstream>
#include <system_error>

#include "server/api/api.hpp"
#include "server/http/router.hpp"
#include "settings/json_text.hpp"
#include "tests/catch.hpp"
#include "tests/unit/server/scratch_directory.hpp"

using namespace husky::host;
using Catch::Matchers::Contains;
using Catch::Matchers::EndsWith;

namespace {

/// A host that plays scenarios by a program that is a few lines of shell.
struct playing_host {
    scratch_directory folder;
    boost::asio::io_context context{1};
    scenario_target target{"127.0.0.1:1310", "127.0.0.1:8310", "", ""};
    std::unique_ptr<scenario_runs> runs;

    explicit playing_host(const std::string& script) {
        const std::string player = folder.file("player");
        std::ofstream(player) << "#!/bin/sh\n" << script;
        std::filesystem::permissions(player, std::filesystem::perms::owner_all);
        runs = std::make_unique<scenario_runs>(
            context.get_executor(), scenario_settings{std::string(HUSKY_SOURCE_DIR) + "/configs/scenarios", player},
            [this] { return target; });
    }
    /// Plays the first one to its end.
    const scenario_run& play() {
        const auto id = runs->play(runs->all().front()).id;
        context.restart();
        context.run();
        return *runs->find(id);
    }
    void stop() {
        boost::asio::co_spawn(context, runs->stop(), boost::asio::detached);
        context.restart();
        context.run();
    }
    http_response ask(const std::string& method, const std::string& path, const std::string& body = "") {
        api_parts parts;
        parts.scenarios = runs.get();
        const http_router router(scenario_routes(parts), {});
        http_request request;
        request.method = method;
        request.target = "/api/v1/scenarios" + path;
        request.content_type = "application/json";
        request.body = body;
        http_response got;
        bool answered = false;
        boost::asio::co_spawn(context, router.handle(std::move(request)),
                              [&](const std::exception_ptr&, http_response answer) {
                                  got = std::move(answer);
                                  answered = true;
                              });
        context.restart();
        while (!answered)
            context.run_one();
        return got;
    }
};

constexpr const char* until_killed = "exec tail -f /dev/null\n";

std::string at(const http_response& answer, const char* pointer) {
    const auto document = boost::json::parse(answer.body);
    const auto& value = document.at_pointer(pointer);
    return value.is_string() ? std::string(value.get_string()) : husky::settings::json_text(value);
}

}  // namespace

TEST_CASE("the shipped scenarios that judge a host can be played, by their names", "[scenarios]") {
    const auto all = shipped_scenarios(std::string(HUSKY_SOURCE_DIR) + "/configs/scenarios");
    std::vector<std::string> names;
    for (const auto& each : all) {
        names.push_back(each.name);
        CHECK_THAT(each.about, !Contains("of a host"));
        CHECK(each.file.ends_with(each.name + ".yaml"));
    }
    CHECK(std::is_sorted(names.begin(), names.end()));
    CHECK(std::count(names.begin(), names.end(), "cable-pull") == 1);
    CHECK(std::count(names.begin(), names.end(), "machine-conformance") == 0);
    CHECK(shipped_scenarios("").empty());
    CHECK_THROWS_WITH(shipped_scenarios("/nowhere"), Contains("/nowhere"));
}

TEST_CASE("a scenario that cannot be read is left out", "[scenarios]") {
    const scratch_directory folder;
    std::ofstream(folder.file("good.yaml"))
        << "scenario: 1\nname: good\nabout: of a host; it is there\nlimit: 5s\nactors: {puppets: [{name: p}]}\n"
           "steps: [{name: dials, actor: p, connect: {}}]\nexpect: [{name: in, actor: p, link: linked, within: 1s}]\n";
    std::ofstream(folder.file("wrong.yaml")) << "scenario: 1\nname: wrong\nsteps: nothing\n";
    const auto all = shipped_scenarios(folder.file(""));
    REQUIRE(all.size() <= 1);
    for (const auto& each : all)
        CHECK(each.name == "good");
}

TEST_CASE("a line of the player is taken as far as it is one", "[scenarios]") {
    scenario_run run;
    take_standing(R"({"outcome":null,"steps":[{"name":"a","state":"done"}],"expectations":[]})", run);
    CHECK(run.state == "running");
    CHECK(run.steps == R"([{"name":"a","state":"done"}])");
    for (const char* line : {"", "{", "[]", "7", "\xFF"}) {
        take_standing(line, run);
        CHECK(run.steps == R"([{"name":"a","state":"done"}])");
    }
    for (const auto& [told, state] : std::vector<std::pair<std::string, std::string>>{{R"("PASS")", "passed"},
                                                                                      {R"("FAIL")", "failed"},
                                                                                      {R"("BLOCKED")", "blocked"},
                                                                                      {R"("SKIPPED")", "skipped"},
                                                                                      {"7", "running"},
                                                                                      {R"("pass")", "running"}}) {
        take_standing(R"({"reason":5,"steps":{},"outcome":)" + told + "}", run);
        CHECK(run.state == state);
        CHECK(run.steps == "[]");
        CHECK(run.reason.empty());
    }
}

TEST_CASE("a run is what its player told last", "[scenarios]") {
    playing_host host(R"(echo '{"outcome":null,"steps":[{"name":"a","state":"waiting"}]}' >&3
echo '{"outcome":"FAIL","steps":[{"name":"a","state":"done"}],"expectations":[{"name":"b","state":"missed"}]}' >&3
echo nobody hears this
)");
    const auto& run = host.play();
    CHECK(run.state == "failed");
    CHECK(run.steps == R"([{"name":"a","state":"done"}])");
    CHECK(run.expectations == R"([{"name":"b","state":"missed"}])");
    CHECK(run.name == host.runs->all().front().name);
    CHECK_FALSE(host.runs->is_playing());
}

TEST_CASE("the player is told where this host is, and inherits nothing else", "[scenarios]") {
    playing_host host(R"(for each in 4 5 6 7 8 9; do [ -e /proc/self/fd/$each ] && set -- "$@" open; done
printf '{"outcome":"BLOCKED","reason":"%s"}\n' "$*" >&3
)");
    const std::string file = host.runs->all().front().file;
    CHECK(host.play().reason == "check " + file + " --follow /dev/fd/3 --host 127.0.0.1:1310 --http 127.0.0.1:8310");
    host.target.token_file = "/run/token";
    host.target.store = "sqlite:a b.db";
    CHECK_THAT(host.play().reason, Contains("--http-token-file /run/token --store sqlite:a b.db"));
    host.target = {.machines = "127.0.0.1:1310", .http = "", .token_file = "/run/token", .store = "", .tls = true};
    CHECK_THAT(host.play().reason, EndsWith("--host 127.0.0.1:1310 --tls-insecure"));
}

TEST_CASE("a player that ends without a verdict leaves a run that is blocked", "[scenarios]") {
    for (const char* script : {"exit 2\n", "echo nonsense >&3\n", "printf '{\"outcome\":\"PASS\"}' >&3\n",
                               "head -c 2000000 /dev/zero >&3\n"}) {
        CAPTURE(script);
        playing_host host(script);
        const auto& run = host.play();
        CHECK(run.state == "blocked");
        CHECK_THAT(run.reason, Contains("without a verdict"));
    }
}

TEST_CASE("a stop ends what is played", "[scenarios]") {
    playing_host host(until_killed);
    host.runs->play(host.runs->all().front());
    CHECK(host.runs->is_playing());
    host.stop();
    CHECK_FALSE(host.runs->is_playing());
    CHECK(host.runs->find(1)->state == "blocked");
    host.stop();
}

TEST_CASE("the newest runs are remembered", "[scenarios]") {
    playing_host host("echo '{\"outcome\":\"PASS\"}' >&3\n");
    for (std::size_t i = 0; i <= scenario_runs::max_runs; ++i)
        CHECK(host.play().state == "passed");
    CHECK(host.runs->find(1) == nullptr);
    CHECK(host.runs->find(2) != nullptr);
    CHECK(host.runs->find(scenario_runs::max_runs + 1) != nullptr);
}

TEST_CASE("scenarios are listed, played and watched over HTTP", "[scenarios][http]") {
    playing_host host(until_killed);
    const auto listed = host.ask("GET", "?limit=2");
    CHECK(at(listed, "/items/0/name") == host.runs->all()[0].name);
    CHECK(at(listed, "/next") == "2");
    CHECK(at(host.ask("GET", "?limit=2&after=2"), "/items/0/name") == host.runs->all()[2].name);
    CHECK(at(host.ask("GET", "?after=1000"), "/items") == "[]");
    CHECK(host.ask("GET", "?limit=0").status == 400);

    for (const auto& [body, status] :
         std::vector<std::pair<std::string, unsigned>>{{"", 400},
                                                       {"{", 400},
                                                       {"[]", 400},
                                                       {"{}", 400},
                                                       {R"({"name":7})", 400},
                                                       {R"({"nam":"x"})", 400},
                                                       {R"({"name":"../../etc/passwd"})", 404},
                                                       {R"({"name":"machine-conformance"})", 404}}) {
        CAPTURE(body);
        CHECK(host.ask("POST", "/runs", body).status == status);
    }
    CHECK(host.ask("GET", "/runs/1").status == 404);
    const auto begun = host.ask("POST", "/runs", R"({"name":"cable-pull"})");
    CHECK(begun.status == 201);
    CHECK(begun.headers.at(0).second == "/api/v1/scenarios/runs/1");
    CHECK(at(begun, "/state") == "running");
    CHECK(host.ask("POST", "/runs", R"({"name":"cable-pull"})").status == 409);
    CHECK(at(host.ask("GET", "/runs/1"), "/name") == "cable-pull");
    host.stop();
    CHECK(at(host.ask("GET", "/runs/1"), "/state") == "blocked");
    for (const char* path : {"/runs/2", "/runs/0", "/runs/-1", "/runs/x", "/runs/99999999999999999999"})
        CHECK(host.ask("GET", path).status == 404);
}

TEST_CASE("a player that is not there is told", "[scenarios][http]") {
    playing_host host("exit 0\n");
    std::filesystem::remove(host.folder.file("player"));
    const auto answer = host.ask("POST", "/runs", R"({"name":"cable-pull"})");
    CHECK(answer.status == 503);
    CHECK_THAT(answer.body, Contains("No such file"));
    CHECK_FALSE(host.runs->is_playing());
}
