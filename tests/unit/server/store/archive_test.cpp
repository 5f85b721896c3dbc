#include "server/archive/archive.hpp"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include "tests/catch.hpp"
#include "tests/unit/server/store/commit.hpp"
#include "tests/unit/server/store/made_records.hpp"
#include "tests/unit/server/store/made_up_backend.hpp"

using namespace husky::host;
using result = archive::result;

namespace {

store_settings small() {
    store_settings settings;
    settings.max_queued_batches = 1;
    settings.retry_interval = std::chrono::milliseconds(5);
    return settings;
}

batch one_machine() {
    batch b;
    add_machine(b, 1, "HY-0001");
    return b;
}

struct small_archive {
    boost::asio::io_context context{1};
    std::shared_ptr<made_up_database> database = std::make_shared<made_up_database>();
    write_behind store{std::make_unique<made_up_backend>(database), small()};
    archive archiving;
    std::vector<result> results;

    explicit small_archive(std::chrono::milliseconds patience) : archiving(store, context.get_executor(), patience) {}

    void keep() {
        auto keeping = archiving.keep(one_machine());
        boost::asio::co_spawn(context, std::move(keeping),
                              [this](const std::exception_ptr&, result what) { results.push_back(what); });
    }
    int ordered = 0;
    void forget() {
        auto forgetting = archiving.forget(every_machine, [this] { ++ordered; });
        boost::asio::co_spawn(context, std::move(forgetting),
                              [this](const std::exception_ptr&, result what) { results.push_back(what); });
    }
    void fill_queue() {
        database->fail("database is locked");
        batch b = one_machine();
        REQUIRE(store.push(b));
    }
};

}  // namespace

TEST_CASE("a batch is archived once it is committed", "[store][archive]") {
    small_archive f(std::chrono::seconds(20));
    f.keep();
    f.context.run();
    CHECK(f.results == std::vector{result::stored});
    CHECK(f.database->committed().size() == 1);
}

TEST_CASE("batches that find the queue full are stored when there is room", "[store][archive]") {
    small_archive f(std::chrono::seconds(20));
    f.fill_queue();
    f.keep();
    f.keep();
    f.context.poll();
    CHECK(f.results.empty());
    f.database->fail("");
    f.context.run();
    CHECK(f.results == std::vector{result::stored, result::stored});
    CHECK(f.database->committed().size() == 3);
}

TEST_CASE("a queue that stays full refuses, and a store that does not commit has it queued", "[store][archive]") {
    small_archive f(std::chrono::milliseconds(50));
    f.database->fail("database is locked");
    f.keep();
    f.context.run();
    CHECK(f.results == std::vector{result::queued});
    f.context.restart();
    f.keep();
    f.context.run();
    CHECK(f.results == std::vector{result::queued, result::refused});
}

TEST_CASE("nobody waits for an archive that stops", "[store][archive]") {
    small_archive f(std::chrono::seconds(20));
    f.fill_queue();
    f.keep();
    f.context.poll();
    f.archiving.stop();
    f.context.run();
    CHECK(f.results == std::vector{result::refused});
}

TEST_CASE("what is forgotten is gone for those who ask next, and others may go on at once", "[store][archive]") {
    small_archive f(std::chrono::seconds(20));
    f.keep();
    f.context.run();
    REQUIRE(f.database->committed().size() == 1);
    f.context.restart();
    f.forget();
    f.context.run();
    CHECK(f.results == std::vector{result::stored, result::stored});
    CHECK(f.ordered == 1);
    CHECK(f.database->marks().empty());
}

TEST_CASE("a batch that waits for room while all is forgotten is refused", "[store][archive]") {
    small_archive f(std::chrono::seconds(20));
    f.fill_queue();
    f.keep();
    f.context.poll();
    f.forget();
    f.context.poll();
    CHECK(f.ordered == 1);
    CHECK(f.results.empty());
    f.database->fail("");
    f.context.run();
    std::sort(f.results.begin(), f.results.end());
    CHECK(f.results == std::vector{result::stored, result::refused});
    CHECK(f.database->marks().empty());
}

TEST_CASE("a store that fails forgets later, and one that is closed does not", "[store][archive]") {
    small_archive f(std::chrono::milliseconds(20));
    f.database->fail("database is locked");
    f.forget();
    f.context.run();
    CHECK(f.results == std::vector{result::queued});
    CHECK(f.ordered == 1);
    f.database->fail("");
    REQUIRE(f.store.close(soon()));
    f.context.restart();
    f.forget();
    f.context.run();
    CHECK(f.results.back() == result::refused);
    CHECK(f.ordered == 2);
}
