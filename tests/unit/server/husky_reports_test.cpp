#include "server/intake/husky_reports.hpp"

#include "tests/catch.hpp"
#include "tests/unit/server/intake_bench.hpp"

using namespace husky;
using namespace husky::host;
using words = std::vector<std::string>;

namespace {

/// A machine that speaks the default dialect, and the bench as its sink.
struct spoken_bench {
    intake_bench sink;
    husky_reports reports;

    spoken_bench() : reports(sink, sink.intake->give_back(), protocol::default_dialect()) { sink.written(); }
};

protocol::cycle cycle_of(std::int32_t counter, std::int32_t end_time) {
    protocol::cycle c;
    c.side = 1;
    c.values.resize(2);
    c.values[0].id = protocol::variable::life_cycle_counter;
    c.values[0].content = counter;
    c.values[1].id = protocol::variable::cycle_end_time;
    c.values[1].content = end_time;
    return c;
}

}  // namespace

TEST_CASE("the key of a cycle stands in its first two values", "[intake]") {
    spoken_bench b;
    CHECK_FALSE(b.reports.has_reported());
    b.reports.cycle_received(cycle_of(17, 1000));
    CHECK(b.sink.written() == words{R"(cycle 17 of 1: {"1":17,"4":1000})"});
    CHECK(b.reports.has_reported());
    CHECK(b.reports.served().ledger.highest_time() == std::chrono::sys_seconds(std::chrono::seconds(1000)));
    CHECK(b.reports.served().tandem);
}

TEST_CASE("the time of a report is read by the machine's dialect, or taken as it is", "[intake]") {
    spoken_bench b;
    b.reports.event_received({"26/01/31", "23:59:58", {{"E", "MODE", "Automatic"}}});
    CHECK(b.sink.written() ==
          words{R"(event at 2026-01-31T23:59:58: [{"language":"E","type":"MODE","text":"Automatic"}])"});
    b.reports.interruption_received({113, protocol::interruption_state::begins, 0, "no date", "12:00:00", {}});
    CHECK(b.sink.written() == words{"interruption 113 1 at no date 12:00:00: []"});
}

TEST_CASE("what a machine lists and has counted reaches its record", "[intake]") {
    spoken_bench b;
    b.reports.languages_received({{"E", "English"}, {"D", "Deutsch"}});
    b.reports.variables_listed(std::vector<protocol::listed_variable>(30));
    b.reports.variables_listed(std::vector<protocol::listed_variable>(4));
    b.reports.cycle_received(cycle_of(1, 10));
    b.reports.counter_read(3, {});
    CHECK(b.reports.served().languages == words{"E", "D"});
    CHECK(b.reports.served().variables == 34);
    CHECK(b.reports.served().gaps == 1);
}
