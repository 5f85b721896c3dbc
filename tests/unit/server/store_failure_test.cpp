#include <filesystem>

#include "tests/catch.hpp"
#include "tests/unit/server/scratch_directory.hpp"
#include "tests/unit/server/store_tools.hpp"

using namespace husky::host;

namespace {

store_settings impatient() {
    store_settings settings;
    settings.retry_interval = std::chrono::milliseconds(5);
    return settings;
}

struct fixture {
    scratch_directory scratch;
    std::string path = scratch.file("husky.db");
    std::unique_ptr<store> kept;
    int pushed = 0;

    explicit fixture(const store_settings& settings) : kept(open_store("sqlite:" + path, settings)) {
        batch b;
        add_machine(b, 1, "HY-0001");
        REQUIRE(kept->push(b));
        REQUIRE(wait_for_commit(*kept, 1));
    }

    bool push_cycles(int n, std::string_view values = "{}") {
        batch b;
        for (int i = 1; i <= n; ++i)
            add_cycle(b, 1, pushed + i, 1, values);
        if (!kept->push(b)) return false;
        pushed += n;
        return true;
    }

    void check_all_there_once() const {
        CHECK(count(path, "select count(*) from cycle") == pushed);
        CHECK(count(path, "select count(distinct life_counter) from cycle") == pushed);
        CHECK(count(path, "select cycles from machines") == pushed);
        CHECK(count(path, "select life_counter from machines") == pushed);
    }
};

}  // namespace

TEST_CASE("a locked file delays the store, fills its queue to its bound, and loses nothing", "[store]") {
    store_settings small = impatient();
    small.max_queued_batches = 8;
    fixture f(small);
    {
        sqlite_database other(f.path, sqlite_database::access::create);
        other.execute("begin immediate");
        while (f.push_cycles(10)) {
        }
        CHECK(f.kept->congested());
        CHECK(f.kept->health().queued_batches == 8);
        REQUIRE(eventually([&] { return !f.kept->health().ok; }));
        CHECK_THAT(f.kept->health().problem, Catch::Matchers::EndsWith("husky.db: database is locked"));
        batch untouched;
        add_cycle(untouched, 1, 1);
        CHECK_FALSE(f.kept->push(untouched));
        CHECK(untouched.records.size() == 1);
        other.execute("commit");
    }
    REQUIRE(eventually([&] { return f.kept->health().ok; }));
    CHECK(f.kept->health().failures > 0);
    CHECK_THAT(f.kept->health().last_problem, Catch::Matchers::Contains("locked"));
    CHECK(f.push_cycles(10));
    REQUIRE(f.kept->close(soon()));
    f.check_all_there_once();
}

TEST_CASE("the queue is bounded in bytes, also while a transaction is open", "[store]") {
    store_settings small = impatient();
    small.max_queued_bytes = 100'000;
    fixture f(small);
    const std::string values(1000, ' ');
    sqlite_database other(f.path, sqlite_database::access::create);
    other.execute("begin immediate");
    while (f.push_cycles(10, values)) {
    }
    CHECK(f.kept->health().queued_bytes > 80'000);
    CHECK(f.kept->health().queued_bytes <= 100'000);
    other.execute("commit");
    REQUIRE(f.kept->close(soon()));
    CHECK(f.kept->health().queued_bytes == 0);
    f.check_all_there_once();
}

TEST_CASE("a full disk stops the store until there is room again", "[store]") {
    store_settings small = impatient();
    small.max_pages = 200;
    fixture f(small);
    const std::string values(2000, ' ');
    while (f.kept->health().ok) {
        REQUIRE(f.push_cycles(20, values));
        REQUIRE(eventually([&] { return !f.kept->health().ok || f.kept->health().queued_batches == 0; }));
    }
    CHECK_THAT(f.kept->health().problem, Catch::Matchers::Contains("database or disk is full"));
    // A reader sees whole batches only.
    const std::int64_t committed = count(f.path, "select count(*) from cycle");
    CHECK(committed % 20 == 0);
    CHECK(count(f.path, "select cycles from machines") == committed);
    const int before = f.pushed;
    sqlite_database(f.path, sqlite_database::access::create).execute("delete from cycle");
    REQUIRE(eventually([&] { return f.kept->health().ok; }));
    REQUIRE(f.kept->close(soon()));
    CHECK(count(f.path, "select count(*) from cycle") == before - committed);
    CHECK(count(f.path, "select min(life_counter) from cycle") == committed + 1);
    CHECK(count(f.path, "select cycles from machines") == before);
}

TEST_CASE("a deleted file is made anew and the machines go on counting", "[store]") {
    fixture f(impatient());
    REQUIRE(f.push_cycles(5));
    REQUIRE(wait_for_commit(*f.kept, 6));
    std::filesystem::remove(f.path);
    REQUIRE(f.push_cycles(5));
    REQUIRE(f.kept->close(soon()));
    CHECK_THAT(f.kept->health().last_problem, Catch::Matchers::Contains("deleted or replaced"));
    CHECK(rows(f.path, "select serial, min(life_counter), max(life_counter) from cycles", 3) == "HY-0001|6|10\n");
    CHECK(count(f.path, "select life_counter from machines") == 10);
}

TEST_CASE("a store that fails gives up at the deadline of its close", "[store]") {
    fixture f(impatient());
    sqlite_database other(f.path, sqlite_database::access::create);
    other.execute("begin immediate");
    REQUIRE(f.push_cycles(5));
    CHECK_FALSE(f.kept->close(std::chrono::steady_clock::now()));
    CHECK_FALSE(f.push_cycles(5));
}
