#include "tools/link/replay/play.hpp"

#include "tests/catch.hpp"
#include "tests/unit/tools/recordings.hpp"
#include "tools/link/replay/report.hpp"

using namespace husky;
using namespace husky::tools;
using protocol::wire;
using turn = played_connection::turn;

namespace {

/// One connection of a talk, played.
struct play {
    frame_judge judge{protocol::default_dialect()};
    match_rules rules = match_rules::defaults();
    recording from;
    played_connection one;

    play(const talk& t, protocol::sender as) : from(t.recorded()), one(from, 0, as, rules, judge) {}

    void hear(std::string_view notation) {
        const auto bytes = wire(notation);
        protocol::frame_reader reader(protocol::default_dialect());
        reader.push(bytes);
        while (const auto f = reader.next())
            one.received(*f);
    }
    /// Performs what is ours; says how many frames were sent.
    std::size_t go_on() {
        const auto before = one.sent();
        while (one.whose_turn() == turn::ours)
            one.performed();
        return one.sent() - before;
    }
    [[nodiscard]] std::string told() const {
        if (!one.diverged()) return "";
        replay_outcome o;
        o.type = replay_outcome::kind::diverged;
        o.first = one.diverged();
        const auto text = text_of(o, from, judge);
        return text.substr(0, text.find(" ("));
    }
};

talk default_talk() {
    talk t;
    t.machine(said_init).host(said_welcome).host(asked_list).machine(told_cycle).host(asked_status);
    return t;
}

}  // namespace

TEST_CASE("our frames wait for theirs, in the order of the recording", "[play]") {
    const auto t = default_talk();
    play p(t, protocol::sender::machine);
    CHECK(p.one.begins_with_us());
    CHECK(p.go_on() == 1);
    CHECK(p.one.whose_turn() == turn::theirs);
    p.hear("0A 00 01 80 00 00 01 00 00 00");  // another synch_time
    CHECK(p.go_on() == 0);
    p.hear(asked_list);
    CHECK(p.go_on() == 1);
    p.hear(asked_status);
    CHECK(p.one.whose_turn() == turn::over);
    CHECK(p.told().empty());
    CHECK(p.one.matched() == 3);
}

TEST_CASE("what comes early is taken when it is due", "[play]") {
    const auto t = default_talk();
    play p(t, protocol::sender::machine);
    p.go_on();
    p.hear(said_welcome);
    p.hear(asked_list);
    p.hear(asked_status);
    CHECK(p.go_on() == 1);
    CHECK(p.one.whose_turn() == turn::over);
}

TEST_CASE("the first divergence is told with its frame, and nothing after it", "[play]") {
    const auto t = default_talk();
    play p(t, protocol::sender::machine);
    p.go_on();
    SECTION("another message") {
        p.hear("06 00 01 80 00 00");
        CHECK(p.told() == "frame 2, init response: came other fields, init response");
    }
    SECTION("other fields") {
        p.hear(said_welcome);
        p.hear("07 00 05 00 20 01 00");
        CHECK(p.told() == "frame 3, list: came other fields, list");
        REQUIRE(p.one.diverged()->differences.size() == 1);
        CHECK(p.one.diverged()->differences[0].field == "first_index");
    }
    SECTION("another question") {
        p.hear(said_welcome);
        p.hear(asked_status);
        CHECK(p.told() == "frame 3, list: came another message, status");
    }
    SECTION("an error") {
        p.hear(said_welcome);
        p.hear("48 00 7F 00 01 00 02 00 20*64");
        CHECK(p.told() == "frame 3, list: came another message, error");
    }
    SECTION("the end of the link") {
        p.hear(said_welcome);
        p.one.link_ended();
        CHECK(p.told() == "frame 3, list: came the end of the link");
    }
    SECTION("no message at all") {
        p.one.framing_broken(wire("01 00"));
        CHECK(p.told() == "frame 2, init response: came bytes that are not a message");
    }
}

TEST_CASE("behind the recording indications and questions go on, errors and answers do not", "[play]") {
    const auto t = default_talk();
    play p(t, protocol::sender::machine);
    p.go_on();
    p.hear(said_welcome);
    p.hear(asked_list);
    p.go_on();
    p.hear(asked_status);
    SECTION("one more question") {
        p.hear(asked_status);
        CHECK(p.told().empty());
    }
    SECTION("an error") {
        p.hear("48 00 7F 00 01 00 02 00 20*64");
        CHECK(p.told() == "after the last frame came a message that was not recorded, error");
    }
    SECTION("the end") {
        p.one.link_ended();
        CHECK(p.told().empty());
    }
}

TEST_CASE("a machine's reports may fall between other answers than they did", "[play]") {
    talk t;
    t.machine(said_init).host(said_welcome).host(asked_status).machine(told_cycle).machine("06 00 03 80 00 00");
    play p(t, protocol::sender::host);
    CHECK_FALSE(p.one.begins_with_us());
    CHECK(p.go_on() == 0);
    p.hear(said_init);
    CHECK(p.go_on() == 2);
    p.hear("06 00 03 80 00 00");
    p.hear(told_cycle);
    p.hear(told_cycle);  // it goes on
    CHECK(p.one.whose_turn() == turn::over);
    CHECK(p.told().empty());
}

TEST_CASE("how the other side ends a link is not waited for, how ours does is played", "[play]") {
    talk t;
    t.machine(said_init).host(said_welcome).ends(false).ends(true);
    play p(t, protocol::sender::machine);
    p.go_on();
    p.hear(said_welcome);
    REQUIRE(p.one.next() != nullptr);
    CHECK(p.one.next()->type == recorded_event::kind::finished);
    p.go_on();
    CHECK(p.one.whose_turn() == turn::over);
}

TEST_CASE("a connection is told from others by the first message of the other side", "[play]") {
    const auto t = default_talk();
    play p(t, protocol::sender::host);
    const auto same = wire(said_init), other = wire("14 00 01 00 'HY-0002' 20*9");
    CHECK(p.one.may_begin_with({1, std::span(same).subspan(4), same}));
    CHECK_FALSE(p.one.may_begin_with({1, std::span(other).subspan(4), other}));
}

TEST_CASE("an answer that the recording ended before is no divergence, one more is", "[play]") {
    talk t;
    t.machine(said_init).host(said_welcome).host("05 00 03 00 00").ends(true);
    play p(t, protocol::sender::host);
    p.hear(said_init);
    p.go_on();
    p.hear("06 00 03 80 00 00");
    CHECK(p.told().empty());
    p.hear("06 00 07 80 00 00");
    CHECK(p.told() == "after the last frame came a message that was not recorded, cycle_select response");
}
