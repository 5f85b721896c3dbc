#include "tests/catch.hpp"
#include "tests/unit/server/filled_api.hpp"
#include "tests/unit/server/store/made_up_backend.hpp"

using namespace husky::host;
using words = std::vector<std::string>;

namespace {

struct forgetting_api : filled_api {
    http_response send(const std::string& method, const std::string& target, const std::string& body = "") {
        http_request request;
        request.method = method;
        request.target = target;
        request.body = body;
        return ask(std::move(request));
    }
};

}  // namespace

TEST_CASE("a reset forgets all that is stored, and links go on", "[http][forget]") {
    forgetting_api api;
    const auto answer = api.send("POST", "/api/v1/reset");
    CHECK(answer.status == 204);
    CHECK(answer.body.empty());
    CHECK(api.live.forgotten == words{"all", "go on"});
    CHECK(api.live.configured_faults == 1);
    for (const char* what : {"cycles", "gaps", "events", "interruptions", "setups", "prints", "setups/1?version=1"})
        CHECK(api.get("/api/v1/machines/HY-0001/" + std::string(what)).status == 404);
    CHECK(api.get("/api/v1/machines").body == R"({"items":[],"next":null})");
    CHECK(api.send("POST", "/api/v1/reset").status == 204);  // nothing is left to be forgotten
}

TEST_CASE("one machine is forgotten", "[http][forget]") {
    forgetting_api api;
    api.live.add(2, "HY/2 ü");
    CHECK(api.send("DELETE", "/api/v1/machines/HY-0001").status == 204);
    CHECK(api.live.forgotten == words{"HY-0001", "go on"});
    CHECK(api.live.configured_faults == 0);
    CHECK(api.get("/api/v1/machines/HY-0001/cycles").status == 404);
    CHECK(api.send("DELETE", "/api/v1/machines/HY-0001").status == 404);
    CHECK(api.send("DELETE", "/api/v1/machines/HY%2F2%20%C3%BC").status == 204);
    CHECK(api.live.forgotten == words{"HY-0001", "go on", "HY/2 ü", "go on"});
}

TEST_CASE("what is not asked well forgets nothing", "[http][forget]") {
    forgetting_api api;
    CHECK(api.send("GET", "/api/v1/reset").status == 405);
    CHECK(api.send("DELETE", "/api/v1/reset").status == 405);
    CHECK(api.send("POST", "/api/v1/reset?serial=HY-0001").status == 400);
    CHECK(api.send("POST", "/api/v1/reset/").status == 404);
    CHECK(api.send("DELETE", "/api/v1/machines").status == 405);
    CHECK(api.send("DELETE", "/api/v1/machines/").status == 404);
    CHECK(api.send("DELETE", "/api/v1/machines/HY-0001?all=1").status == 400);
    CHECK(api.send("DELETE", "/api/v1/machines/HY-0009").status == 404);
    CHECK(api.send("DELETE", "/api/v1/machines/%27%20or%201=1%20--").status == 404);
    CHECK(api.send("DELETE", "/api/v1/machines/%2A").status == 404);
    CHECK(api.live.forgotten.empty());
    CHECK(api.get("/api/v1/machines/HY-0001/cycles").status == 200);
}

TEST_CASE("a store that fails is told as one, and links go on all the same", "[http][forget]") {
    const auto database = std::make_shared<made_up_database>();
    asked_api api(std::make_unique<write_behind>(std::make_unique<made_up_backend>(database), store_settings{}));
    database->fail("disk is full");
    http_request request;
    request.method = "POST";
    request.target = "/api/v1/reset";
    const auto answer = api.ask(std::move(request));
    CHECK(answer.status == 503);
    CHECK_THAT(answer.body, Catch::Matchers::Contains("deleted as soon as it does"));
    CHECK(api.live.forgotten == words{"all", "go on"});
}

TEST_CASE("a host without a store forgets the set-ups and prints that it has in memory", "[http][forget]") {
    asked_api api("none");
    api.live.add(1, "HY-0001");
    batch b;
    add_machine(b, 1, "HY-0001");
    add_print(b, "Screen", "shift report");
    REQUIRE(commit(api.storage.archive_store(), b));
    CHECK(api.get("/api/v1/machines/HY-0001/prints").body != R"({"items":[],"next":null})");
    http_request request;
    request.method = "POST";
    request.target = "/api/v1/reset";
    CHECK(api.ask(std::move(request)).status == 204);
    api.live.add(1, "HY-0001");
    CHECK(api.get("/api/v1/machines/HY-0001/prints").body == R"({"items":[],"next":null})");
}
