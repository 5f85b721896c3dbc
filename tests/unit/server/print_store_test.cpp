#include "server/store/schema.hpp"
#include "tests/catch.hpp"
#include "tests/unit/server/scratch_directory.hpp"
#include "tests/unit/server/store_tools.hpp"

using namespace husky::host;
using namespace std::string_literals;

namespace {

void add_print(batch& to, std::string_view job, std::string_view content, machine_id machine = 1) {
    to.records.emplace_back(print_record{.machine = machine,
                                         .receive_time = new_year,
                                         .job = to.keep(job),
                                         .user = to.keep("jane"),
                                         .host = to.keep("mill")});
    to.records.emplace_back(print_file_record{to.keep("screen.png"), to.keep("image/png"), to.keep("\x89PNG\0\xFF"s)});
    to.records.emplace_back(print_file_record{to.keep("a.txt"), to.keep("text/plain"), to.keep(content)});
}

void push(store& to, batch& b) {
    const auto before = to.health().committed_records;
    const auto records = b.records.size();
    REQUIRE(to.push(b));
    REQUIRE(wait_for_commit(to, before + records));
}

void remove(store& from, machine_id machine, std::int64_t print) {
    batch b;
    b.records.emplace_back(print_removed_record{machine, print});
    push(from, b);
}

std::string jobs(const store& of, const std::string& serial = "HY-0001") {
    const auto found = of.reader()->prints({.serial = serial});
    std::string all;
    for (const auto& each : found->rows)
        all += std::to_string(each.cursor) + ':' + each.job + ' ';
    return all;
}

void print_many(store& to, const std::string& content = "x") {
    for (const char* job : {"one", "two", "three", "four"}) {
        batch b;
        add_machine(b, 1, "HY-0001");
        add_print(b, job, content);
        push(to, b);
    }
}

}  // namespace

TEST_CASE("prints are pleasant to look at in the database", "[store][printing]") {
    const scratch_directory scratch;
    const std::string path = scratch.file("husky.db");
    {
        const auto kept = open_store("sqlite:" + path, {});
        batch b;
        add_machine(b, 1, "HY-0001");
        add_print(b, "Screen of HY-0001", "Barrel 275");
        REQUIRE(kept->push(b));
        REQUIRE(kept->close(soon()));
    }
    CHECK(rows(path, "select * from prints", 8) ==
          "HY-0001|1|2026-01-01T00:00:00.000Z|Screen of HY-0001|jane|mill|16|screen.png, a.txt\n");
    CHECK(rows(path, "select * from print_files", 5) ==
          "HY-0001|1|screen.png|image/png|6\nHY-0001|1|a.txt|text/plain|10\n");
    CHECK(rows(path, "select * from print_texts", 4) == "HY-0001|1|a.txt|Barrel 275\n");
}

TEST_CASE("a reader finds prints and their files, byte for byte", "[store][printing]") {
    const auto kept = open_store("sqlite::memory:", {});
    batch b;
    add_machine(b, 1, "HY-0001");
    add_machine(b, 2, "HY-0002");
    add_print(b, "one", "");
    add_print(b, "two", "other", 2);
    add_print(b, "three", "text");
    push(*kept, b);
    const auto reader = kept->reader();
    const auto first = reader->prints({.serial = "HY-0001", .limit = 1});
    REQUIRE(first.has_value());
    REQUIRE(first->rows.size() == 1);
    CHECK(first->next == 1);
    CHECK(first->rows[0].receive_time == new_year);
    CHECK(first->rows[0].user == "jane");
    CHECK(first->rows[0].host == "mill");
    REQUIRE(first->rows[0].files.size() == 2);
    CHECK(first->rows[0].files[0].name == "screen.png");
    CHECK(first->rows[0].files[0].type == "image/png");
    CHECK(first->rows[0].files[0].size == 6);
    CHECK(reader->prints({.serial = "HY-0001", .after = 1})->rows.at(0).job == "three");
    CHECK((*reader->print_file("HY-0001", 1, "screen.png"))->content == "\x89PNG\0\xFF"s);
    CHECK((*reader->print_file("HY-0001", 1, "a.txt"))->content.empty());
    CHECK((*reader->print_file("HY-0001", 3, "a.txt"))->type == "text/plain");
    CHECK_FALSE(reader->print_file("HY-0001", 1, "b.txt")->has_value());
    CHECK_FALSE(reader->print_file("HY-0001", 2, "a.txt")->has_value());
    CHECK(reader->print_file("HY-0003", 1, "a.txt").error().why == query_error::reason::unknown_serial);
}

TEST_CASE("of each machine so many prints are kept, the oldest go", "[store][printing]") {
    store_settings settings;
    settings.max_prints = 2;
    const auto kept = open_store("sqlite::memory:", settings);
    print_many(*kept);
    batch other;
    add_machine(other, 2, "HY-0002");
    add_print(other, "other", "x", 2);
    push(*kept, other);
    CHECK(jobs(*kept) == "3:three 4:four ");
    CHECK(jobs(*kept, "HY-0002") == "5:other ");
    CHECK_FALSE(kept->reader()->print_file("HY-0001", 2, "a.txt")->has_value());
}

TEST_CASE("where their bytes are bounded the oldest prints go, never the newest", "[store][printing]") {
    store_settings settings;
    settings.max_print_bytes = 10'000;
    const auto kept = open_store("sqlite::memory:", settings);
    print_many(*kept, std::string(3000, 'x'));
    CHECK(jobs(*kept) == "3:three 4:four ");
    batch large;
    add_print(large, "large", std::string(50'000, 'x'));
    push(*kept, large);
    CHECK(jobs(*kept) == "5:large ");
}

TEST_CASE("a removed print is gone with its files, and its number is not used again", "[store][printing]") {
    const scratch_directory scratch;
    const std::string path = scratch.file("husky.db");
    const auto kept = open_store("sqlite:" + path, {});
    print_many(*kept);
    remove(*kept, 2, 4);
    CHECK(jobs(*kept) == "1:one 2:two 3:three 4:four ");
    remove(*kept, 1, 4);
    remove(*kept, 1, 1);
    remove(*kept, 1, 99);
    CHECK(jobs(*kept) == "2:two 3:three ");
    CHECK(count(path, "select count(*) from print_file") == 4);
    batch more;
    add_print(more, "five", "x");
    push(*kept, more);
    CHECK(jobs(*kept) == "2:two 3:three 5:five ");
}

TEST_CASE("a database of version 2 gets what it lacks", "[store][printing]") {
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
            "drop view prints; drop view print_files; drop view print_texts; drop table print; drop table print_file;"
            "alter table machine add column earlier_counter integer not null default 0;"
            "alter table machine add column earlier_time integer not null default 0;"
            "pragma user_version = 2;");
    const auto kept = open_store("sqlite:" + path, {});
    print_many(*kept);
    CHECK(count(path, "pragma user_version") == schema_version);
    CHECK(count(path, "select count(*) from prints") == 4);
    CHECK(count(path, "select life_counter from cycles") == 17);
}
