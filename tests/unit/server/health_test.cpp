#include <fstream>
#include <regex>
#include <set>
#include <sstream>

#include "protocol/messages/catalogue.hpp"
#include "tests/catch.hpp"
#include "tests/unit/server/http_tools.hpp"
#include "tests/unit/server/scratch_directory.hpp"
#include "tests/unit/server/store/made_up_backend.hpp"

using namespace husky::host;
using Catch::Matchers::Contains;

TEST_CASE("health documents name status and version", "[http]") {
    asked_api api("none");
    CHECK(api.get("/livez").body == R"({"status":"ok","version":"1.2.3"})");
    CHECK(api.get("/readyz").body == R"({"status":"ok","version":"1.2.3","problems":[]})");
    CHECK(api.get("/healthz").body == R"({"status":"ok","version":"1.2.3","problems":[]})");
    CHECK(api.get("/version").body == R"({"name":"husky-host","version":"1.2.3"})");
}

TEST_CASE("a host that is not ready says why", "[http]") {
    const auto database = std::make_shared<made_up_database>();
    database->fail("stopping");
    asked_api api(std::make_unique<write_behind>(std::make_unique<made_up_backend>(database), store_settings{}));
    batch b;
    add_machine(b, 1, "HY-0001");
    REQUIRE(api.storage.reports()->push(b));
    REQUIRE(database->wait_for_failures(1));
    const auto ready = api.get("/readyz");
    CHECK(ready.status == 503);
    CHECK(ready.body == R"({"status":"failing","version":"1.2.3","problems":["store: made-up:husky.db: stopping"]})");
    CHECK(api.get("/healthz").status == 200);
    CHECK_THAT(api.get("/healthz").body, Contains("degraded"));
    CHECK(api.get("/livez").status == 200);
}

TEST_CASE("a store that fails makes the host not ready", "[http]") {
    const auto database = std::make_shared<made_up_database>();
    database->fail("database is locked");
    store_settings impatient;
    impatient.retry_interval = std::chrono::milliseconds(5);
    asked_api api(std::make_unique<write_behind>(std::make_unique<made_up_backend>(database), impatient));
    batch b;
    add_machine(b, 1, "HY-0001");
    told_once committed;
    b.committed = committed.teller();
    REQUIRE(api.storage.reports()->push(b));
    REQUIRE(database->wait_for_failures(1));
    const auto ready = api.get("/readyz");
    CHECK(ready.status == 503);
    CHECK_THAT(ready.body, Contains("husky.db: database is locked"));
    CHECK_THAT(api.get("/metrics").body, Contains("husky_store_up 0\n"));
    database->fail("");
    REQUIRE(committed.wait());
    CHECK(api.get("/readyz").status == 200);
}

TEST_CASE("a store that cannot be read is said, whatever is asked of it", "[http]") {
    const auto database = std::make_shared<made_up_database>();
    asked_api api(std::make_unique<write_behind>(std::make_unique<made_up_backend>(database), store_settings{}));
    api.live.add(1, "HY-0001");
    for (const char* rest : {"cycles", "gaps", "events", "interruptions", "setups", "prints", "setups/1?version=1",
                             "setups/1/diff?from=1&to=2", "prints/1/a.txt"}) {
        CAPTURE(rest);
        const auto answer = api.get("/api/v1/machines/HY-0001/" + std::string(rest));
        CHECK(answer.status == 503);
        CHECK_THAT(answer.body, Contains("the store cannot be read"));
    }
}

TEST_CASE("without the token only the probes are open", "[http]") {
    asked_api api("none", http_guard("s3cret"));
    for (const char* path : {"/livez", "/readyz", "/healthz", "/version"})
        CHECK(api.get(path).status == 200);
    for (const char* path : {"/metrics", "/openapi.json", "/api/v1/machines", "/nothing"}) {
        CAPTURE(path);
        http_request request;
        request.target = path;
        for (const char* wrong : {"", "s3cret", "Bearer", "Bearer ", "Bearer s3cre", "Bearer s3cret2", "Basic s3cret",
                                  "Bearers3cret", "Bearer s3cret s3cret"}) {
            request.authorization = wrong;
            CHECK(api.ask(request).status == 401);
        }
        for (const char* right : {"Bearer s3cret", "bearer s3cret", "BEARER   s3cret"}) {
            request.authorization = right;
            CHECK(api.ask(request).status != 401);
        }
    }
}

TEST_CASE("the guard follows the command line", "[http]") {
    const scratch_directory scratch;
    const std::string path = scratch.file("token");
    http_request request;
    CHECK(http_guard::by_rules("127.0.0.1", "", false).admits(request));
    CHECK(http_guard::by_rules("::1", "", false).admits(request));
    CHECK(http_guard::by_rules("0.0.0.0", "", true).admits(request));
    CHECK_THROWS_WITH(http_guard::by_rules("0.0.0.0", "", false), Contains("token file") && Contains("--http-unsafe"));
    CHECK_THROWS_WITH(http_guard::by_rules("127.0.0.1", path, false), Contains("cannot be read"));
    std::ofstream(path) << "\n";
    CHECK_THROWS_WITH(http_guard::by_rules("127.0.0.1", path, true), Contains("first line"));
    std::ofstream(path) << "s3cret\r\nnotes\n";
    CHECK_FALSE(http_guard::by_rules("127.0.0.1", path, true).admits(request));
    request.authorization = "Bearer s3cret";
    CHECK(http_guard::by_rules("0.0.0.0", path, false).admits(request));
    request = {};
    request.upgrade = true;
    request.subprotocols = "husky.token.czNjcmV0";
    CHECK(http_guard::by_rules("127.0.0.1", path, false).admits(request));
}

TEST_CASE("a WebSocket brings the token as a subprotocol", "[http]") {
    http_request request;
    request.upgrade = true;
    for (const auto& [token, list] : std::vector<std::pair<std::string, std::string>>{
             {"s3cret", "husky.token.czNjcmV0"},
             {"s3cret", "husky.live, husky.token.czNjcmV0"},
             {"s3cret", "husky.token.YWJj,\thusky.token.czNjcmV0 , husky.live"},
             {"a", "husky.token.YQ"},
             {"?>~\xC3\xBF", "husky.token.Pz5-w78"},
             {"\xFB\xFF", "husky.token.-_8"}}) {
        CAPTURE(token, list);
        request.subprotocols = list;
        CHECK(http_guard(token).admits(request));
        request.upgrade = false;
        CHECK_FALSE(http_guard(token).admits(request));
        request.upgrade = true;
    }
    for (const char* list :
         {"", ",", "husky.token.", "husky.token.czNjcmV1", "husky.token.czNjcmV0=", "husky.token.s3cret",
          "Husky.Token.czNjcmV0", "czNjcmV0", "husky.token.czNjcmV0 husky.live", "husky.token.czNjcm"}) {
        CAPTURE(list);
        request.subprotocols = list;
        CHECK_FALSE(http_guard("s3cret").admits(request));
        CHECK(http_guard().admits(request));
    }
}

TEST_CASE("a token in a subprotocol opens nothing but a WebSocket", "[http]") {
    asked_api api("none", http_guard("s3cret"));
    http_request request;
    request.subprotocols = "husky.live, husky.token.czNjcmV0";
    request.upgrade = true;
    request.target = "/api/v1/machines";
    CHECK(api.ask(request).status == 401);
    request.target = "/api/v1/machines/HY-0001/display";
    CHECK(api.ask(request).status == 404);  // admitted, and no such machine
    request.method = "POST";
    CHECK(api.ask(request).status == 401);
}

TEST_CASE("metrics are Prometheus text: every sample of a family with help and type", "[http]") {
    asked_api api("none");
    api.live.add(1, "SECRET-SERIAL");
    api.live.counted.links_opened.add(3);
    api.live.counted.links_closed[close_reason::takeover].add();
    api.live.counted.cycles[cycle_result::fresh].add(10);
    api.live.counted.received[husky::protocol::index_of<husky::protocol::cycle>].add(11);
    api.live.counted.errors_sent[2].add(4);
    const std::string text = api.get("/metrics").body;
    for (const char* line :
         {"husky_links 2\n", "husky_links_closed_total{reason=\"takeover\"} 1\n",
          "husky_cycles_total{fate=\"new\"} 10\n", "husky_messages_received_total{message=\"cycle\"} 11\n",
          "husky_errors_sent_total{code=\"malformed\"} 4\n", "husky_build_info{version=\"1.2.3\"} 1\n"})
        CHECK_THAT(text, Contains(line));
    CHECK(text.find("SECRET-SERIAL") == std::string::npos);

    const std::regex sample(R"re(([a-z_]+)(\{[a-z]+="[^"\s]+"\})? \d+(\.\d+)?)re");
    const std::regex histogram_part("_(bucket|sum|count)$");
    std::istringstream lines(text);
    std::set<std::string> helped, seen;
    std::string typed, type;
    for (std::string line; std::getline(lines, line);) {
        CAPTURE(line);
        std::istringstream words(line);
        std::string mark, kind, name;
        words >> mark >> kind >> name;
        std::smatch found;
        if (kind == "HELP") {
            CHECK(helped.insert(name).second);
        } else if (kind == "TYPE") {
            CHECK(helped.count(name) == 1);
            typed = name;
            words >> type;
        } else {
            REQUIRE(std::regex_match(line, found, sample));
            CHECK((type == "histogram" ? std::regex_replace(found[1].str(), histogram_part, "") : found[1].str()) ==
                  typed);
            CHECK(seen.insert(found[1].str() + found[2].str()).second);
        }
    }
}
