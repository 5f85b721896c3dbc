#include "server/display/hub.hpp"

#include <fmt/format.h>

#include "tests/catch.hpp"

using namespace husky;
using namespace husky::host;
using words = std::vector<std::string>;

namespace {

struct hub_bench : display_hub::orders {
    words notes;
    std::size_t views = 0;
    int woken = 0;
    display_hub hub{*this};

    void watch(const link_id& link, watch_number n) override { note(fmt::format("watch {} as {}", link.number, n)); }
    void unwatch(const link_id& link, watch_number n) override { note(fmt::format("unwatch {} {}", link.number, n)); }
    void taken(const link_id& link) override { note(fmt::format("taken {}", link.number)); }
    void views_changed(std::size_t now) override { views = now; }
    void note(std::string what) { notes.push_back(std::move(what)); }

    std::unique_ptr<display_view> look(const std::string& serial = "HY-0001", std::uint64_t link = 7) {
        return hub.look(serial, {0, link}, [this] { ++woken; });
    }
    void shows(watch_number of, std::uint16_t columns = 3) {
        hub.shown("HY-0001", {0, 7}, of,
                  std::make_shared<const display_picture>(display_picture{protocol::screen_model(columns, 2), {}}));
    }
    words told() { return std::exchange(notes, {}); }
};

}  // namespace

TEST_CASE("many who look at one machine make one watch", "[display][hub]") {
    hub_bench b;
    auto first = b.look();
    auto second = b.look();
    auto other = b.look("HY-0002", 8);
    CHECK(b.told() == words{"watch 7 as 1", "watch 8 as 2"});
    CHECK(b.views == 3);
    first.reset();
    CHECK(b.told().empty());
    second.reset();
    CHECK(b.told() == words{"unwatch 7 1"});
    second = b.look();
    CHECK(b.told() == words{"watch 7 as 3"});
    CHECK(b.views == 2);
}

TEST_CASE("each picture wakes all views, and a view sees the newest", "[display][hub]") {
    hub_bench b;
    auto quick = b.look();
    auto slow = b.look();
    CHECK_FALSE(quick->has_news());
    CHECK(quick->take() == nullptr);
    CHECK(quick->take_json() == nullptr);
    b.shows(1, 3);
    CHECK(b.woken == 2);
    CHECK(quick->take()->screen.columns() == 3);
    CHECK_FALSE(quick->has_news());
    b.shows(1, 4);
    b.shows(1, 5);
    CHECK(quick->take()->screen.columns() == 5);
    CHECK(slow->take()->screen.columns() == 5);
    auto late = b.look();
    CHECK(late->has_news());
    CHECK(late->take_json() == slow->take_json());
    CHECK(slow->take_json()->starts_with(R"({"columns":5)"));
}

TEST_CASE("every picture is taken, also one of an earlier watch that nobody sees", "[display][hub]") {
    hub_bench b;
    b.look();
    auto view = b.look();
    b.told();
    b.shows(1);
    CHECK(b.told() == words{"taken 7"});
    CHECK_FALSE(view->has_news());
    b.shows(2);
    CHECK(b.told() == words{"taken 7"});
    CHECK(view->has_news());
}

TEST_CASE("the end of a stream is told to all who look", "[display][hub]") {
    hub_bench b;
    auto first = b.look();
    auto second = b.look();
    b.told();
    SECTION("a machine that does not start") {
        b.hub.failed("HY-0001", 2, {.outcome = machine_reply::result::error});
        CHECK_FALSE(first->over());
        b.hub.failed("HY-0001", 1, {.outcome = machine_reply::result::error});
        CHECK(first->over()->outcome == machine_reply::result::error);
    }
    SECTION("a link that ends") {
        b.hub.ended("HY-0001", {0, 8});
        CHECK_FALSE(first->over());
        b.hub.ended("HY-0001", {0, 7});
        CHECK(first->over()->outcome == machine_reply::result::no_answer);
    }
    CHECK(second->over());
    CHECK_FALSE(second->link());
    CHECK(b.woken == 2);
    CHECK(b.views == 0);
    first.reset();
    second->leave();
    CHECK(b.told().empty());
    auto again = b.look("HY-0001", 9);
    CHECK(b.told() == words{"watch 9 as 2"});
}

TEST_CASE("no more look at one machine than may", "[display][hub]") {
    hub_bench b;
    std::vector<std::unique_ptr<display_view>> all;
    for (std::size_t i = 0; i < display_hub::max_views; ++i)
        all.push_back(b.look());
    CHECK(b.look() == nullptr);
    CHECK(b.look("HY-0002", 8) != nullptr);
    all.pop_back();
    CHECK(b.look() != nullptr);
}
