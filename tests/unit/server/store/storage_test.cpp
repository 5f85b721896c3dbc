#include "server/storage/storage.hpp"

#include <boost/asio/io_context.hpp>

#include "tests/catch.hpp"
#include "tests/unit/server/store/commit.hpp"
#include "tests/unit/server/store/made_records.hpp"

using namespace husky::host;

namespace {

/// What a query on that thread answers. The context must outlive the thread, which holds it a moment longer.
template <class Query>
auto ask(boost::asio::io_context& context, query_thread& queries, Query query) {
    std::optional<std::invoke_result_t<Query&, store_reader&>> got;
    auto asking = queries.ask(std::move(query));
    boost::asio::co_spawn(context, std::move(asking), [&](const std::exception_ptr& failed, auto answered) {
        if (failed) std::rethrow_exception(failed);
        got = std::move(answered);
    });
    context.restart();
    context.run();
    return got.value();
}

answer<page<stored_setup>> setups_of_machine(store_reader& from) { return from.setups({"HY-0001"}); }

void archive_setup(storage& into) {
    batch b;
    add_machine(b, 1, "HY-0001");
    add_setup(b, 7, "first", "aa");
    REQUIRE(commit(into.archive_store(), b));
}

}  // namespace

TEST_CASE("where nothing is stored, set-ups and prints are kept in memory", "[store]") {
    boost::asio::io_context context{1};
    storage none("none", {});
    CHECK(none.reports() == nullptr);
    CHECK(none.report_queries() == nullptr);
    CHECK(none.health().ok);
    archive_setup(none);
    CHECK(ask(context, none.archive_queries(), setups_of_machine)->rows.size() == 1);
    CHECK(none.close(soon()));
}

TEST_CASE("a store keeps reports, set-ups and prints", "[store]") {
    boost::asio::io_context context{1};
    storage all("sqlite::memory:", {});
    REQUIRE(all.reports() == &all.archive_store());
    CHECK(all.report_queries() == &all.archive_queries());
    archive_setup(all);
    CHECK(ask(context, all.archive_queries(), setups_of_machine)->rows.size() == 1);
    CHECK(all.health().committed_records == 2);
    CHECK(all.close(soon()));
}

TEST_CASE("queries answer from their own thread, and no more once they are closed", "[store][query]") {
    boost::asio::io_context context{1};
    storage all("sqlite::memory:", {});
    const auto here = std::this_thread::get_id();
    const auto elsewhere = [here](store_reader&) -> answer<bool> { return std::this_thread::get_id() != here; };
    CHECK(ask(context, all.archive_queries(), elsewhere).value());
    const auto fails = [](store_reader&) -> answer<bool> { throw std::runtime_error("broken"); };
    CHECK_THROWS_WITH(ask(context, all.archive_queries(), fails), "broken");
    all.close_queries();
    const auto closed = ask(context, all.archive_queries(), elsewhere);
    REQUIRE(closed.has_error());
    CHECK(closed.error().why == query_error::reason::unavailable);
    CHECK(closed.error().problem == "the host is stopping");
}
