#include "server/store/write_behind.hpp"

#include "tests/catch.hpp"
#include "tests/unit/server/store/commit.hpp"
#include "tests/unit/server/store/made_records.hpp"
#include "tests/unit/server/store/made_up_backend.hpp"

using namespace husky::host;
using Catch::Matchers::Contains;

namespace {

store_settings impatient() {
    store_settings settings;
    settings.retry_interval = std::chrono::milliseconds(5);
    return settings;
}

struct failing_store {
    std::shared_ptr<made_up_database> database = std::make_shared<made_up_database>();
    write_behind store;
    int pushed = 0;

    explicit failing_store(const store_settings& settings = impatient())
        : store(std::make_unique<made_up_backend>(database), settings) {
        batch b;
        add_machine(b, 1, "HY-0001");
        REQUIRE(commit(store, b));
    }

    batch cycles(int n, std::string_view values = "{}") {
        batch b;
        for (int i = 1; i <= n; ++i)
            add_cycle(b, 1, pushed + i, 1, values);
        return b;
    }
    bool push_cycles(int n, std::string_view values = "{}") {
        batch b = cycles(n, values);
        if (!store.push(b)) return false;
        pushed += n;
        return true;
    }

    /// Life counters from `first` up to the last that was pushed.
    void check_all_there_once(int first = 1) const {
        std::vector<std::int32_t> found;
        for (const batch& each : database->committed())
            for (const record& one : each.records)
                if (const auto* cycle = std::get_if<cycle_record>(&one)) found.push_back(cycle->life_counter);
        std::vector<std::int32_t> expected;
        for (int i = first; i <= pushed; ++i)
            expected.push_back(i);
        CHECK(found == expected);
        const auto mark = database->marks().at(1);
        CHECK(mark.serial == "HY-0001");
        CHECK(mark.cycles == pushed);
        CHECK(mark.highest_counter == pushed);
    }
};

}  // namespace

TEST_CASE("a database that fails delays the store, fills its queue to its bound, and loses nothing", "[store]") {
    store_settings small = impatient();
    small.max_queued_batches = 8;
    failing_store f(small);
    f.database->fail("database is locked");
    while (f.push_cycles(10)) {
    }
    CHECK(f.store.congested());
    CHECK(f.store.health().queued_batches == 8);
    REQUIRE(f.database->wait_for_failures(1));
    CHECK_FALSE(f.store.health().ok);
    CHECK(f.store.health().problem == "made-up:husky.db: database is locked");
    batch untouched;
    add_cycle(untouched, 1, 1);
    CHECK_FALSE(f.store.push(untouched));
    CHECK(untouched.records.size() == 1);

    told_once room;
    batch more = f.cycles(10);
    REQUIRE_FALSE(f.store.push(more, room.teller()));
    f.database->fail("");
    REQUIRE(room.wait());
    CHECK(f.store.health().ok);
    CHECK(f.store.health().problem.empty());
    CHECK(f.store.health().failures > 0);
    CHECK_THAT(f.store.health().last_problem, Contains("locked"));
    CHECK(f.push_cycles(10));
    REQUIRE(f.store.close(soon()));
    f.check_all_there_once();
}

TEST_CASE("the queue is bounded in bytes, also while a transaction is open", "[store]") {
    store_settings small = impatient();
    small.max_queued_bytes = 100'000;
    failing_store f(small);
    f.database->fail("database is locked");
    while (f.push_cycles(10, std::string(1000, ' '))) {
    }
    CHECK(f.store.health().queued_bytes > 80'000);
    CHECK(f.store.health().queued_bytes <= 100'000);
    f.database->fail("");
    REQUIRE(f.store.close(soon()));
    CHECK(f.store.health().queued_bytes == 0);
    f.check_all_there_once();
}

TEST_CASE("whichever operation of the database fails, nothing is lost or there twice", "[store]") {
    // connect, begin, write, save, commit, and again after the failure
    for (int operation = 0; operation < 12; ++operation) {
        CAPTURE(operation);
        failing_store f;
        f.database->fail_once(operation);
        for (int i = 0; i < 3; ++i) {
            batch b = f.cycles(5);
            f.pushed += 5;
            REQUIRE(commit(f.store, b));
        }
        REQUIRE(f.store.close(soon()));
        CHECK(f.store.health().failures == (operation < 12 ? 1 : 0));
        f.check_all_there_once();
    }
}

TEST_CASE("a database that takes the place of another gets the marks of all machines", "[store]") {
    failing_store f;
    batch other;
    add_machine(other, 2, "HY-0002");
    REQUIRE(commit(f.store, other));
    REQUIRE(f.push_cycles(5));
    batch marker;
    add_machine(marker, 1, "HY-0001");
    REQUIRE(commit(f.store, marker));
    f.database->replace();
    f.database->fail_once(4);  // begin, connect, begin, write, save: the marks come with the next attempt then
    REQUIRE(f.push_cycles(5));
    REQUIRE(f.store.close(soon()));
    CHECK_THAT(f.store.health().last_problem, Contains("this operation fails"));
    f.check_all_there_once(6);
    CHECK(f.database->marks().at(2).serial == "HY-0002");
}

TEST_CASE("a store that fails gives up at the deadline of its close", "[store]") {
    failing_store f;
    f.database->fail("database is locked");
    REQUIRE(f.push_cycles(5));
    CHECK_FALSE(f.store.close(std::chrono::steady_clock::now()));
    CHECK_FALSE(f.push_cycles(5));
}

TEST_CASE("who pushed a batch is told once it is committed", "[store]") {
    failing_store f;
    batch b = f.cycles(1);
    told_once told;
    b.committed = told.teller();
    REQUIRE(f.store.push(b));
    CHECK(b.empty());
    CHECK(!b.committed);
    CHECK(told.wait());
    CHECK(f.store.health().committed_records == 2);
    batch other = f.cycles(1);
    REQUIRE(commit(f.store, other));  // `told` would throw if it were told twice
}

TEST_CASE("a store that cannot connect names its database", "[store]") {
    const auto database = std::make_shared<made_up_database>();
    database->fail_once(0);
    CHECK_THROWS_WITH(write_behind(std::make_unique<made_up_backend>(database), {}),
                      "made-up:husky.db: this operation fails");
}
