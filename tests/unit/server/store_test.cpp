#include <filesystem>
#include <fstream>

#include "server/store/schema.hpp"
#include "tests/catch.hpp"
#include "tests/unit/server/scratch_directory.hpp"
#include "tests/unit/server/store_tools.hpp"

using namespace husky::host;

namespace {

std::string problem_of(const std::string& url) {
    try {
        open_store(url, {});
    } catch (const std::runtime_error& problem) {
        return problem.what();
    }
    return "opened";
}

void fill(const std::string& path) {
    const auto kept = open_store("sqlite:" + path, {});
    batch b;
    add_machine(b, 1, "HY-0001");
    add_machine(b, 2, "HY-0002");
    add_cycle(b, 1, 17);
    b.records.emplace_back(gap_record{1, 1, 1, 18, 20, new_year, new_year + std::chrono::seconds{30}, new_year});
    b.records.emplace_back(gap_record{1, 2, 1, 22, 23, new_year, new_year + std::chrono::seconds{60}, new_year});
    add_cycle(b, 1, 21);
    b.records.emplace_back(gap_closed_record{1, 1});
    b.records.emplace_back(event_record{2, b.keep("2026-01-01T10:00:00"), new_year,
                                        b.keep(R"([{"language":"E","type":"MODE","text":"Auto on"}])")});
    b.records.emplace_back(interruption_record{2, 304, 1, 1, b.keep("2026-01-01T10:00:01"), new_year,
                                               b.keep(R"([{"language":"E","text":"Gate open"}])")});
    REQUIRE(kept->push(b));
    CHECK(b.empty());
    REQUIRE(kept->close(soon()));
}

}  // namespace

TEST_CASE("the views read well in the sqlite3 shell", "[store]") {
    const scratch_directory scratch;
    const std::string path = scratch.file("husky.db");
    fill(path);
    CHECK(rows(path, "select * from cycles", 8) ==
          "HY-0001|0|1|17|2026-01-01T00:00:17Z|2026-01-01T00:00:17.007Z|1|{\"1\":17,\"101\":5.5,\"102\":null}\n"
          "HY-0001|0|1|21|2026-01-01T00:00:21Z|2026-01-01T00:00:21.007Z|2|{\"1\":17,\"101\":5.5,\"102\":null}\n");
    CHECK(rows(path, "select * from cycle_values where life_counter = 17", 5) ==
          "HY-0001|1|17|1|17\nHY-0001|1|17|101|5.5\nHY-0001|1|17|102|\n");
    CHECK(rows(path, "select serial, epoch, first_missing, last_missing, detected_at from gaps", 5) ==
          "HY-0001|1|22|23|2026-01-01T00:00:00.000Z\n");
    CHECK(rows(path, "select serial, machine_time, receive_time, type, text from events", 5) ==
          "HY-0002|2026-01-01T10:00:00|2026-01-01T00:00:00.000Z|MODE|Auto on\n");
    CHECK(rows(path, "select serial, tandem_side, interruption_id, state, machine_time, text from interruptions", 6) ==
          "HY-0002|1|304|begins|2026-01-01T10:00:01|Gate open\n");
    CHECK(rows(path,
               "select serial, epoch, life_counter, last_cycle_at, cycles, gaps, events, interruptions from machines",
               8) == "HY-0001|1|21|2026-01-01T00:00:21Z|2|1|0|0\nHY-0002|0|0||0|0|1|1\n");
}

TEST_CASE("a store remembers its machines when it is opened again", "[store]") {
    const scratch_directory scratch;
    const std::string path = scratch.file("husky.db");
    fill(path);
    {
        const auto kept = open_store("sqlite:" + path, {});
        batch b;
        add_cycle(b, 1, 3, 2);
        add_cycle(b, 1, 22, 1);  // late, of the earlier epoch
        b.records.emplace_back(gap_record{1, 2, 1, 23, 23, {}, {}, new_year});
        REQUIRE(kept->push(b));
        REQUIRE(kept->close(soon()));
    }
    const auto machines = open_store("sqlite:" + path, {})->remembered();
    REQUIRE(machines.size() == 2);
    const remembered_machine& first = machines[0];
    CHECK(first.machine == 1);
    CHECK(first.serial == "HY-0001");
    CHECK(first.epoch == 2);
    CHECK(first.highest_counter == 3);
    CHECK(first.highest_time == new_year + std::chrono::seconds{3});
    CHECK(first.next_gap == 3);
    CHECK(first.cycles_stored == 4);
    REQUIRE(first.gaps.size() == 1);
    CHECK(first.gaps[0] == remembered_gap{2, 1, 23, 23, {}, {}, new_year});
    const auto at = [](int counter) { return remembered_cycle{counter, new_year + std::chrono::seconds{counter}}; };
    CHECK(first.recent == std::vector{at(17), at(21), at(3), at(22)});
    CHECK(machines[1].recent.empty());
    CHECK(machines[1].serial == "HY-0002");
    CHECK(machines[1].epoch == 0);
    CHECK(machines[1].events_stored == 1);
    CHECK(machines[1].interruptions_stored == 1);
}

TEST_CASE("a machine remembers its newest gaps, oldest first", "[store]") {
    const scratch_directory scratch;
    const std::string url = "sqlite:" + scratch.file("husky.db");
    {
        const auto kept = open_store(url, {});
        batch b;
        add_machine(b, 1, "HY-0001");
        for (int i = 1; i <= 9; ++i)
            b.records.emplace_back(gap_record{1, i, 1, 2 * i, 2 * i, {}, {}, {}});
        REQUIRE(kept->push(b));
        REQUIRE(kept->close(soon()));
    }
    store_settings few;
    few.remembered_gaps = 3;
    const auto gaps = open_store(url, few)->remembered().at(0).gaps;
    REQUIRE(gaps.size() == 3);
    CHECK(gaps.front().gap == 7);
    CHECK(gaps.back().gap == 9);
}

TEST_CASE("what was committed survives a kill", "[store]") {
    const scratch_directory scratch;
    const std::string path = scratch.file("husky.db"), copy = scratch.file("copy.db");
    const auto kept = open_store("sqlite:" + path, {});
    batch b;
    add_machine(b, 1, "HY-0001");
    for (int i = 1; i <= 500; ++i)
        add_cycle(b, 1, i);
    REQUIRE(kept->push(b));
    REQUIRE(wait_for_commit(*kept, 501));
    std::filesystem::copy_file(path, copy);
    std::filesystem::copy_file(path + "-wal", copy + "-wal");
    CHECK(open_store("sqlite:" + copy, {})->remembered().at(0).highest_counter == 500);
    CHECK(count(copy, "select count(*) from cycles") == 500);
}

TEST_CASE("a store that cannot be opened says why in one line", "[store]") {
    const scratch_directory scratch;
    const std::string path = scratch.file("husky.db");
    SECTION("another URL") {
        for (const char* url : {"", "sqlite", "sqlite:", "mysql://x", "husky.db"})
            CHECK(problem_of(url) == "store '" + std::string(url) + "': expected sqlite:FILE, sqlite::memory: or none");
    }
    SECTION("no such directory") {
        CHECK_THAT(problem_of("sqlite:" + scratch.file("no/husky.db")),
                   Catch::Matchers::EndsWith("husky.db.lock: No such file or directory"));
    }
    SECTION("a directory") {
        std::filesystem::create_directory(path);
        CHECK_THAT(problem_of("sqlite:" + path), Catch::Matchers::StartsWith("sqlite:" + path + ": unable to open"));
    }
    SECTION("no database") {
        std::ofstream(path) << std::string(4096, 'x');
        CHECK(problem_of("sqlite:" + path) == "sqlite:" + path + ": file is not a database");
    }
    SECTION("a database of something else") {
        sqlite_database(path, sqlite_database::access::create).execute("create table recipe (cake)");
        CHECK(problem_of("sqlite:" + path) == "sqlite:" + path + ": a database, but not one of husky-host");
    }
    SECTION("a newer schema") {
        sqlite_database(path, sqlite_database::access::create).execute("pragma user_version = 99");
        CHECK(problem_of("sqlite:" + path) == "sqlite:" + path +
                                                  ": written by a newer version: its schema is 99, this one knows " +
                                                  std::to_string(schema_version));
    }
    SECTION("in use") {
        const auto first = open_store("sqlite:" + path, {});
        CHECK(problem_of("sqlite:" + path) == "sqlite:" + path + ": another husky-host is using it");
        CHECK(std::filesystem::exists(path + ".lock"));
        std::filesystem::remove(path + ".lock");
    }
    CHECK_FALSE(std::filesystem::exists(path + ".lock"));
}

TEST_CASE("a lock that was there before stays where no store can be opened", "[store]") {
    const scratch_directory scratch;
    const std::string path = scratch.file("husky.db");
    std::ofstream(path) << std::string(4096, 'x');
    std::ofstream(path + ".lock").flush();
    CHECK(problem_of("sqlite:" + path) == "sqlite:" + path + ": file is not a database");
    CHECK(std::filesystem::exists(path + ".lock"));
}

TEST_CASE("stores in memory are apart from each other", "[store]") {
    const auto one = open_store("sqlite::memory:", {}), other = open_store("sqlite::memory:", {});
    batch b;
    add_machine(b, 1, "HY-0001");
    add_cycle(b, 1, 1);
    REQUIRE(one->push(b));
    REQUIRE(wait_for_commit(*one, 2));
    CHECK(one->reader()->cycles({.serial = "HY-0001"})->rows.size() == 1);
    CHECK(other->reader()->cycles({.serial = "HY-0001"}).error().why == query_error::reason::unknown_serial);
}

TEST_CASE("the store that keeps nothing takes everything", "[store]") {
    const auto none = open_store("none", {});
    batch b;
    add_cycle(b, 1, 1);
    CHECK(none->push(b));
    CHECK(b.empty());
    CHECK(none->health().ok);
    CHECK(none->reader() == nullptr);
    CHECK(none->close(soon()));
}
