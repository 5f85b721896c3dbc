#include <boost/json.hpp>
#include <set>

#include "tests/catch.hpp"
#include "tests/unit/server/http_tools.hpp"
#include "tests/unit/server/scratch_directory.hpp"

using namespace husky::host;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;

namespace {

void fill(asked_api& api) {
    api.live.add(1, "HY-0001");
    batch b;
    add_machine(b, 1, "HY-0001");
    for (int i = 1; i <= 3; ++i)
        add_cycle(b, 1, i);
    b.records.emplace_back(gap_record{1, 1, 1, 7, 9, new_year, new_year + std::chrono::seconds{9}, new_year});
    b.records.emplace_back(event_record{1, b.keep("2026-01-01T10:00:00"), new_year,
                                        b.keep(R"([{"language":"E","type":"AL","text":"a \"b\", c"}])")});
    b.records.emplace_back(interruption_record{1, 304, 1, 0, b.keep("2026-01-01T10:00:01"), new_year, b.keep("[]")});
    REQUIRE(commit(*api.storage.reports(), b));
}

}  // namespace

TEST_CASE("cycles are listed as they were stored, page by page", "[http]") {
    asked_api api("sqlite::memory:");
    fill(api);
    const auto first = api.get("/api/v1/machines/HY-0001/cycles?limit=2");
    CHECK(first.status == 200);
    CHECK(first.content_type == "application/json");
    CHECK(
        first.body ==
        R"({"items":[{"serial":"HY-0001","tandem_side":0,"epoch":1,"life_counter":1,"machine_time":"2026-01-01T00:00:01Z",)"
        R"("receive_time":"2026-01-01T00:00:01.007Z","values":{"1":17,"101":5.5,"102":null}},)"
        R"({"serial":"HY-0001","tandem_side":0,"epoch":1,"life_counter":2,"machine_time":"2026-01-01T00:00:02Z",)"
        R"("receive_time":"2026-01-01T00:00:02.007Z","values":{"1":17,"101":5.5,"102":null}}],"next":2})");
    REQUIRE(first.headers.size() == 1);
    CHECK(first.headers[0].second == "</api/v1/machines/HY-0001/cycles?limit=2&after=2>; rel=\"next\"");
    const auto second = api.get("/api/v1/machines/HY-0001/cycles?limit=2&after=2");
    CHECK_THAT(second.body, StartsWith(R"({"items":[{"serial":"HY-0001","tandem_side":0,"epoch":1,"life_counter":3)"));
    CHECK_THAT(second.body, Catch::Matchers::EndsWith(R"("next":null})"));
    CHECK(second.headers.empty());
}

TEST_CASE("a history comes with the newest first when asked so", "[http]") {
    asked_api api("sqlite::memory:");
    fill(api);
    const std::string cycles = "/api/v1/machines/HY-0001/cycles?order=desc";
    const auto first = api.get(cycles + "&limit=2");
    CHECK_THAT(first.body, StartsWith(R"({"items":[{"serial":"HY-0001","tandem_side":0,"epoch":1,"life_counter":3)"));
    REQUIRE(first.headers.size() == 1);
    CHECK(first.headers[0].second == "</api/v1/machines/HY-0001/cycles?order=desc&limit=2&after=2>; rel=\"next\"");
    const auto second = api.get(cycles + "&limit=2&after=2");
    CHECK_THAT(second.body, StartsWith(R"({"items":[{"serial":"HY-0001","tandem_side":0,"epoch":1,"life_counter":1)"));
    CHECK_THAT(second.body, Catch::Matchers::EndsWith(R"("next":null})"));
    CHECK_THAT(api.get("/api/v1/machines/HY-0001/gaps?order=up").body, Contains("order: expected asc or desc"));
}

TEST_CASE("the format may be named in the query", "[http]") {
    asked_api api("sqlite::memory:");
    fill(api);
    const std::string gaps = "/api/v1/machines/HY-0001/gaps";
    CHECK(api.get(gaps + "?format=csv", "application/json").body == api.get(gaps, "text/csv").body);
    CHECK(api.get(gaps + "?format=json", "text/csv").body == api.get(gaps).body);
    CHECK_THAT(api.get(gaps + "?format=xml").body, Contains("format: expected json or csv"));
}

TEST_CASE("CSV of cycles has a column for each variable by name when asked so", "[http]") {
    asked_api api("sqlite::memory:");
    api.live.add(1, "HY-0001");
    batch b;
    add_machine(b, 1, "HY-0001");
    add_cycle(b, 1, 1, 1, R"({"1":1,"4":1767225601,"101":5.665,"102":null,"203":"=Cap, 28","900":7,"901":"x"})");
    REQUIRE(commit(*api.storage.reports(), b));
    const std::string cycles = "/api/v1/machines/HY-0001/cycles?format=csv&columns=";
    const auto named = api.get(cycles + "names");
    CHECK(named.status == 200);
    const auto end_of_names = named.body.find("\r\n");
    const auto names = named.body.substr(0, end_of_names);
    CHECK_THAT(names, StartsWith("serial,tandem_side,epoch,life_counter,machine_time,receive_time,LifeCycleCounter,"));
    CHECK_THAT(names, Contains(",CycleTime,"));
    CHECK_THAT(names, Catch::Matchers::EndsWith(",other"));
    const auto row = named.body.substr(end_of_names + 2);
    CHECK_THAT(row, StartsWith("HY-0001,0,1,1,2026-01-01T00:00:01Z,2026-01-01T00:00:01.007Z,1,"));
    CHECK_THAT(row, Contains(",5.665,"));
    CHECK_THAT(row, Contains(R"(,"'=Cap, 28",)"));
    CHECK_THAT(row, Catch::Matchers::EndsWith(R"(,"{""900"":7,""901"":""x""}")"
                                              "\r\n"));
    CHECK(api.get(cycles + "ids").body == api.get("/api/v1/machines/HY-0001/cycles", "text/csv").body);
    CHECK_THAT(api.get(cycles + "all").body, Contains("columns: expected ids or names"));
    CHECK_THAT(api.get("/api/v1/machines/HY-0001/cycles?columns=names").body, Contains("add format=csv"));
    CHECK(api.get("/api/v1/machines/HY-0001/gaps?format=csv&columns=names").status == 400);
}

TEST_CASE("lists come as CSV when asked so", "[http]") {
    asked_api api("sqlite::memory:");
    fill(api);
    const auto events = api.get("/api/v1/machines/HY-0001/events", "text/csv");
    CHECK_THAT(events.content_type, StartsWith("text/csv"));
    CHECK(events.body ==
          "serial,machine_time,receive_time,texts\r\n"
          "HY-0001,2026-01-01T10:00:00,2026-01-01T00:00:00.000Z,"
          "\"[{\"\"language\"\":\"\"E\"\",\"\"type\"\":\"\"AL\"\",\"\"text\"\":\"\"a \\\"\"b\\\"\", c\"\"}]\"\r\n");
    CHECK(api.get("/api/v1/machines/HY-0001/gaps", "text/csv").body ==
          "serial,epoch,first_missing,last_missing,detected_at,after_time,before_time\r\n"
          "HY-0001,1,7,9,2026-01-01T00:00:00.000Z,2026-01-01T00:00:00Z,2026-01-01T00:00:09Z\r\n");
    CHECK(api.get("/api/v1/machines/HY-0001/gaps", "application/json, text/csv").content_type == "application/json");
}

TEST_CASE("an interruption says whether it begins or ends", "[http]") {
    asked_api api("sqlite::memory:");
    fill(api);
    CHECK_THAT(api.get("/api/v1/machines/HY-0001/interruptions").body,
               Contains(R"("interruption_id":304,"state":"begins","machine_time":"2026-01-01T10:00:01")"));
}

TEST_CASE("a machine shows what it is doing", "[http]") {
    asked_api api("none");
    api.live.add(1, "HY-0001");
    machine_snapshot& machine = api.live.known["HY-0001"];
    machine.online = true;
    machine.address = "127.0.0.1:40312";
    machine.linked_since = new_year;
    machine.epoch = 1;
    machine.life_counter = 17;
    machine.last_cycle_at = new_year;
    machine.cycles_stored = 17;
    machine.languages = {"E", "D"};
    machine.variables = 72;
    machine.sides.push_back({0, husky::protocol::machine_mode::automatic,
                             husky::protocol::production_status::production, "job \"1\"", "Deckel", 5, 4, 1});
    machine.cycle_time = 5.507;
    machine.ideal_cycle_time = 5.5;
    machine.stopped_by = {304, 1, 1, "2026-01-01T10:00:01", new_year, "[]"};
    CHECK(api.get("/api/v1/machines/HY-0001").body ==
          R"({"serial":"HY-0001","online":true,"address":"127.0.0.1:40312","tandem":false,"sides":[{"tandem_side":0,)"
          R"("mode":"auto","production":"production","job":"job \"1\"","mould":"Deckel","cycles":5,"good_parts":4,)"
          R"("bad_parts":1}],"epoch":1,"life_counter":17,"last_cycle_at":"2026-01-01T00:00:00Z",)"
          R"("linked_since":"2026-01-01T00:00:00.000Z","cycles_stored":17,"duplicates":0,"gaps":0,"events":0,)"
          R"("interruptions":0,"languages":["E","D"],"variables":72,"cycle_time":5.507,"target_cycle_time":5.5,)"
          R"("last_interruption":{"serial":"HY-0001","tandem_side":1,"interruption_id":304,"state":"begins",)"
          R"("machine_time":"2026-01-01T10:00:01","receive_time":"2026-01-01T00:00:00.000Z","texts":[]}})");
}

TEST_CASE("machines come in pages by their number", "[http]") {
    asked_api api("none");
    for (int i = 1; i <= 5; ++i)
        api.live.add(i, "HY-000" + std::to_string(6 - i));
    std::string serials;
    std::string next = "0";
    while (next != "null") {
        const auto answer = boost::json::parse(api.get("/api/v1/machines?limit=2&after=" + next).body);
        for (const auto& item : answer.at("items").as_array())
            serials += item.at("serial").as_string().back();
        next = boost::json::serialize(answer.at("next"));
    }
    CHECK(serials == "54321");
    CHECK(api.get("/api/v1/machines", "text/csv").body.substr(0, 14) == "serial,online,");
}

TEST_CASE("a machine of which nothing is stored yet has empty lists", "[http]") {
    const std::string url = GENERATE(as<std::string>{}, "none", "sqlite::memory:");
    asked_api api(url);
    api.live.add(1, "HY-0001");
    for (const char* list : {"cycles", "gaps", "events", "interruptions"}) {
        CAPTURE(url, list);
        const auto answer = api.get(std::string("/api/v1/machines/HY-0001/") + list);
        CHECK(answer.status == 200);
        CHECK(answer.body == R"({"items":[],"next":null})");
    }
}

TEST_CASE("what is wrong with a request is said as a problem document", "[http]") {
    asked_api api("sqlite::memory:");
    fill(api);
    const auto [target, status] = GENERATE(table<std::string, unsigned>({
        {"/nothing", 404},
        {"/api/v1/nothing", 404},
        {"/api/v1/machines/", 404},
        {"/api/v1/machines/NOBODY", 404},
        {"/api/v1/machines/NOBODY/cycles", 404},
        {"/api/v1/machines/HY-0001/recipes", 404},
        {"/api/v1/machines/%zz", 400},
        {"/api/v1/machines?limit=0", 400},
        {"/api/v1/machines?limit=1001", 400},
        {"/api/v1/machines/HY-0001/cycles?limit=", 400},
        {"/api/v1/machines/HY-0001/cycles?limit=x", 400},
        {"/api/v1/machines/HY-0001/cycles?limit=5x", 400},
        {"/api/v1/machines/HY-0001/cycles?limit=99999999999999999999", 400},
        {"/api/v1/machines/HY-0001/cycles?after=-1", 400},
        {"/api/v1/machines/HY-0001/cycles?after=%00x", 400},
    }));
    CAPTURE(target);
    const auto answer = api.get(target);
    CHECK(answer.status == status);
    CHECK(answer.content_type == "application/problem+json");
    CHECK(boost::json::parse(answer.body).at("status").as_int64() == status);
}

TEST_CASE("a method that a path does not know is told which it knows", "[http]") {
    asked_api api("none");
    http_request request;
    request.method = "DELETE";
    request.target = "/api/v1/machines";
    const auto answer = api.ask(request);
    CHECK(answer.status == 405);
    REQUIRE(answer.headers.size() == 1);
    CHECK(answer.headers[0] == std::pair<std::string, std::string>{"Allow", "GET"});
    request.method = "HEAD";
    CHECK(api.ask(request).status == 200);
}

TEST_CASE("the description names exactly the routes there are", "[http]") {
    asked_api api("none");
    const auto described = boost::json::parse(api.get("/openapi.json").body);
    std::set<std::string> paths, routes;
    for (const auto& path : described.at("paths").as_object())
        paths.insert(std::string(path.key()));
    for (const auto& route : api.router.routes())
        routes.insert(std::string(route.pattern));
    CHECK(paths == routes);
    const auto& cycle = described.at_pointer(
        "/paths/~1api~1v1~1machines~1{serial}~1cycles/get/responses/200/content/application~1json/schema/properties/"
        "items/"
        "items/properties");
    CHECK(cycle.at("values").at("type") == "object");
    CHECK(cycle.at("receive_time").at("format") == "date-time");
}
