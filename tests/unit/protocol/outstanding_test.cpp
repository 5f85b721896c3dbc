#include "protocol/links/outstanding.hpp"

#include "tests/catch.hpp"

using namespace husky::protocol;
using namespace std::chrono_literals;

namespace {

constexpr instant start_of_test{1h};

}  // namespace

TEST_CASE("responses are awaited in the order of their requests", "[outstanding]") {
    outstanding_requests asked;
    CHECK(asked.empty());
    CHECK(asked.deadline() == never);
    CHECK_FALSE(asked.reach(index_of<status>));
    asked.add({index_of<languages>, start_of_test + 10s, true});
    asked.add({index_of<status>, start_of_test + 12s, false});
    CHECK(asked.deadline() == start_of_test + 10s);
    CHECK(asked.owed_request() == index_of<languages>);
    CHECK_FALSE(asked.reach(index_of<status>));
    CHECK(asked.reach(index_of<languages>));
    CHECK(asked.oldest().planned);
    asked.pop();
    CHECK(asked.deadline() == start_of_test + 12s);
    CHECK(asked.reach(index_of<status>));
    CHECK_FALSE(asked.oldest().planned);
    asked.pop();
    CHECK(asked.empty());
}

TEST_CASE("a request that may stay unanswered is owed nothing", "[outstanding]") {
    outstanding_requests asked;
    asked.add({index_of<husky::protocol::read>, never, false});
    CHECK_FALSE(asked.owed());
    CHECK(asked.deadline() == never);
    asked.add({index_of<status>, start_of_test, false});
    CHECK(asked.owed());
    CHECK(asked.owed_request() == index_of<status>);

    SECTION("its response is taken where it comes") {
        CHECK(asked.reach(index_of<husky::protocol::read>));
        asked.pop();
        CHECK(asked.reach(index_of<status>));
    }
    SECTION("the next response passes it over for good") {
        CHECK_FALSE(asked.reach(index_of<languages>));
        CHECK(asked.reach(index_of<status>));
        asked.pop();
        CHECK(asked.empty());
        CHECK_FALSE(asked.reach(index_of<husky::protocol::read>));
    }
}

TEST_CASE("an end keeps at most 16 requests unanswered", "[outstanding]") {
    outstanding_requests asked;
    for (std::size_t i = 0; i < 16; ++i) {
        CHECK_FALSE(asked.full());
        asked.add({i, start_of_test, false});
    }
    CHECK(asked.full());
}

TEST_CASE("the ring goes round without mixing up its entries", "[outstanding]") {
    outstanding_requests asked;
    for (std::size_t i = 0; i < 5; ++i)
        asked.add({i, start_of_test, false});
    for (std::size_t i = 5; i < 100; ++i) {
        CHECK(asked.oldest().request == i - 5);
        asked.pop();
        asked.add({i, start_of_test, false});
    }
}
