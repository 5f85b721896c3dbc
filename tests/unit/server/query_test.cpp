#include <filesystem>
#include <map>

#include "server/store/schema.hpp"
#include "tests/catch.hpp"
#include "tests/unit/server/scratch_directory.hpp"
#include "tests/unit/server/store_tools.hpp"

using namespace husky::host;

namespace {

/// Three machines take turns over several blocks; a fourth has one cycle in the first and one in the last.
std::map<std::string, int> fill_blocks(store& into) {
    std::map<std::string, int> counts{{"HY-0001", 0}, {"HY-0002", 0}, {"HY-0003", 0}, {"HY-0004", 2}};
    batch b;
    for (int m = 1; m <= 4; ++m)
        add_machine(b, m, "HY-000" + std::to_string(m));
    add_cycle(b, 4, 1);
    for (int i = 0; i < 3 * cycles_in_block; ++i) {
        const int machine = i % 3 + 1;
        add_cycle(b, machine, ++counts["HY-000" + std::to_string(machine)], 1, "{}");
    }
    add_cycle(b, 4, 2);
    const auto records = static_cast<std::uint64_t>(b.records.size());
    REQUIRE(into.push(b));
    REQUIRE(wait_for_commit(into, records));
    return counts;
}

}  // namespace

TEST_CASE("pages of cycles join without overlap or hole", "[store][query]") {
    const scratch_directory scratch;
    const std::string url = GENERATE(true, false) ? "sqlite:" + scratch.file("husky.db") : "sqlite::memory:";
    const auto kept = open_store(url, {});
    const auto counts = fill_blocks(*kept);
    const auto reader = kept->reader();
    for (const auto& [serial, total] : counts) {
        CAPTURE(url, serial);
        const int limit = GENERATE(1000, 997);
        int expected = 0;
        std::optional<std::int64_t> next = 0;
        while (next) {
            const auto found = reader->cycles({serial, *next, limit});
            REQUIRE(found.has_value());
            for (const stored_cycle& cycle : found->rows)
                REQUIRE(cycle.life_counter == ++expected);
            next = found->next;
        }
        CHECK(expected == total);
    }
}

TEST_CASE("the last page has no next, even if it is full", "[store][query]") {
    const auto kept = open_store("sqlite::memory:", {});
    batch b;
    add_machine(b, 1, "HY-0001");
    for (int i = 1; i <= 4; ++i)
        add_cycle(b, 1, i);
    REQUIRE(kept->push(b));
    REQUIRE(wait_for_commit(*kept, 5));
    const auto reader = kept->reader();
    const auto first = reader->cycles({"HY-0001", 0, 2});
    REQUIRE(first->next);
    const auto second = reader->cycles({"HY-0001", *first->next, 2});
    CHECK(second->rows.size() == 2);
    CHECK_FALSE(second->next);
    CHECK(reader->cycles({"HY-0001", 4, 2})->rows.empty());
    CHECK(reader->cycles({"HY-0001", 0, 0})->rows.size() == 1);  // limits are kept within bounds
}

TEST_CASE("gaps, events and interruptions come as they were stored", "[store][query]") {
    const auto kept = open_store("sqlite::memory:", {});
    batch b;
    add_machine(b, 1, "HY-0001");
    b.records.emplace_back(gap_record{1, 4, 2, 7, 9, new_year, new_year + std::chrono::seconds{9}, new_year});
    b.records.emplace_back(event_record{1, b.keep("2026-01-01T10:00:00"), new_year, b.keep("[]")});
    b.records.emplace_back(interruption_record{1, 304, 0, 1, b.keep("26/13/01 x"), new_year, b.keep("[1]")});
    REQUIRE(kept->push(b));
    REQUIRE(wait_for_commit(*kept, 4));
    const auto reader = kept->reader();
    const page_request wanted{"HY-0001"};

    const auto gaps = reader->gaps(wanted);
    REQUIRE(gaps->rows.size() == 1);
    CHECK(gaps->rows[0].cursor == 4);
    CHECK(gaps->rows[0].epoch == 2);
    CHECK(gaps->rows[0].first_missing == 7);
    CHECK(gaps->rows[0].last_missing == 9);
    CHECK(gaps->rows[0].before == new_year + std::chrono::seconds{9});

    const auto events = reader->events(wanted);
    REQUIRE(events->rows.size() == 1);
    CHECK(events->rows[0].machine_time == "2026-01-01T10:00:00");
    CHECK(events->rows[0].texts == "[]");

    const auto interruptions = reader->interruptions(wanted);
    REQUIRE(interruptions->rows.size() == 1);
    CHECK(interruptions->rows[0].interruption == 304);
    CHECK(interruptions->rows[0].state == 0);
    CHECK(interruptions->rows[0].side == 1);
    CHECK(interruptions->rows[0].machine_time == "26/13/01 x");
}

TEST_CASE("a reader answers when there is nothing to read", "[store][query]") {
    const scratch_directory scratch;
    const std::string path = scratch.file("husky.db");
    const auto kept = open_store("sqlite:" + path, {});
    const auto reader = kept->reader();
    CHECK(reader->gaps({"HY-0001"}).error().why == query_error::reason::unknown_serial);
    std::filesystem::remove(path);
    const auto gone = reader->gaps({"HY-0001"});
    REQUIRE(gone.has_error());
    CHECK(gone.error().why == query_error::reason::unavailable);
    CHECK_THAT(gone.error().problem, Catch::Matchers::StartsWith("the store cannot be read: "));
}
