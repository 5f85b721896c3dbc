#include "tools/link/captures/message_stream.hpp"

#include "tests/catch.hpp"
#include "tests/support/wire_notation.hpp"
#include "tests/unit/tools/found.hpp"

using namespace husky::tools;
using husky::protocol::default_dialect;
using husky::protocol::exact;
using husky::protocol::wire;

namespace {

const frame_judge judge(default_dialect());
constexpr std::string_view start = "05 00 03 00 00";
constexpr std::string_view cycle =
    "1E 00 08 00 00 00 01 03 00 01 00 02 11 00 00 00 04 00 02 00 B9 55 69 65 00 01 00 00 B0 40";
constexpr std::string_view begins = "note: begins in the middle of a conversation, at a message";

using lines = std::vector<std::string>;

struct listening {
    explicit listening(bool expected = false) : messages(judge, expected, heard) {}

    listening& bytes(std::string_view notation) {
        messages.on_bytes(exact(wire(notation)));
        return *this;
    }
    listening& missing(std::size_t count) {
        messages.on_missing(count);
        return *this;
    }
    listening& middle() {
        messages.on_middle();
        return *this;
    }
    lines end() {
        messages.finish();
        return heard.lines;
    }

    found heard;
    message_stream messages;
};

}  // namespace

TEST_CASE("messages are found however the stream is cut", "[messages]") {
    const auto all = wire("14 00 01 00 'HY-0001' 20*9 05 00 0C 00 00 04 00 70 00");
    for (std::size_t cut = 0; cut <= all.size(); ++cut) {
        listening l;
        l.messages.on_bytes(exact(std::span(all).first(cut)));
        l.messages.on_bytes(exact(std::span(all).subspan(cut)));
        CHECK(l.end() == lines{"init", "status", "identify"});
        CHECK_FALSE(l.messages.incomplete());
    }
}

TEST_CASE("another protocol is told by its first bytes, and says nothing", "[messages]") {
    for (const std::string_view text : {"'GET / HTTP/1.1' 0D 0A", "'SSH-2.0-OpenSSH' 0D 0A", "16 03 01 02 00 01 00 01",
                                        "00*40", "05 00 99 00 00", "04 00 01 00 00*16"}) {
        CAPTURE(text);
        listening l;
        l.bytes(text).bytes(start);
        CHECK(l.messages.foreign());
        CHECK(l.end().empty());
        CHECK_FALSE(l.messages.incomplete());
    }
}

TEST_CASE("on a port of ours even an unknown first message is shown", "[messages]") {
    listening l(true);
    CHECK(l.bytes("05 00 99 00 00").bytes(start).end() == lines{"unknown", "start"});
}

TEST_CASE("a stream that ends inside a message says so", "[messages]") {
    listening l;
    CHECK(l.bytes("05 00 03 00 00 05 00 03").end() ==
          lines{"start", "note: ends inside a message, after 3 of its bytes"});
    CHECK(l.messages.incomplete());
}

TEST_CASE("a size below the smallest ends what can be told", "[messages]") {
    listening l;
    const auto told = l.bytes(start).bytes("03 00 03 00 00").bytes(start).end();
    REQUIRE(told.size() == 2);
    CHECK(told[0] == "start");
    CHECK(told[1].find("message_size below the smallest") != std::string::npos);
    CHECK(l.messages.incomplete());
}

TEST_CASE("in the middle of a conversation the next message is looked for", "[messages]") {
    CHECK(listening().middle().bytes(start).bytes(cycle).end() == lines{std::string(begins), "start", "cycle"});
    listening tail;
    tail.middle().bytes("20*9").bytes(cycle);
    CHECK(tail.end() == lines{"note: skipped 9 bytes that are no whole message", "cycle"});
    CHECK(tail.messages.incomplete());
}

TEST_CASE("one message alone is believed only if it ends the bytes or a head follows", "[messages]") {
    CHECK(listening().middle().bytes(cycle).bytes("EE*40").end().at(1) == "cycle");  // it ended a segment
    CHECK(listening().middle().bytes("05 00 03 00 00 EE*40").end().empty());
    CHECK(listening().middle().bytes("05 00 03 00 00 3B 00 52 00 01").end() ==
          lines{std::string(begins), "start", "note: ends inside a message, after 5 of its bytes"});
    CHECK(listening().middle().bytes("'an english text that has no message at all, but is long'").end().empty());
}

TEST_CASE("behind missing bytes the next message is looked for", "[messages]") {
    const auto told = listening()
                          .bytes(start)
                          .bytes("1E 00 08 00 00")
                          .missing(20)
                          .bytes("00 00 B0 40")
                          .bytes(start)
                          .bytes(cycle)
                          .end();
    CHECK(told == lines{"start", "note: 20 bytes are missing; looking for the next message after them",
                        "note: skipped 4 bytes that are no whole message", "start", "cycle"});
}

TEST_CASE("a search without a message ends", "[messages]") {
    listening unknown, ours;
    unknown.middle();
    ours.bytes(start).missing(1);
    for (std::size_t i = 0; i < message_stream::max_search; i += 1000) {
        unknown.bytes("EE*1100");
        ours.bytes("EE*1100");
    }
    CHECK(unknown.messages.foreign());
    CHECK(unknown.end().empty());
    CHECK(ours.end().back().find("no message in") != std::string::npos);
}
