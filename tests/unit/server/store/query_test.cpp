#include <map>

#include "tests/catch.hpp"
#include "tests/unit/server/store/made_records.hpp"
#include "tests/unit/server/store/store_urls.hpp"

using namespace husky::host;

namespace {

/// More than three blocks of cycles, as SQLite's back end keeps them.
constexpr int many_cycles = 3 * 4096;

/// Three machines take turns over several blocks; a fourth has one cycle in the first and one in the last.
std::map<std::string, int> fill_blocks(tested_store& into) {
    std::map<std::string, int> counts{{"HY-0001", 0}, {"HY-0002", 0}, {"HY-0003", 0}, {"HY-0004", 2}};
    batch b;
    for (int m = 1; m <= 4; ++m)
        add_machine(b, m, "HY-000" + std::to_string(m));
    add_cycle(b, 4, 1);
    for (int i = 0; i < many_cycles; ++i) {
        const int machine = i % 3 + 1;
        add_cycle(b, machine, ++counts["HY-000" + std::to_string(machine)], 1, "{}");
    }
    add_cycle(b, 4, 2);
    into.commit(b);
    return counts;
}

}  // namespace

TEST_CASE("pages of cycles join without overlap or hole", "[store][query]") {
    const std::string url = GENERATE(from_range(store_urls()));
    tested_store store(url);
    const auto counts = fill_blocks(store);
    for (const auto& [serial, total] : counts)
        for (const int limit : {1000, 997}) {
            CAPTURE(url, serial, limit);
            int expected = 0;
            std::optional<std::int64_t> next = 0;
            while (next) {
                const auto found = store.reader().cycles({serial, *next, limit});
                REQUIRE(found.has_value());
                for (const stored_cycle& cycle : found->rows)
                    REQUIRE(cycle.life_counter == ++expected);
                next = found->next;
            }
            CHECK(expected == total);
        }
}

TEST_CASE("pages of cycles join with the newest first, too", "[store][query]") {
    tested_store store(GENERATE(from_range(store_urls())));
    for (const auto& [serial, total] : fill_blocks(store))
        for (const int limit : {1000, 997}) {
            CAPTURE(serial, limit);
            int expected = total + 1;
            std::optional<std::int64_t> next = 0;
            while (next) {
                page_request wanted{serial, *next, limit};
                wanted.newest_first = true;
                const auto found = store.reader().cycles(wanted);
                REQUIRE(found.has_value());
                for (const stored_cycle& cycle : found->rows)
                    REQUIRE(cycle.life_counter == --expected);
                next = found->next;
            }
            CHECK(expected == 1);
        }
}

TEST_CASE("gaps, events and interruptions come with the newest first, too", "[store][query]") {
    tested_store store(GENERATE(from_range(store_urls())));
    batch b;
    add_machine(b, 1, "HY-0001");
    for (int i = 1; i <= 3; ++i) {
        const auto at = new_year + std::chrono::seconds(i);
        b.records.emplace_back(gap_record{1, i, 1, 10 * i, 10 * i, new_year, new_year, at});
        b.records.emplace_back(event_record{1, b.keep(std::to_string(i)), at, b.keep("[]")});
        b.records.emplace_back(interruption_record{1, 300 + i, 0, 1, b.keep("x"), at, b.keep("[]")});
    }
    store.commit(b);
    page_request wanted{"HY-0001", 0, 2};
    wanted.newest_first = true;
    wanted.to = new_year + std::chrono::seconds(3);  // not the third

    const auto gaps = store.reader().gaps(wanted);
    REQUIRE(gaps->rows.size() == 2);
    CHECK(gaps->rows[0].first_missing == 20);
    CHECK_FALSE(gaps->next);
    const auto events = store.reader().events(wanted);
    REQUIRE(events->rows.size() == 2);
    CHECK(events->rows[0].machine_time == "2");
    wanted.limit = 1;
    const auto one = store.reader().interruptions(wanted);
    REQUIRE(one->rows.size() == 1);
    CHECK(one->rows[0].interruption == 302);
    wanted.after = one->next.value();
    CHECK(store.reader().interruptions(wanted)->rows.at(0).interruption == 301);
}

TEST_CASE("the last page has no next, even if it is full", "[store][query]") {
    tested_store store(GENERATE(from_range(store_urls())));
    batch b;
    add_machine(b, 1, "HY-0001");
    for (int i = 1; i <= 4; ++i)
        add_cycle(b, 1, i);
    store.commit(b);
    const auto first = store.reader().cycles({"HY-0001", 0, 2});
    REQUIRE(first->next);
    const auto second = store.reader().cycles({"HY-0001", *first->next, 2});
    CHECK(second->rows.size() == 2);
    CHECK_FALSE(second->next);
    CHECK(store.reader().cycles({"HY-0001", 4, 2})->rows.empty());
    CHECK(store.reader().cycles({"HY-0001", 0, 0})->rows.size() == 1);  // limits are kept within bounds
}

TEST_CASE("gaps, events and interruptions come as they were stored", "[store][query]") {
    tested_store store(GENERATE(from_range(store_urls())));
    batch b;
    add_machine(b, 1, "HY-0001");
    b.records.emplace_back(gap_record{1, 4, 2, 7, 9, new_year, new_year + std::chrono::seconds{9}, new_year});
    b.records.emplace_back(event_record{1, b.keep("2026-01-01T10:00:00"), new_year, b.keep("[]")});
    b.records.emplace_back(interruption_record{1, 304, 0, 1, b.keep("26/13/01 x"), new_year, b.keep("[1]")});
    store.commit(b);
    const page_request wanted{"HY-0001"};

    const auto gaps = store.reader().gaps(wanted);
    REQUIRE(gaps->rows.size() == 1);
    CHECK(gaps->rows[0].cursor == 4);
    CHECK(gaps->rows[0].epoch == 2);
    CHECK(gaps->rows[0].first_missing == 7);
    CHECK(gaps->rows[0].last_missing == 9);
    CHECK(gaps->rows[0].before == new_year + std::chrono::seconds{9});

    const auto events = store.reader().events(wanted);
    REQUIRE(events->rows.size() == 1);
    CHECK(events->rows[0].machine_time == "2026-01-01T10:00:00");
    CHECK(events->rows[0].texts == "[]");

    const auto interruptions = store.reader().interruptions(wanted);
    REQUIRE(interruptions->rows.size() == 1);
    CHECK(interruptions->rows[0].interruption == 304);
    CHECK(interruptions->rows[0].state == 0);
    CHECK(interruptions->rows[0].side == 1);
    CHECK(interruptions->rows[0].machine_time == "26/13/01 x");
}

TEST_CASE("a reader answers when there is nothing to read", "[store][query]") {
    tested_store store(GENERATE(from_range(store_urls())));
    CHECK(store.reader().gaps({"HY-0001"}).error().why == query_error::reason::unknown_serial);
}

TEST_CASE("a window passes over blocks that lie outside, also where the clock was set back", "[store][times]") {
    tested_store store(GENERATE(from_range(store_urls())));
    batch b;
    add_machine(b, 1, "HY-0001");
    for (int i = 1; i <= many_cycles; ++i)
        add_cycle(b, 1, i, 1, "{}");
    auto& late = std::get<cycle_record>(b.records[100]);
    late.receive_time = at(1'000'000);
    store.commit(b);
    const auto found = store.reader().cycles({"HY-0001", 0, 1000, at(10'000), wall_time::max()});
    REQUIRE(found.has_value());
    REQUIRE(found->rows.size() == 1000);
    CHECK(found->rows[0].life_counter == 100);
    CHECK(found->rows[1].life_counter == 10'000);
    CHECK(store.reader().cycles({"HY-0001", 0, 1000, at(1'000'001), wall_time::max()})->rows.empty());
}
