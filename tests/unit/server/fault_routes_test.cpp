#include <boost/json/parse.hpp>

#include "tests/catch.hpp"
#include "tests/unit/server/http_tools.hpp"

using namespace husky;
using namespace husky::host;

namespace {

struct fault_api : asked_api {
    fault_api() : asked_api("none") {}

    http_response send(const std::string& method, const std::string& body = "", const std::string& below = "") {
        http_request request;
        request.method = method;
        request.target = "/api/v1/faults" + below;
        request.body = body;
        request.content_type = "application/json";
        return ask(std::move(request));
    }
};

constexpr const char* drop = R"({"message":"cycle","do":"drop"})";

}  // namespace

TEST_CASE("a fault is injected, listed and cleared, and the links are told each time", "[http][faults]") {
    fault_api api;
    const auto made = api.send("POST", drop);
    CHECK(made.status == 201);
    CHECK(made.headers == std::vector<std::pair<std::string, std::string>>{{"Location", "/api/v1/faults/1"}});
    const std::string shown =
        R"({"id":1,"fault":{"message":"cycle","way":"both","do":"drop"},"matched":0,"done":0,"seed":7})";
    CHECK(made.body == shown);
    CHECK(api.send("GET").body == R"({"seed":7,"items":[)" + shown + R"(],"next":null})");
    CHECK(api.send("GET", "", "/1").body == shown);
    CHECK(api.live.faults_told == 1);
    CHECK(api.send("DELETE", "", "/1").status == 204);
    CHECK(api.live.faults_told == 2);
    CHECK(api.send("DELETE", "", "/1").status == 404);
    CHECK(api.send("GET", "", "/one").status == 404);
    CHECK(api.live.faults_told == 2);
    api.send("POST", drop);
    CHECK(api.send("DELETE").status == 204);
    CHECK(api.live.board.placed()->empty());
}

TEST_CASE("a wrong fault is a 400 with the path of its key, and nothing is placed", "[http][faults]") {
    fault_api api;
    for (const auto& [body, detail] : std::vector<std::pair<std::string, std::string>>{
             {"", "the body is not JSON: incomplete JSON"},
             {R"({"do":{"truncate":-1}})", "do.truncate.at: expected a whole number from 0 to 65535, got -1"}}) {
        const auto answer = api.send("POST", body);
        CHECK(answer.status == 400);
        CHECK(answer.content_type == "application/problem+json");
        CHECK(boost::json::parse(answer.body).at("detail").as_string() == detail);
    }
    CHECK(api.live.board.placed()->empty());
    CHECK(api.live.faults_told == 0);
}

TEST_CASE("a whole number of a fault is whole however it is written", "[http][faults]") {
    fault_api api;
    const auto made =
        api.send("POST", R"({"message":"cycle","way":"received","first":1e3,"every":2.0,"do":{"truncate":1e1}})");
    REQUIRE(made.status == 201);
    CHECK(made.body.find(R"("first":1000,"every":2,"do":{"truncate":{"at":10}})") != std::string::npos);
    const auto half = api.send("POST", R"({"first":0.5,"do":"drop"})");
    CHECK(std::string(boost::json::parse(half.body).at("detail").as_string()) ==
          "first: expected a whole number from 0 to 1000000000, got 0.5");
}

TEST_CASE("one fault more than may be placed is a 409", "[http][faults]") {
    fault_api api;
    for (std::size_t i = 0; i < link::placed_faults::max_faults; ++i)
        REQUIRE(api.live.board.place({}, {}));
    CHECK(api.send("POST", drop).status == 409);
}

TEST_CASE("the list of faults is paged, and comes as CSV", "[http][faults]") {
    fault_api api;
    for (int i = 0; i < 3; ++i)
        api.send("POST", drop);
    CHECK(boost::json::parse(api.send("GET", "", "?limit=2").body).at("next") == 2);
    CHECK(boost::json::parse(api.send("GET", "", "?limit=2&after=2").body).at("items").as_array().size() == 1);
    CHECK(api.get("/api/v1/faults?limit=1", "text/csv").body.starts_with("id,fault,matched,done,seed"));
}

TEST_CASE("what was done is in the metrics, by kind", "[http][faults]") {
    fault_api api;
    api.live.board.fault_done(protocol::fault_kind::half_open);
    CHECK(api.get("/metrics").body.find("husky_faults_done_total{kind=\"half_open\"} 1\n") != std::string::npos);
}
