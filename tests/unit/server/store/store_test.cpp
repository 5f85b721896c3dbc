#include "tests/catch.hpp"
#include "tests/unit/server/store/commit.hpp"
#include "tests/unit/server/store/made_records.hpp"
#include "tests/unit/server/store/store_urls.hpp"

using namespace husky::host;

namespace {

void fill_reports(tested_store& store) {
    batch b;
    add_machine(b, 1, "HY-0001");
    add_machine(b, 2, "HY-0002");
    add_cycle(b, 1, 17);
    b.records.emplace_back(gap_record{1, 1, 1, 18, 20, new_year, new_year + std::chrono::seconds{30}, new_year});
    b.records.emplace_back(gap_record{1, 2, 1, 22, 23, new_year, new_year + std::chrono::seconds{60}, new_year});
    add_cycle(b, 1, 21);
    b.records.emplace_back(gap_closed_record{1, 1});
    b.records.emplace_back(event_record{2, b.keep("2026-01-01T10:00:00"), at(5), b.keep("[]")});
    b.records.emplace_back(interruption_record{2, 304, 1, 1, b.keep("2026-01-01T10:00:01"), at(7), b.keep("[]")});
    REQUIRE(store->push(b));
    CHECK(b.empty());
}

}  // namespace

TEST_CASE("a store remembers its machines when it is opened again", "[store]") {
    tested_store store(GENERATE(from_range(lasting_store_urls())));
    CHECK(store->remembered().empty());
    fill_reports(store);
    store.reopen();
    batch b;
    add_cycle(b, 1, 3, 2);
    add_cycle(b, 1, 22, 1);  // late, of the earlier epoch
    b.records.emplace_back(gap_record{1, 2, 1, 23, 23, {}, {}, new_year});
    REQUIRE(store->push(b));
    store.reopen();
    const auto machines = store->remembered();
    REQUIRE(machines.size() == 2);
    const remembered_machine& first = machines[0];
    CHECK(first.machine == 1);
    CHECK(first.serial == "HY-0001");
    CHECK(first.first_seen == new_year);
    CHECK(first.last_seen == at(22) + std::chrono::milliseconds{7});
    CHECK(first.epoch == 2);
    CHECK(first.highest_counter == 3);
    CHECK(first.highest_time == new_year + std::chrono::seconds{3});
    CHECK(first.next_gap == 3);
    CHECK(first.cycles == 4);
    CHECK(first.last_cycle_received == at(22) + std::chrono::milliseconds{7});
    REQUIRE(first.gaps.size() == 1);
    CHECK(first.gaps[0] == remembered_gap{2, 1, 23, 23, {}, {}, new_year});
    const auto cycle = [](int counter) { return remembered_cycle{counter, new_year + std::chrono::seconds{counter}}; };
    CHECK(first.recent == std::vector{cycle(17), cycle(21), cycle(3), cycle(22)});
    CHECK(machines[1].recent.empty());
    CHECK(machines[1].serial == "HY-0002");
    CHECK(machines[1].epoch == 0);
    CHECK(machines[1].events == 1);
    CHECK(machines[1].interruptions == 1);
    CHECK(machines[1].last_seen == at(7));
    CHECK_FALSE(first.stopped_by);
    REQUIRE(machines[1].stopped_by);
    CHECK(machines[1].stopped_by->id == 304);
    CHECK(machines[1].stopped_by->side == 1);
    CHECK(machines[1].stopped_by->receive_time == at(7));
}

TEST_CASE("a machine remembers its newest gaps, oldest first", "[store]") {
    tested_store store(GENERATE(from_range(lasting_store_urls())));
    batch b;
    add_machine(b, 1, "HY-0001");
    for (int i = 1; i <= 9; ++i)
        b.records.emplace_back(gap_record{1, i, 1, 2 * i, 2 * i, {}, {}, {}});
    REQUIRE(store->push(b));
    store_settings few;
    few.remembered_gaps = 3;
    store.reopen(few);
    const auto gaps = store->remembered().at(0).gaps;
    REQUIRE(gaps.size() == 3);
    CHECK(gaps.front().gap == 7);
    CHECK(gaps.back().gap == 9);
}

TEST_CASE("a filled gap is no gap any more", "[store][query]") {
    tested_store store(GENERATE(from_range(store_urls())));
    fill_reports(store);
    batch last;
    add_machine(last, 2, "HY-0002");
    store.commit(last);
    const auto gaps = store.reader().gaps({"HY-0001"});
    REQUIRE(gaps.has_value());
    REQUIRE(gaps->rows.size() == 1);
    CHECK(gaps->rows[0].first_missing == 22);
    CHECK(gaps->rows[0].last_missing == 23);
}

TEST_CASE("two stores are apart from each other", "[store]") {
    const std::string url = GENERATE(from_range(store_urls()));
    tested_store one(url), other(url);
    batch b;
    add_machine(b, 1, "HY-0001");
    add_cycle(b, 1, 1);
    one.commit(b);
    CHECK(one.reader().cycles({.serial = "HY-0001"})->rows.size() == 1);
    CHECK(other.reader().cycles({.serial = "HY-0001"}).error().why == query_error::reason::unknown_serial);
}

TEST_CASE("a store tells whom it committed for, and counts", "[store]") {
    tested_store store(GENERATE(from_range(store_urls())));
    for (int i = 1; i <= 3; ++i) {
        batch b;
        add_machine(b, i, "HY-000" + std::to_string(i));
        store.commit(b);
        CHECK(!b.committed);
        CHECK(store->health().committed_records == static_cast<std::uint64_t>(i));
    }
    CHECK(store->health().ok);
    CHECK(store->close(soon()));
    batch late;
    add_cycle(late, 1, 1);
    CHECK_FALSE(store->push(late));
}
