#include "server/store/sqlite/database/schema.hpp"

#include "tests/unit/server/store/sqlite/sqlite_tools.hpp"

using namespace husky::host;

namespace {

/// A file of today's schema with three cycles, from the 17th on, which a test makes older.
std::string file_with_cycles(const scratch_directory& scratch) {
    const std::string path = scratch.file("husky.db");
    batch b;
    add_machine(b, 1, "HY-0001");
    for (int i = 17; i <= 19; ++i)
        add_cycle(b, 1, i);
    fill(path, b);
    return path;
}

/// Takes away what version 6 added.
constexpr const char* no_production =
    "drop view jobs; drop view stops; drop table production; drop table stop; drop table job;"
    "alter table cycle drop column busy_ms; alter table cycle drop column ideal_ms;"
    "alter table cycle drop column good_parts; alter table cycle drop column bad_parts;";

void check_cycles(const std::string& path) {
    CHECK(count(path, "pragma user_version") == schema_version);
    CHECK(count(path, "select count(*) from cycles") == 3);
    CHECK(count(path, "select min(life_counter) from cycles") == 17);
}

}  // namespace

TEST_CASE("a database of version 1 gets what it lacks and keeps what it has", "[store][setup]") {
    const scratch_directory scratch;
    const std::string path = file_with_cycles(scratch);
    change(path,
           "alter table machine add column earlier_counter integer not null default 0;"
           "alter table machine add column earlier_time integer not null default 0;"
           "drop view setups; drop view setup_texts; drop table setup; pragma user_version = 1;");
    batch b;
    for (const char* content : {"one", "two", "three", "four"})
        add_setup(b, 7, content, content);
    fill(path, b);
    check_cycles(path);
    CHECK(count(path, "select count(*) from setups") == 4);
}

TEST_CASE("a database of version 2 gets what it lacks", "[store][printing]") {
    const scratch_directory scratch;
    const std::string path = file_with_cycles(scratch);
    change(path, no_production);
    change(path,
           "drop view prints; drop view print_files; drop view print_texts; drop table print; drop table print_file;"
           "alter table machine add column earlier_counter integer not null default 0;"
           "alter table machine add column earlier_time integer not null default 0;"
           "pragma user_version = 2;");
    batch b;
    for (const char* job : {"one", "two", "three", "four"})
        add_print(b, job, "x");
    fill(path, b);
    check_cycles(path);
    CHECK(count(path, "select count(*) from prints") == 4);
}

TEST_CASE("a store of the version before gets what windows need", "[store][times]") {
    const scratch_directory scratch;
    const std::string path = file_with_cycles(scratch);
    change(path, no_production);
    change(path, "drop table cycle_span; pragma user_version = 4");
    {
        const auto store = open_store("sqlite:" + path, {});
        CHECK(store->reader()->cycles({"HY-0001", 0, 10, at(18), at(19)})->rows.size() == 1);
    }
    check_cycles(path);
    CHECK(count(path, "select latest - earliest from cycle_span") == 2000);
}

TEST_CASE("a store of version 5 gets what OEE is made of, and its cycles say nothing of it", "[store][oee]") {
    const scratch_directory scratch;
    const std::string path = file_with_cycles(scratch);
    change(path, no_production);
    change(path, "pragma user_version = 5");
    {
        const auto store = open_store("sqlite:" + path, {});
        const auto found = store->reader()->production({"HY-0001", at(0), at(100)});
        REQUIRE(found.has_value());
        CHECK(found->counted == 0);
        CHECK(store->reader()->jobs({"HY-0001"})->rows.empty());
    }
    check_cycles(path);
}
