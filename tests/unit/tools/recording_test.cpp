#include "settings/error.hpp"
#include "tests/catch.hpp"
#include "tests/unit/tools/recordings.hpp"

using namespace husky;
using namespace husky::tools;
using protocol::wire;

namespace {

std::string problem_of(std::span<const std::byte> bytes) {
    try {
        talk::read_bytes(bytes);
    } catch (const settings::error& problem) {
        return problem.what();
    }
    return "";
}

std::string problem_of(std::string_view text) { return problem_of(std::as_bytes(std::span(text))); }

constexpr std::string_view first_line =
    R"({"time":"2026-01-01T00:00:00Z","connection":4,"direction":"to_listener","hex":"0500030001"})";

}  // namespace

TEST_CASE("a recording has the frames of each connection in order, with the side of each", "[recording]") {
    talk t;
    t.machine(said_init).host(said_welcome).host(asked_status).ends(true).ends(false);
    t.open().machine(said_init).ends(false, true);
    const auto r = t.recorded();
    REQUIRE(r.connections.size() == 2);
    CHECK(r.connections[0].name == "10.0.0.1:40001 > 10.0.0.2:1310");
    CHECK(r.connections[0].by_machine == 1);
    CHECK(r.connections[0].by_host == 2);
    std::string order;
    for (const auto& e : r.events)
        order += std::to_string(e.connection) + "offr"[static_cast<std::size_t>(e.type)] + (e.by_machine ? "m" : "h") +
                 (e.number > 0 ? std::to_string(e.number) : "") + " ";
    CHECK(order == "0om 0fm1 0fh2 0fh3 0fm 0fh 1om 1fm4 1rh ");
    CHECK(protocol::exact(r.frame_of(r.events[1], protocol::default_dialect()).bytes) == wire(said_init));
}

TEST_CASE("a trace is read as the capture beside it", "[recording]") {
    const std::string text =
        std::string(first_line) + "\n\n" +
        R"({"time":"2026-01-01T00:00:01.5Z","connection":4,"direction":"to_dialler","hex":"060003800000"})";
    const auto r = talk::read_bytes(std::as_bytes(std::span(text)));
    REQUIRE(r.events.size() == 3);
    CHECK(r.connections[0].by_host == 1);
    CHECK(r.events[2].by_machine);
    CHECK(r.events[2].at - r.events[1].at == std::chrono::milliseconds(1500));
}

TEST_CASE("a capture that is cut at any byte is refused or shorter, never read past", "[recording]") {
    talk t;
    t.machine(said_init).host(said_welcome).machine(told_cycle);
    const auto whole = t.recorded().events.size();
    for (std::size_t size = 0; size < t.file().size(); ++size) {
        CAPTURE(size);
        const auto cut = protocol::exact(std::span(t.file()).first(size));
        try {
            const auto events = talk::read_bytes(cut).events.size();
            CHECK(events < whole);
        } catch (const settings::error& problem) {
            CHECK(std::string(problem.what()).starts_with("test: "));
        }
    }
}

TEST_CASE("any byte of a capture may be wrong, lengths of blocks too", "[recording]") {
    talk t;
    t.machine(said_init).host(said_welcome);
    for (std::size_t at = 0; at < t.file().size(); ++at) {
        for (const unsigned value : {0x00U, 0x7FU, 0xFFU}) {
            CAPTURE(at, value);
            auto changed = protocol::exact(t.file());
            changed[at] = static_cast<std::byte>(value);
            CHECK_NOTHROW(static_cast<void>(problem_of(changed)));
        }
    }
}

TEST_CASE("what cannot be played says why", "[recording]") {
    CHECK(problem_of("") == "test: neither a capture (pcapng, pcap) nor a trace (JSON lines)");
    CHECK(problem_of("{}") == "test:1: time: expected a text");
    CHECK(problem_of(std::string(first_line) + "\n{\n") == "test:2: expected a JSON object");
    CHECK(
        problem_of(R"({"time":"2026-01-01T00:00:00Z","connection":4,"direction":"to_listener","hex":"0600030001"})") ==
        "test:1: hex: its size is not that of the message");
    talk web;
    web.machine("'GET / HTTP/1.0' 0D 0A 0D 0A");
    CHECK(problem_of(web.file()) == "test: no Husky frames found: another protocol, or nothing at all");
    talk half;
    half.machine(said_init).host("0A 00 01");
    CHECK(problem_of(half.file()) ==
          "test: 10.0.0.2:1310 > 10.0.0.1:40001: ends inside a message, after 3 of its bytes");
    talk anybody;
    anybody.machine("04 00 70 00");
    CHECK(problem_of(anybody.file()) ==
          "test: no connection is recorded from its start with a message that names the machine");
}

TEST_CASE("a trace with a mark in front is a trace", "[recording]") {
    const auto text = "\xEF\xBB\xBF" + std::string(first_line);
    const auto r = talk::read_bytes(std::as_bytes(std::span(text)));
    CHECK(r.connections.size() == 1);
}
