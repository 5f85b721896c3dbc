#include <boost/json.hpp>

#include "server/http/iso_time.hpp"
#include "tests/catch.hpp"
#include "tests/unit/server/http_tools.hpp"

using namespace husky::host;
namespace json = boost::json;
using Catch::Matchers::Contains;
using std::chrono::seconds;

namespace {

/// Two machines on new year's day. HY-0001 made ten cycles of 6 s in its first minute, whose parts can be made in 5.4
/// s, 5 of 100 bad, and was down for the second one. HY-0002 made nothing. HY-0003 has never told anything.
struct plant : asked_api {
    plant() : asked_api("sqlite::memory:") {
        for (int i = 1; i <= 3; ++i)
            live.add(i, "HY-000" + std::to_string(i));
        batch b;
        add_machine(b, 1, "HY-0001");
        add_machine(b, 2, "HY-0002");
        for (int i = 0; i < 10; ++i)
            add_made(b, i + 1, 6 * i + 5, {6000, 5400, i < 5 ? 9 : 10, i < 5 ? 1 : 0},
                     R"({"2":)" + std::to_string(i + 1) + R"(,"3":)" + std::to_string(i + 1) + R"(,"162":95,"163":5})");
        b.records.emplace_back(job_record{1, 0, 1, 0, at(5), b.keep("=PET-1"), b.keep("M")});
        b.records.emplace_back(stop_record{1, 0, stop_kind::down, at(60), at(120), seconds(60)});
        if (!commit(*storage.reports(), b)) throw std::runtime_error("nothing is stored");
    }
};

}  // namespace

TEST_CASE("OEE of a machine is that of its window", "[http][oee]") {
    plant api;
    const std::string oee = "/api/v1/machines/HY-0001/oee";
    CHECK(api.get(oee + "?from=2026-01-01&to=2026-01-01T00:02").body ==
          R"({"availability":0.5,"performance":0.9,"quality":0.95,"oee":0.4275,)"
          R"("from":"2026-01-01T00:00:00.000Z","to":"2026-01-01T00:02:00.000Z"})");
    CHECK(api.get(oee + "?from=2026-01-01&to=2026-01-01T00:01").body ==
          R"({"availability":1,"performance":0.9,"quality":0.95,"oee":0.855,)"
          R"("from":"2026-01-01T00:00:00.000Z","to":"2026-01-01T00:01:00.000Z"})");
    CHECK_THAT(api.get(oee + "?from=2026-01-01&to=2026-01-01T00:02&short_stops=performance").body,
               Contains(R"("availability":1,"performance":0.45,)"));
    CHECK_THAT(api.get(oee + "?from=2026-01-01T00:01&to=2026-01-01T00:02&change_over=planned").body,
               Contains(R"({"availability":0,"performance":null,"quality":null,"oee":0,)"));
}

TEST_CASE("where there is nothing to judge by, OEE is null", "[http][oee]") {
    const std::string nothing = R"({"availability":null,"performance":null,"quality":null,"oee":null,)";
    plant api;
    for (const char* path : {"/api/v1/machines/HY-0002/oee", "/api/v1/machines/HY-0003/oee", "/api/v1/oee",
                             "/api/v1/machines/HY-0001/oee?from=2026-01-01&to=2026-01-01",
                             "/api/v1/oee?to=1970-01-01T00:00:01", "/api/v1/oee?from=9999-01-01&to=9999-12-31"}) {
        CAPTURE(path);
        const auto answer = api.get(path);
        CHECK(answer.status == 200);
        CHECK_THAT(answer.body, Contains(nothing));
    }
    asked_api storing_nothing("none");
    storing_nothing.live.add(1, "HY-0001");
    CHECK_THAT(storing_nothing.get("/api/v1/oee").body, Contains(nothing));
    CHECK_THAT(storing_nothing.get("/api/v1/machines/HY-0001/oee").body, Contains(nothing));
    CHECK(storing_nothing.get("/api/v1/machines/HY-0002/oee").status == 404);
}

TEST_CASE("OEE of all machines adds their times and parts up", "[http][oee]") {
    plant api;
    batch b;
    for (int i = 0; i < 10; ++i)
        add_made(b, i + 1, 6 * i + 5, {6000, 6000, 10, 0}, "{}", 0, 2);
    REQUIRE(commit(*api.storage.reports(), b));
    CHECK_THAT(api.get("/api/v1/oee?from=2026-01-01&to=2026-01-02").body,
               Contains(R"({"availability":0.666666667,"performance":0.95,"quality":0.975,"oee":0.6175,)"));
}

TEST_CASE("without a window OEE is that of the last eight hours, with stops that go on", "[http][oee]") {
    plant api;
    const wall_time now = wall_now();
    api.live.known["HY-0002"].standing.push_back(
        {2, 0, stop_kind::down, now - std::chrono::hours(9), now, std::chrono::hours(9)});
    const auto answer = json::parse(api.get("/api/v1/machines/HY-0002/oee").body);
    CHECK(answer.at("availability") == 0);
    CHECK(answer.at("oee") == 0);
    const auto from = parse_iso_time(std::string(answer.at("from").as_string())).value();
    const auto to = parse_iso_time(std::string(answer.at("to").as_string())).value();
    CHECK(to - from == std::chrono::hours(8));
    CHECK(to >= now);
    CHECK_THAT(api.get("/api/v1/oee?to=2026-01-01T00:02").body,
               Contains(R"("from":"2025-12-31T16:02:00.000Z","to":"2026-01-01T00:02:00.000Z"})"));
}

TEST_CASE("what is wrong with a question for OEE, jobs or subgroups is told", "[http][oee]") {
    plant api;
    for (const auto& [path, status, told] : std::vector<std::tuple<std::string, unsigned, std::string>>{
             {"/api/v1/oee?from=2026-01-02&to=2026-01-01", 400, "from: is later than 'to'"},
             {"/api/v1/oee?from=yesterday", 400, "from: expected a time"},
             {"/api/v1/oee?to=", 400, "to: expected a time"},
             {"/api/v1/oee?to=2026-02-30", 400, "to: expected a time"},
             {"/api/v1/oee?from=99999999999999999999", 400, "from: expected a time"},
             {"/api/v1/oee?short_stops=no", 400, "short_stops: expected availability or performance"},
             {"/api/v1/oee?change_over=", 400, "change_over: expected loss or planned"},
             {"/api/v1/oee?limit=5", 400, "unknown query parameter 'limit'"},
             {"/api/v1/oee?from=2026-01-01&from=2026-01-01", 400, "given more than once"},
             {"/api/v1/machines/HY-0009/oee", 404, ""},
             {"/api/v1/machines/HY-0001'--/oee", 404, ""},
             {"/api/v1/machines/HY-0009/jobs", 404, ""},
             {"/api/v1/machines/HY-0001/jobs?after=-1", 400, "after: expected"},
             {"/api/v1/machines/HY-0001/jobs?limit=1001", 400, "limit: expected"},
             {"/api/v1/machines/HY-0009/spc/101/history", 404, ""},
             {"/api/v1/machines/HY-0001/spc/CycleTime/history", 400, "expected the number of a variable"},
             {"/api/v1/machines/HY-0001/spc/65536/history", 400, "expected the number of a variable"},
             {"/api/v1/machines/HY-0001/spc/-1/history", 400, "expected the number of a variable"},
             {"/api/v1/machines/HY-0001/spc/101/history?subgroup_size=0", 400, "subgroup_size: expected"},
             {"/api/v1/machines/HY-0001/spc/101/history?subgroup_size=26", 400, "subgroup_size: expected"},
             {"/api/v1/machines/HY-0001/spc/101/history?tandem_side=2", 400, "tandem_side: expected 0 or 1"},
             {"/api/v1/machines/HY-0001/spc/101/history?order=up", 400, "order: expected asc or desc"}}) {
        CAPTURE(path);
        const auto answer = api.get(path);
        CHECK(answer.status == status);
        CHECK_THAT(answer.body, Contains(told));
    }
    http_request post;
    post.method = "POST";
    post.target = "/api/v1/oee";
    CHECK(api.ask(post).status == 405);
}

TEST_CASE("jobs are listed with what they made, as JSON and as CSV", "[http][job]") {
    plant api;
    CHECK(api.get("/api/v1/machines/HY-0001/jobs").body ==
          R"({"items":[{"serial":"HY-0001","tandem_side":0,"job":"=PET-1","mould":"M","cycles":null,"good_parts":null,)"
          R"("bad_parts":null,"ordered":null,"from":"2026-01-01T00:00:05.000Z","to":null,)"
          R"("last_cycle_at":"2026-01-01T00:00:05.000Z"}],"next":null})");
    CHECK_THAT(api.get("/api/v1/machines/HY-0001/jobs", "text/csv").body, Contains("HY-0001,0,'=PET-1,M,"));
    CHECK(api.get("/api/v1/machines/HY-0003/jobs").body == R"({"items":[],"next":null})");
}

TEST_CASE("the history of SPC is subgroups of stored cycles", "[http][spc]") {
    plant api;
    const std::string history = "/api/v1/machines/HY-0001/spc/2/history";
    const auto list = json::parse(api.get(history + "?subgroup_size=4&limit=1").body);
    REQUIRE(list.at("items").as_array().size() == 1);
    const auto& first = list.at("items").at(0);
    CHECK(first.at("mean") == 2.5);
    CHECK(first.at("range") == 3);
    CHECK(first.at("std_dev") == 1.29099445);
    CHECK(first.at("first_life_counter") == 1);
    CHECK(first.at("last_life_counter") == 4);
    CHECK(first.at("to") == "2026-01-01T00:00:23.000Z");
    CHECK(list.at("next").is_int64());
    CHECK_THAT(api.get(history + "?order=desc", "text/csv").body,
               Contains("HY-0001,1,6,10,2026-01-01T00:00:35.000Z,2026-01-01T00:00:59.000Z,5,8,4,1.58113883,6,10\r\n"));
    CHECK(api.get("/api/v1/machines/HY-0001/spc/999/history").body == R"({"items":[],"next":null})");
    CHECK(api.get("/api/v1/machines/HY-0003/spc/101/history").body == R"({"items":[],"next":null})");
}
