#include "tests/catch.hpp"
#include "tests/unit/server/store/made_records.hpp"
#include "tests/unit/server/store/store_urls.hpp"

using namespace husky::host;
using std::chrono::seconds;

namespace {

/// A job's cycles, each at a minute: counters 2, 162 and 163.
std::string counts(int cycles, int good, int bad) {
    return R"({"2":)" + std::to_string(cycles) + R"(,"162":)" + std::to_string(good) + R"(,"163":)" +
           std::to_string(bad) + "}";
}

void add_job(batch& to, husky::protocol::tandem_side side, std::int32_t origin, int second, std::string_view job,
             machine_id machine = 1) {
    to.records.emplace_back(
        job_record{machine, side, 1, origin, at(second), to.keep(job), to.keep(job.empty() ? "" : "M-1")});
}

}  // namespace

TEST_CASE("what was produced is added up exactly for any window", "[store][oee]") {
    tested_store store(GENERATE(from_range(store_urls())));
    batch b;
    add_machine(b, 1, "HY-0001");
    add_machine(b, 2, "HY-0002");
    // One cycle a minute for two hours: good parts are the minute, so that each window has a sum of its own.
    for (int minute = 0; minute < 120; ++minute) {
        add_made(b, minute + 1, 60 * minute, {50'000, 40'000, minute, 1});
        add_made(b, minute + 1, 60 * minute + 1, {1, 1, 1000, 0}, "{}", 0, 2);
        if (minute == 70) store.commit(b);
    }
    add_made(b, 500, 60 * 119 + 30, {});  // says nothing
    store.commit(b);
    for (const auto& [from, to] : std::vector<std::pair<int, int>>{{0, 7200},
                                                                   {0, 7260},
                                                                   {-100'000'000, 100'000'000},
                                                                   {0, 60},
                                                                   {0, 61},
                                                                   {59, 61},
                                                                   {60, 60},
                                                                   {61, 120},
                                                                   {300, 600},
                                                                   {299, 601},
                                                                   {301, 599},
                                                                   {310, 350},
                                                                   {1234, 5678}}) {
        CAPTURE(from, to);
        std::int64_t cycles = 0, good = 0, all = 0;
        for (int minute = 0; minute < 120; ++minute) {
            const bool inside = 60 * minute >= from && 60 * minute < to;
            cycles += inside ? 1 : 0;
            good += inside ? minute : 0;
            all += 60 * minute + 1 >= from && 60 * minute + 1 < to ? 1000 : 0;
        }
        const bool silent = from <= 60 * 119 + 30 && 60 * 119 + 30 < to;
        const auto found = store.reader().production({"HY-0001", at(from), at(to)});
        REQUIRE(found.has_value());
        CHECK(found->cycles == cycles + (silent ? 1 : 0));
        CHECK(found->counted == cycles);
        CHECK(found->good == good);
        CHECK(found->bad == cycles);
        CHECK(found->busy_ms == 50'000 * cycles);
        CHECK(found->ideal_ms == 40'000 * cycles);
        const auto both = store.reader().production({"", at(from), at(to)});
        REQUIRE(both.has_value());
        CHECK(both->good == good + all);
    }
    CHECK(store.reader().production({"HY-0003", at(0), at(1)}).error().why == query_error::reason::unknown_serial);
}

TEST_CASE("of stops counts what lies in the window", "[store][oee]") {
    tested_store store(GENERATE(from_range(store_urls())));
    batch b;
    add_machine(b, 1, "HY-0001");
    add_machine(b, 2, "HY-0002");
    b.records.emplace_back(stop_record{1, 0, stop_kind::down, at(100), at(200), seconds(100)});
    b.records.emplace_back(stop_record{1, 0, stop_kind::down, at(1000), at(2000), seconds(2000)});
    b.records.emplace_back(stop_record{1, 1, stop_kind::set_up, at(1000), at(1400), seconds(400)});
    b.records.emplace_back(stop_record{1, 0, stop_kind::planned, at(3000), at(3000), seconds(900)});
    b.records.emplace_back(stop_record{2, 0, stop_kind::down, at(100), at(200), seconds(100)});
    store.commit(b);
    const auto lost = [&](const std::string& serial, int from, int to) {
        const auto found = store.reader().production({serial, at(from), at(to)});
        std::vector<double> all;
        for (const auto& each : found->lost)
            all.insert(all.end(), {each.short_ms / 1000, each.long_ms / 1000});
        return all;
    };
    using times = std::vector<double>;
    CHECK(lost("HY-0001", 0, 4000) == times{100, 2000, 0, 400, 0, 900});
    CHECK(lost("HY-0001", 150, 1200) == times{50, 400, 0, 200, 0, 0});
    CHECK(lost("HY-0001", 200, 1000) == times{0, 0, 0, 0, 0, 0});
    CHECK(lost("HY-0001", 2000, 3000) == times{0, 0, 0, 0, 0, 0});
    CHECK(lost("HY-0001", 3000, 3001) == times{0, 0, 0, 0, 0, 900});
    CHECK(lost("", 0, 300) == times{200, 0, 0, 0, 0, 0});
}

TEST_CASE("jobs come with what their newest cycles count", "[store][job]") {
    tested_store store(GENERATE(from_range(store_urls())));
    batch b;
    add_machine(b, 1, "HY-0001");
    add_machine(b, 2, "HY-0002");
    add_job(b, 0, 0, 60, "A");
    add_made(b, 1, 60, {}, counts(1, 90, 6));
    add_job(b, 1, 0, 61, "T");
    add_made(b, 2, 61, {}, counts(1, 1, 1), 1);
    add_made(b, 1, 62, {}, counts(7, 7, 7), 0, 2);
    add_made(b, 3, 120, {}, counts(2, 180, 12));
    store.commit(b);
    add_job(b, 0, 2, 180, "");
    add_made(b, 4, 180, {}, counts(1, 5, 0));
    add_job(b, 0, 2, 200, "B");  // now it is known
    add_job(b, 0, 2, 210, "");   // a host that was restarted: nothing new
    add_made(b, 5, 240, {}, "{}");
    store.commit(b);

    const auto found = store.reader().jobs({"HY-0001"});
    REQUIRE(found.has_value());
    REQUIRE(found->rows.size() == 3);
    const auto& [a, t, second] = std::tie(found->rows[0], found->rows[1], found->rows[2]);
    CHECK(a.job == "A");
    CHECK(a.mould == "M-1");
    CHECK(a.began == at(60));
    CHECK(a.newest == at(120));
    CHECK_FALSE(a.is_newest);
    CHECK(a.cycles == 2);
    CHECK(a.good == 180);
    CHECK(a.bad == 12);
    CHECK(t.side == 1);
    CHECK(t.is_newest);
    CHECK(t.good == 1);
    CHECK(second.job == "B");
    CHECK(second.began == at(180));
    CHECK(second.newest == at(240));
    CHECK(second.is_newest);
    CHECK_FALSE(second.cycles);  // the newest cycle does not say it

    page_request wanted{"HY-0001", 0, 2, at(61), at(200)};
    wanted.newest_first = true;
    const auto window = store.reader().jobs(wanted);
    REQUIRE(window->rows.size() == 2);
    CHECK(window->rows[0].job == "B");
    CHECK(window->rows[1].job == "T");
    CHECK_FALSE(window->next);
    CHECK(store.reader().jobs({"HY-0002"})->rows.empty());
}

TEST_CASE("what was produced is forgotten with its machine, and counted anew", "[store][oee]") {
    tested_store store(GENERATE(from_range(store_urls())));
    const machine_id forgotten = GENERATE(machine_id{1}, every_machine);
    batch b;
    add_machine(b, 1, "HY-0001");
    add_job(b, 0, 0, 60, "A");
    add_made(b, 1, 60, {1000, 1000, 4, 0}, counts(1, 4, 0));
    b.records.emplace_back(stop_record{1, 0, stop_kind::down, at(60), at(70), seconds(10)});
    REQUIRE(store->push(b));  // in the transaction of what follows, or before it
    b.forgets = forgotten;
    add_machine(b, 1, "HY-0001");
    add_job(b, 0, 1, 80, "B");
    add_made(b, 2, 80, {2000, 2000, 3, 1}, counts(2, 7, 1));
    store.commit(b);
    const auto found = store.reader().production({"HY-0001", at(0), at(400)});
    REQUIRE(found.has_value());
    CHECK(found->cycles == 1);
    CHECK(found->good == 3);
    CHECK(found->lost[0].short_ms == 0);
    const auto whole_stretch = store.reader().production({"HY-0001", at(0), at(300)});
    CHECK(whole_stretch->busy_ms == 2000);
    const auto jobs = store.reader().jobs({"HY-0001"});
    REQUIRE(jobs->rows.size() == 1);
    CHECK(jobs->rows[0].job == "B");
    CHECK(jobs->rows[0].good == 7);
}
