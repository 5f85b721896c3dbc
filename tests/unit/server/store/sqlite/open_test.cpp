#include <filesystem>
#include <fstream>

#include "server/store/sqlite/database/schema.hpp"
#include "tests/unit/server/store/sqlite/sqlite_tools.hpp"

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

}  // namespace

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
        change(path, "create table recipe (cake)");
        CHECK(problem_of("sqlite:" + path) == "sqlite:" + path + ": a database, but not one of husky-host");
    }
    SECTION("a newer schema") {
        change(path, "pragma user_version = 99");
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

TEST_CASE("a fresh store is empty, whatever it held, and small again", "[store]") {
    const scratch_directory scratch;
    const std::string path = scratch.file("husky.db"), url = "sqlite:" + path;
    store_settings fresh;
    fresh.fresh = true;
    {
        const auto first = open_store(url, fresh);  // where there is none it is made
        batch b;
        add_machine(b, 1, "HY-0001");
        for (int i = 1; i <= 5000; ++i)
            add_cycle(b, 1, i);
        add_setup(b, 1, std::string(100'000, 's'), "aa");
        add_print(b, "Screen", "shift report");
        REQUIRE(commit(*first, b));
        REQUIRE(first->close(soon()));
    }
    REQUIRE(std::filesystem::file_size(path) > 200'000);
    {
        const auto again = open_store(url, fresh);
        CHECK(again->remembered().empty());
        REQUIRE(again->close(soon()));
    }
    CHECK(std::filesystem::file_size(path) < 150'000);
    for (const char* table : {"machine", "cycle", "cycle_block", "cycle_span", "gap", "event", "interruption", "setup",
                              "print", "print_file"})
        CHECK(count(path, "select count(*) from " + std::string(table)) == 0);
    CHECK(count(path, "pragma user_version") == schema_version);
}

TEST_CASE("only a store is emptied, never another file", "[store]") {
    const scratch_directory scratch;
    const std::string path = scratch.file("recipes.db");
    change(path, "create table machine (cake); insert into machine values ('cheese')");
    store_settings fresh;
    fresh.fresh = true;
    CHECK_THROWS_WITH(open_store("sqlite:" + path, fresh),
                      "sqlite:" + path + ": a database, but not one of husky-host");
    CHECK(count(path, "select count(*) from machine") == 1);
}

TEST_CASE("a lock that was there before stays where no store can be opened", "[store]") {
    const scratch_directory scratch;
    const std::string path = scratch.file("husky.db");
    std::ofstream(path) << std::string(4096, 'x');
    std::ofstream(path + ".lock").flush();
    CHECK(problem_of("sqlite:" + path) == "sqlite:" + path + ": file is not a database");
    CHECK(std::filesystem::exists(path + ".lock"));
}

TEST_CASE("a store that is closed can be opened again", "[store]") {
    const scratch_directory scratch;
    const std::string url = "sqlite:" + scratch.file("husky.db");
    open_store(url, {});
    CHECK(problem_of(url) == "opened");
}
