#include "server/display/feed.hpp"

#include <fmt/format.h>

#include "tests/catch.hpp"
#include "tests/support/wire_notation.hpp"

using namespace husky;
using namespace husky::host;
using result = machine_reply::result;
using words = std::vector<std::string>;

namespace {

/// A feed on a bench: a test plays the machine and who looks.
struct feed_bench : display_feed::orders {
    words notes;
    shared_picture shown;
    std::optional<machine_reply> refusal;  ///< of what is asked, at once
    display_feed feed{*this, protocol::byte_order::little};

    void ask(const protocol::machine_question& q) override {
        notes.emplace_back(std::holds_alternative<protocol::display_start>(q) ? "start" : "stop");
        if (refusal) feed.replied(*refusal);
    }
    void show(watch_number to, shared_picture picture) override {
        notes.push_back(fmt::format("show {}", to));
        shown = std::move(picture);
    }
    void fail(watch_number to, machine_reply why) override {
        notes.push_back(fmt::format("fail {}: {}", to, static_cast<int>(why.outcome)));
    }

    words told() {
        feed.settle();
        return std::exchange(notes, {});
    }
    words looks(watch_number n) {
        feed.watch(n);
        return told();
    }
    words leaves(watch_number n) {
        feed.unwatch(n);
        return told();
    }
    words starts(std::uint16_t columns = 20, std::uint16_t rows = 5) {
        feed.replied({.outcome = result::answered,
                      .answer = protocol::display_start_response{protocol::result_code::ok, columns, rows}});
        return told();
    }
    words stops() {
        feed.replied({.outcome = result::answered, .answer = protocol::display_stop_response{}});
        return told();
    }
    bool draws(const std::string& text, std::uint16_t x = 0) {
        protocol::screen_command drawing{protocol::screen_op::text, x, 0, 7, {}};
        for (const char c : text)
            drawing.data.push_back(static_cast<std::byte>(c));
        return feed.drawn({{drawing}});
    }
};

}  // namespace

TEST_CASE("somebody who looks starts the machine, and the screen is shown once it drew", "[display][feed]") {
    feed_bench b;
    CHECK(b.told().empty());
    CHECK(b.looks(1) == words{"start"});
    CHECK(b.feed.running());
    CHECK(b.starts().empty());
    CHECK(b.draws("hello"));
    CHECK(b.told() == words{"show 1"});
    CHECK(b.shown->screen.columns() == 20);
    CHECK(b.shown->screen.text().starts_with("hello\n"));
    CHECK(b.leaves(1) == words{"stop"});
    CHECK(b.stops().empty());
    CHECK_FALSE(b.feed.running());
}

TEST_CASE("one picture is under way, and the next is the newest", "[display][feed]") {
    feed_bench b;
    b.looks(1);
    b.starts();
    b.draws("first");
    CHECK(b.told() == words{"show 1"});
    b.draws("second");
    CHECK(b.told().empty());
    b.draws("third ");
    CHECK(b.told().empty());
    b.feed.taken();
    CHECK(b.told() == words{"show 1"});
    CHECK(b.shown->screen.text().starts_with("third\n"));
    b.feed.taken();
    CHECK(b.told().empty());
}

TEST_CASE("a drawing that does not fit changes nothing", "[display][feed]") {
    feed_bench b;
    b.looks(1);
    b.starts();
    CHECK_FALSE(b.draws("too long", 15));
    CHECK(b.told().empty());
}

TEST_CASE("who leaves and comes back meanwhile starts the machine anew", "[display][feed]") {
    feed_bench b;
    b.looks(1);
    CHECK(b.leaves(1).empty());
    SECTION("before it has started: it goes on") {
        CHECK(b.looks(2).empty());
        CHECK(b.starts().empty());
        b.draws("x");
        CHECK(b.told() == words{"show 2"});
    }
    SECTION("after: first it stops") {
        CHECK(b.starts() == words{"stop"});
        CHECK(b.looks(2).empty());
        CHECK(b.stops() == words{"start"});
    }
    SECTION("a late leave of the first watch is not one of the second") {
        b.looks(2);
        CHECK(b.leaves(1).empty());
        CHECK(b.feed.watched() == watch_number{2});
    }
}

TEST_CASE("a machine that does not start fails the watch", "[display][feed]") {
    feed_bench b;
    b.looks(1);
    SECTION("with a result") {
        b.feed.replied({.outcome = result::answered,
                        .answer = protocol::display_start_response{protocol::result_code::busy, 0, 0}});
        CHECK(b.told() == words{fmt::format("fail 1: {}", static_cast<int>(result::answered))});
    }
    SECTION("with an error") {
        b.feed.replied({.outcome = result::error});
        CHECK(b.told() == words{fmt::format("fail 1: {}", static_cast<int>(result::error))});
    }
    SECTION("with a size that no screen has: it is stopped") {
        const auto [columns, rows] =
            GENERATE(table<std::uint16_t, std::uint16_t>({{0, 5}, {5, 0}, {201, 5}, {5, 101}}));
        CHECK(b.starts(columns, rows) == words{fmt::format("fail 1: {}", static_cast<int>(result::error)), "stop"});
        b.stops();
    }
    CHECK_FALSE(b.feed.running());
    CHECK(b.looks(2) == words{"start"});
}

TEST_CASE("a question that cannot be asked fails at once, and once", "[display][feed]") {
    feed_bench b;
    b.refusal = machine_reply{.outcome = result::offline};
    CHECK(b.looks(1) == words{"start", fmt::format("fail 1: {}", static_cast<int>(result::offline))});
    CHECK(b.told().empty());
}

TEST_CASE("what was drawn before anybody looked is shown if the size is the same", "[display][feed]") {
    feed_bench b;
    CHECK(b.draws("early"));
    CHECK(b.told().empty());
    b.looks(1);
    CHECK(b.starts(80, 25) == words{"show 1"});
    CHECK(b.shown->screen.text().starts_with("early\n"));
}

TEST_CASE("a menu is kept with the screen, up to its bound", "[display][feed]") {
    feed_bench b;
    b.looks(1);
    b.starts();
    b.feed.offered({std::vector<protocol::menu_key>(max_menu_keys + 1, {0x0101, "MAIN"})});
    CHECK(b.told() == words{"show 1"});
    CHECK(b.shown->menu.size() == max_menu_keys);
}

TEST_CASE("a picture as JSON has a text and an attribute for each cell", "[display]") {
    display_picture p{protocol::screen_model(3, 2), {{0x0101, "\"Menü\""}}};
    CHECK(to_json(p) == R"({"columns":3,"rows":2,"text":["   ","   "],"attributes":[[7,7,7],[7,7,7]],"cursor":null,)"
                        R"("menu":[{"key":257,"label":"\"Menü\""}]})");
    REQUIRE(p.screen.apply({protocol::screen_op::text, 1, 1, 0x1E, protocol::wire("C4 22")}));
    REQUIRE(p.screen.apply({protocol::screen_op::cursor, 2, 0, 0, {}}));
    p.menu.clear();
    CHECK(to_json(p) == R"({"columns":3,"rows":2,"text":["   "," Ä\""],"attributes":[[7,7,7],[7,30,30]],)"
                        R"("cursor":{"x":2,"y":0},"menu":[]})");
}
