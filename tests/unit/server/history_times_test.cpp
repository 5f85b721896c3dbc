#include <boost/json.hpp>

#include "tests/catch.hpp"
#include "tests/unit/server/filled_api.hpp"

using namespace husky::host;
using Catch::Matchers::Contains;

namespace {

std::string life_counters(const http_response& answer) {
    std::string out;
    const auto list = boost::json::parse(answer.body);
    for (const auto& item : list.at("items").as_array())
        out += std::to_string(item.at("life_counter").as_int64()) + ' ';
    return out;
}

}  // namespace

TEST_CASE("cycles are listed from one time up to another", "[http][times]") {
    filled_api api;
    for (const auto& [query, found] : std::vector<std::pair<std::string, std::string>>{
             {"", "1 2 3 4 5 "},
             {"?from=2026-01-01T00:00:03", "3 4 5 "},
             {"?from=2026-01-01T00:00:03.007Z", "3 4 5 "},
             {"?from=2026-01-01T00:00:03.008Z", "4 5 "},
             {"?to=2026-01-01T00:00:03.007", "1 2 "},
             {"?to=2026-01-01T00:00:03.008", "1 2 3 "},
             {"?from=2026-01-01T01:00:02%2B01:00&to=2026-01-01T00:00:04Z", "2 3 "},
             {"?from=2026-01-01T01:00:02+01:00&to=2026-01-01T00:00:04Z", "2 3 "},
             {"?from=2026-01-01T00:00:03&to=2026-01-01T00:00:03", ""},
             {"?from=2026-01-02", ""},
             {"?to=2026-01-01", ""},
             {"?from=2026-01-01&to=2026-01-02", "1 2 3 4 5 "}}) {
        CAPTURE(query);
        CHECK(life_counters(api.get("/api/v1/machines/HY-0001/cycles" + query)) == found);
    }
}

TEST_CASE("every history is listed by when the host got it, at `from` and before `to`", "[http][times]") {
    filled_api api;
    const std::string list = GENERATE("gaps", "events", "interruptions", "jobs", "setups", "prints");
    CAPTURE(list);
    const auto rows = [&](const std::string& query) {
        const auto answer = api.get("/api/v1/machines/HY-0001/" + list + query);
        REQUIRE(answer.status == 200);
        return boost::json::parse(answer.body).at("items").as_array().size();
    };
    CHECK(rows("") == 1);
    CHECK(rows("?from=2026-01-01T00:00:03") == 1);
    CHECK(rows("?from=2026-01-01T00:00:03.001") == 0);
    CHECK(rows("?to=2026-01-01T00:00:03") == 0);
    CHECK(rows("?to=2026-01-01T00:00:03.001") == 1);
}

TEST_CASE("pages of a window join, as JSON and as CSV", "[http][times]") {
    filled_api api;
    const auto first =
        api.get("/api/v1/machines/HY-0001/cycles?from=2026-01-01T01:00:02%2B01:00&to=2026-01-02&limit=2");
    CHECK(life_counters(first) == "2 3 ");
    REQUIRE(first.headers.size() == 1);
    const std::string next =
        "/api/v1/machines/HY-0001/cycles?from=2026-01-01T01%3A00%3A02%2B01%3A00&to=2026-01-02&limit=2&after=3";
    CHECK(first.headers[0].second == '<' + next + ">; rel=\"next\"");
    CHECK(life_counters(api.get(next)) == "4 5 ");
    CHECK_THAT(api.get("/api/v1/machines/HY-0001/cycles?from=2026-01-01T00:00:05", "text/csv").body,
               Contains("HY-0001,0,1,5,") && !Contains("HY-0001,0,1,4,"));
}

TEST_CASE("a wrong time is refused, whatever is stored", "[http][times]") {
    asked_api api(GENERATE("none", "sqlite::memory:"));
    api.live.add(1, "HY-0001");
    for (const char* query : {"from=yesterday", "to=", "from=2026-02-30", "from=2026-01-02&to=2026-01-01",
                              "from=2026-01-01T00:00:00Z&to=2026-01-01T00:00:00%2B01:00"}) {
        CAPTURE(query);
        CHECK(api.get("/api/v1/machines/HY-0001/cycles?" + std::string(query)).status == 400);
    }
}

TEST_CASE("every history comes with the newest first when asked so", "[http][times]") {
    filled_api api;
    batch b;
    b.records.emplace_back(gap_record{1, 2, 1, 17, 19, new_year, new_year, at(4)});
    b.records.emplace_back(event_record{1, b.keep("2026-01-01T10:00:00"), at(4), b.keep("[]")});
    b.records.emplace_back(interruption_record{1, 304, 0, 0, b.keep("2026-01-01T10:00:01"), at(4), b.keep("[]")});
    b.records.emplace_back(job_record{1, 0, 1, 3, at(4), b.keep("B"), {}});
    b.records.emplace_back(print_record{1, at(4), b.keep("second"), {}, {}});
    setup_record setup;
    setup.machine = setup.number = 1;
    setup.time = at(4);
    setup.sha256 = b.keep("other");
    setup.content = b.keep("y");
    b.records.emplace_back(setup);
    REQUIRE(commit(*api.storage.reports(), b));
    for (const auto& [list, time] : std::vector<std::pair<std::string, std::string>>{{"gaps", "detected_at"},
                                                                                     {"events", "receive_time"},
                                                                                     {"interruptions", "receive_time"},
                                                                                     {"jobs", "from"},
                                                                                     {"setups", "time"},
                                                                                     {"prints", "time"}}) {
        CAPTURE(list);
        const auto times_of = [&, &list = list, &time = time](const std::string& query) {
            std::string out;
            const auto found = boost::json::parse(api.get("/api/v1/machines/HY-0001/" + list + query).body);
            for (const auto& item : found.at("items").as_array())
                out += std::string(item.at(time).as_string()).substr(17, 2) + ' ';
            return out + (found.at("next").is_null() ? "" : "...");
        };
        CHECK(times_of("") == "03 04 ");
        CHECK(times_of("?order=asc") == "03 04 ");
        CHECK(times_of("?order=desc") == "04 03 ");
        CHECK(times_of("?order=desc&limit=1") == "04 ...");
        CHECK(times_of("?order=desc&to=2026-01-01T00:00:04") == "03 ");
        CHECK(times_of("?order=desc&from=2026-01-01T00:00:04") == "04 ");
        CHECK(times_of("?from=2026-01-01T00:00:04&to=2026-01-01T00:00:04").empty());
        for (const char* wrong : {"?order=DESC", "?order=", "?from=2026-01-02&to=2026-01-01", "?from=now"})
            CHECK(api.get("/api/v1/machines/HY-0001/" + list + wrong).status == 400);
    }
}
