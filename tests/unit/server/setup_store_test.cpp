#include <atomic>

#include "server/store/schema.hpp"
#include "tests/catch.hpp"
#include "tests/unit/server/scratch_directory.hpp"
#include "tests/unit/server/store_tools.hpp"

using namespace husky::host;

namespace {

/// `hash` stands for the SHA-256 of the content.
void add_setup(batch& to, std::uint16_t number, std::string_view content, std::string_view hash,
               std::chrono::seconds at = {}, setup_origin origin = setup_origin::upload, machine_id machine = 1) {
    to.records.emplace_back(setup_record{.machine = machine,
                                         .number = number,
                                         .origin = origin,
                                         .time = new_year + at,
                                         .crc32 = 0xCBF43926,
                                         .sha256 = to.keep(hash),
                                         .remark = to.keep("night shift"),
                                         .content = to.keep(content)});
}

void fill(const std::string& path) {
    const auto kept = open_store("sqlite:" + path, {});
    batch b;
    add_machine(b, 1, "HY-0001");
    add_setup(b, 7, "first", "aa");
    add_setup(b, 7, "first", "aa", std::chrono::seconds{60});
    add_setup(b, 7, "second", "bb", std::chrono::seconds{120}, setup_origin::download);
    add_setup(b, 7, "first", "aa", std::chrono::seconds{180});
    add_setup(b, 8, "first", "aa", std::chrono::seconds{240});
    REQUIRE(kept->push(b));
    REQUIRE(kept->close(soon()));
}

}  // namespace

TEST_CASE("each content that differs from the newest is a version more", "[store][setup]") {
    const scratch_directory scratch;
    const std::string path = scratch.file("husky.db");
    fill(path);
    CHECK(rows(path, "select * from setups", 10) ==
          "HY-0001|7|1|2026-01-01T00:00:00.000Z|2026-01-01T00:01:00.000Z|upload|night shift|5|3421780262|aa\n"
          "HY-0001|7|2|2026-01-01T00:02:00.000Z|2026-01-01T00:02:00.000Z|download|night shift|6|3421780262|bb\n"
          "HY-0001|7|3|2026-01-01T00:03:00.000Z|2026-01-01T00:03:00.000Z|upload|night shift|5|3421780262|aa\n"
          "HY-0001|8|1|2026-01-01T00:04:00.000Z|2026-01-01T00:04:00.000Z|upload|night shift|5|3421780262|aa\n");
    CHECK(rows(path, "select text from setup_texts where setup_number = 7 and version = 2", 1) == "second\n");
}

TEST_CASE("a reader finds versions, their content and the newest", "[store][setup]") {
    const scratch_directory scratch;
    const std::string path = scratch.file("husky.db");
    fill(path);
    const auto kept = open_store("sqlite:" + path, {});
    const auto reader = kept->reader();
    const auto first = reader->setups({.serial = "HY-0001", .limit = 3});
    REQUIRE(first.has_value());
    REQUIRE(first->rows.size() == 3);
    CHECK(first->rows[1].version == 2);
    CHECK(first->rows[1].origin == "download");
    REQUIRE(first->next);
    CHECK(reader->setups({.serial = "HY-0001", .after = *first->next})->rows.at(0).number == 8);
    const auto second = reader->setup("HY-0001", 7, 2);
    REQUIRE(second.has_value());
    REQUIRE(second->has_value());
    CHECK((*second)->content == "second");
    CHECK((*second)->about.last_time == new_year + std::chrono::seconds{120});
    CHECK_FALSE(reader->setup("HY-0001", 7, 4)->has_value());
    CHECK((*reader->newest_setup("HY-0001", 7))->version == 3);
    CHECK_FALSE(reader->newest_setup("HY-0001", 9)->has_value());
    CHECK(reader->setup("HY-0002", 7, 1).error().why == query_error::reason::unknown_serial);
}

TEST_CASE("bytes are kept as they are", "[store][setup]") {
    std::string content;
    for (int i = 0; i < 1000; ++i)
        content += static_cast<char>(i);
    const auto kept = open_store("sqlite::memory:", {});
    batch b;
    add_machine(b, 1, "HY-0001");
    add_setup(b, 65535, content, "aa");
    REQUIRE(kept->push(b));
    REQUIRE(wait_for_commit(*kept, 2));
    CHECK((*kept->reader()->setup("HY-0001", 65535, 1))->content == content);
}

TEST_CASE("where set-ups are bounded the oldest go, never the newest", "[store][setup]") {
    store_settings settings;
    settings.max_setup_bytes = 20'000;
    const auto kept = open_store("sqlite::memory:", settings);
    for (int i = 0; i < 20; ++i) {
        batch b;
        if (i == 0) add_machine(b, 1, "HY-0001");
        add_setup(b, 1, std::string(3000, 'x'), std::to_string(i));
        REQUIRE(kept->push(b));
    }
    REQUIRE(wait_for_commit(*kept, 21));
    const auto reader = kept->reader();
    const auto left = reader->setups({.serial = "HY-0001"});
    REQUIRE(left.has_value());
    CHECK(left->rows.size() == 4);
    CHECK(left->rows.back().version == 20);
    batch large;
    add_setup(large, 2, std::string(50'000, 'x'), "large");
    REQUIRE(kept->push(large));
    REQUIRE(wait_for_commit(*kept, 22));
    CHECK(reader->setups({.serial = "HY-0001"})->rows.size() == 1);
    CHECK((*reader->newest_setup("HY-0001", 2))->size == 50'000);
}

TEST_CASE("a database of version 1 gets what it lacks and keeps what it has", "[store][setup]") {
    const scratch_directory scratch;
    const std::string path = scratch.file("husky.db");
    {
        const auto kept = open_store("sqlite:" + path, {});
        batch b;
        add_machine(b, 1, "HY-0001");
        add_cycle(b, 1, 17);
        REQUIRE(kept->push(b));
        REQUIRE(kept->close(soon()));
    }
    sqlite_database(path, sqlite_database::access::create)
        .execute(
            "alter table machine add column earlier_counter integer not null default 0;"
            "alter table machine add column earlier_time integer not null default 0;"
            "drop view setups; drop view setup_texts; drop table setup; pragma user_version = 1;");
    fill(path);
    CHECK(count(path, "pragma user_version") == schema_version);
    CHECK(count(path, "select count(*) from setups") == 4);
    CHECK(count(path, "select life_counter from cycles") == 17);
}

TEST_CASE("who pushed a batch is told once it is committed", "[store]") {
    const auto url = GENERATE("sqlite::memory:", "none");
    const auto kept = open_store(url, {});
    std::atomic<int> told{0};
    batch b;
    add_machine(b, 1, "HY-0001");
    b.committed = [&] { ++told; };
    REQUIRE(kept->push(b));
    CHECK(!b.committed);
    CHECK(eventually([&] { return told == 1; }));
    batch other;
    add_machine(other, 2, "HY-0002");
    REQUIRE(kept->push(other));
    REQUIRE(wait_for_commit(*kept, 2));
    CHECK(told == 1);
}
