#include "tools/link/net/probe_reading.hpp"

#include "tests/catch.hpp"
#include "tests/support/wire_notation.hpp"

using namespace husky::tools;
using husky::protocol::default_dialect;
using husky::protocol::exact;
using husky::protocol::wire;

namespace {

constexpr std::string_view host = "4D 00 70 80 00 00 02 02 00 'Plant 7' 20*25 'HostX 1.2' 20*23 0C 00 00 00";
constexpr std::string_view machine = "4D 00 70 80 00 00 02 02 01 'HY-0001' 20*25 'husky-fleet 0.1.0' 20*15 01 00 00 00";
constexpr std::string_view first_message = "14 00 01 00 'HY-0001' 20*9";

probe_finding read(std::initializer_list<std::string_view> pieces) {
    probe_reading reading(default_dialect());
    for (const auto piece : pieces)
        if (!reading.done()) reading.on_bytes(exact(wire(piece)));
    return reading.finish();
}

}  // namespace

TEST_CASE("an answer to identify says who is there", "[probe]") {
    const auto found = read({host});
    CHECK(found.state == probe_state::host);
    REQUIRE(found.identity);
    CHECK(found.identity->name == "Plant 7");
    CHECK(found.identity->software == "HostX 1.2");
    CHECK(found.identity->links == 12);
    CHECK(found.answered);
    CHECK(read({machine}).state == probe_state::machine);
}

TEST_CASE("an answer may be cut anywhere", "[probe]") {
    const auto bytes = wire(host);
    for (std::size_t cut = 0; cut <= bytes.size(); ++cut) {
        probe_reading reading(default_dialect());
        reading.on_bytes(exact(std::span(bytes).first(cut)));
        CHECK(reading.done() == (cut == bytes.size()));
        reading.on_bytes(exact(std::span(bytes).subspan(cut)));
        CHECK(reading.finish().state == probe_state::host);
    }
}

TEST_CASE("a machine that speaks first is known by its first_message, and asked on", "[probe]") {
    const auto answered = read({first_message, machine});
    CHECK(answered.state == probe_state::machine);
    CHECK(answered.serial_number == "HY-0001");
    CHECK(answered.identity);
    const auto mute = read({first_message});
    CHECK(mute.state == probe_state::machine);
    CHECK(mute.detail == "no answer to identify");
    CHECK_FALSE(mute.answered);
}

TEST_CASE("a machine that takes the probe for its display is known by its display_init", "[probe]") {
    const auto found = read({"14 00 01 01 'HY-0001' 20*9", machine});
    CHECK(found.state == probe_state::machine);
    CHECK(found.serial_number == "HY-0001");
}

TEST_CASE("a peer that does not know identify speaks our messages all the same", "[probe]") {
    const auto found = read({"48 00 7F 00 70 00 01 00 'unknown command' 20*49"});
    CHECK(found.state == probe_state::husky);
    CHECK(found.detail == "it does not know identify");
    CHECK(read({first_message, "48 00 7F 00 70 00 01 00 20*64"}).state == probe_state::machine);
    CHECK(read({"48 00 7F 00 70 00 04 00 20*64"}).detail == "it answered identify with error 4 (busy)");
    // a machine that has its host turns others away
    const auto busy = read({"48 00 7F 00 00 00 04 00 20*64"});
    CHECK(busy.state == probe_state::husky);
    CHECK(busy.detail == "it sent error 4 (busy) and no answer to identify");
    CHECK_FALSE(busy.answered);
}

TEST_CASE("another service is known by its first bytes", "[probe]") {
    for (const std::string_view text :
         {"'SSH-2.0-OpenSSH_9.2p1 Debian'", "'HTTP/1.0 400 Bad Request'", "15 03 01 00 02 02 46", "00*20", "'220'"}) {
        CAPTURE(text);
        const auto found = read({text});
        CHECK(found.state == probe_state::other);
        const auto bytes = wire(text);
        CHECK(found.first_bytes ==
              std::vector(bytes.begin(), bytes.begin() + std::min<std::ptrdiff_t>(16, std::ssize(bytes))));
    }
}

TEST_CASE("silence, and links that end, are told apart", "[probe]") {
    const auto after_close = [](std::string_view said, bool asked_for) {
        probe_reading reading(default_dialect());
        if (!said.empty()) reading.on_bytes(exact(wire(said)));
        reading.on_closed(asked_for);
        return reading.finish();
    };
    CHECK(read({}).state == probe_state::silent);
    CHECK(after_close("", true).state == probe_state::silent);
    CHECK(after_close("", false).state == probe_state::other);
    CHECK(after_close("'22'", false).state == probe_state::other);
    CHECK(after_close(first_message, false).state == probe_state::machine);
}

TEST_CASE("odd answers are found, and named", "[probe]") {
    CHECK(read({"06 00 70 80 00 00"}).detail == "its answer to identify is malformed");
    CHECK(read({"4D 00 70 80 00 00 02 02 07 20*64 00*4"}).detail == "it has the unknown role 7");
    CHECK(read({first_message, "03 00 01 00"}).state == probe_state::machine);
    probe_reading talker(default_dialect());
    for (std::size_t i = 0; i <= probe_reading::max_messages && !talker.done(); ++i)
        talker.on_bytes(exact(wire("05 00 0C 00 00")));
    CHECK(talker.done());
}

TEST_CASE("a datagram is one message", "[probe]") {
    const auto read_datagram = [](std::string_view notation) {
        probe_reading reading(default_dialect());
        reading.on_datagram(exact(wire(notation)));
        CHECK(reading.done());
        return reading.finish().state;
    };
    CHECK(read_datagram(host) == probe_state::host);
    CHECK(read_datagram("'pong'") == probe_state::other);
    CHECK(read_datagram("04 00 70") == probe_state::other);
    CHECK(read_datagram("") == probe_state::other);
}
