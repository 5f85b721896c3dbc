#include "server/store/sqlite/sqlite_backend.hpp"

#include <filesystem>

#include "tests/unit/server/store/sqlite/sqlite_tools.hpp"

using namespace husky::host;
using Catch::Matchers::Contains;

namespace {

/// A back end on a file, without the thread of a store.
struct fixture {
    scratch_directory scratch;
    std::string path = scratch.file("husky.db");
    sqlite_backend backend;
    int written = 0;

    explicit fixture(const store_settings& settings = {}) : backend({path, false}, settings) {
        CHECK(backend.connect());
        CHECK(backend.remember(10).empty());
    }

    /// A transaction with so many cycles.
    void write(int n, std::string_view values = "{}") {
        batch b;
        for (int i = 1; i <= n; ++i)
            add_cycle(b, 1, written + i, 1, values);
        backend.begin();
        backend.write(b);
        backend.save(1, {.serial = "HY-0001", .epoch = 1, .highest_counter = written + n, .cycles = written + n});
        backend.commit();
        written += n;
    }
    void check_all_there() const {
        CHECK(count(path, "select count(*) from cycle") == written);
        CHECK(count(path, "select count(distinct life_counter) from cycle") == written);
        CHECK(count(path, "select cycles from machines") == written);
        CHECK(count(path, "select life_counter from machines") == written);
    }
};

std::string begin_fails(fixture& f) {
    try {
        f.backend.begin();
    } catch (const std::exception& problem) {
        f.backend.disconnect();
        return problem.what();
    }
    return "begun";
}

}  // namespace

TEST_CASE("a locked file cannot be written until it is free again", "[store]") {
    fixture f;
    f.write(10);
    {
        sqlite_database other(f.path, sqlite_database::access::create);
        other.execute("begin immediate");
        CHECK(f.backend.name() == "sqlite:" + f.path);
        CHECK(begin_fails(f) == "database is locked");
        other.execute("commit");
    }
    CHECK(f.backend.connect());
    f.write(10);
    f.check_all_there();
}

TEST_CASE("what is not committed is undone when the connection ends", "[store]") {
    fixture f;
    f.write(10);
    batch b;
    add_cycle(b, 1, 11);
    f.backend.begin();
    f.backend.write(b);
    f.backend.disconnect();
    CHECK(f.backend.connect());
    f.write(5);
    f.check_all_there();
}

TEST_CASE("a full disk takes whole transactions or nothing, until there is room again", "[store]") {
    store_settings small;
    small.max_pages = 200;
    fixture f(small);
    const std::string values(2000, ' ');
    std::string problem;
    while (problem.empty()) {
        try {
            f.write(20, values);
        } catch (const std::exception& failed) {
            problem = failed.what();
        }
    }
    CHECK_THAT(problem, Contains("database or disk is full"));
    f.backend.disconnect();
    f.check_all_there();  // a reader sees whole batches only
    const int committed = f.written;
    change(f.path, "delete from cycle");
    CHECK(f.backend.connect());
    f.write(20, values);
    CHECK(count(f.path, "select count(*) from cycle") == 20);
    CHECK(count(f.path, "select min(life_counter) from cycle") == committed + 1);
    CHECK(count(f.path, "select cycles from machines") == f.written);
}

TEST_CASE("a deleted file is noticed, and made anew without what it had", "[store]") {
    fixture f;
    f.write(5);
    std::filesystem::remove(f.path);
    CHECK_THAT(begin_fails(f), Contains("deleted or replaced"));
    CHECK_FALSE(f.backend.connect());
    f.write(5);
    CHECK(rows(f.path, "select serial, min(life_counter), max(life_counter) from cycles", 3) == "HY-0001|6|10\n");
    CHECK(count(f.path, "select life_counter from machines") == 10);
    f.backend.disconnect();
    CHECK(f.backend.connect());
}

TEST_CASE("a store whose file is deleted goes on counting in a new one", "[store]") {
    const scratch_directory scratch;
    const std::string path = scratch.file("husky.db");
    store_settings impatient;
    impatient.retry_interval = std::chrono::milliseconds(5);
    const auto store = open_store("sqlite:" + path, impatient);
    int counter = 0;
    const auto push_five = [&] {
        batch b;
        if (counter == 0) add_machine(b, 1, "HY-0001");
        for (int i = 0; i < 5; ++i)
            add_cycle(b, 1, ++counter);
        return commit(*store, b);
    };
    REQUIRE(push_five());
    std::filesystem::remove(path);
    REQUIRE(push_five());
    CHECK_THAT(store->health().last_problem, Contains("deleted or replaced"));
    REQUIRE(store->close(soon()));
    CHECK(rows(path, "select serial, min(life_counter), max(life_counter) from cycles", 3) == "HY-0001|6|10\n");
    CHECK(count(path, "select life_counter from machines") == 10);
}

TEST_CASE("what was committed survives a kill", "[store]") {
    const scratch_directory scratch;
    const std::string path = scratch.file("husky.db"), copy = scratch.file("copy.db");
    const auto store = open_store("sqlite:" + path, {});
    batch b;
    add_machine(b, 1, "HY-0001");
    for (int i = 1; i <= 500; ++i)
        add_cycle(b, 1, i);
    REQUIRE(commit(*store, b));
    std::filesystem::copy_file(path, copy);
    std::filesystem::copy_file(path + "-wal", copy + "-wal");
    CHECK(open_store("sqlite:" + copy, {})->remembered().at(0).highest_counter == 500);
    CHECK(count(copy, "select count(*) from cycles") == 500);
}

TEST_CASE("a reader whose file is gone says so", "[store][query]") {
    const scratch_directory scratch;
    const std::string path = scratch.file("husky.db");
    const auto store = open_store("sqlite:" + path, {});
    const auto reader = store->reader();
    CHECK(reader->gaps({"HY-0001"}).error().why == query_error::reason::unknown_serial);
    std::filesystem::remove(path);
    const auto gone = reader->gaps({"HY-0001"});
    REQUIRE(gone.has_error());
    CHECK(gone.error().why == query_error::reason::unavailable);
    CHECK_THAT(gone.error().problem, Catch::Matchers::StartsWith("the store cannot be read: "));
}
