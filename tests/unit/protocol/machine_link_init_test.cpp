#include "tests/catch.hpp"
#include "tests/support/machine_bench.hpp"

using namespace husky::protocol;
using namespace std::chrono_literals;

TEST_CASE("a machine speaks first and names itself", "[machine_link][init]") {
    machine_bench machine;
    CHECK(machine.says().empty());
    machine.link.connected(machine.now);
    CHECK(machine.sends() == wire("14 00 01 00 'HY-0001' 20*9"));
    CHECK_FALSE(machine.link.linked());
}

TEST_CASE("result 0 links the machine and sets its clock", "[machine_link][init]") {
    machine_bench machine;
    machine.link.connected(machine.now);
    machine.hears("0A 00 01 80 00 00 00 B9 55 69");
    CHECK(machine.link.linked());
    CHECK(machine.model.clock == std::chrono::sys_seconds(std::chrono::seconds(0x6955B900)));
}

TEST_CASE("any other result ends the link and leaves the clock alone", "[machine_link][init]") {
    machine_bench machine;
    machine.link.connected(machine.now);
    machine.sends();
    machine.hears(init_response{GENERATE(init_result::unknown_serial, init_result::already_linked, init_result::refused,
                                         static_cast<init_result>(77)),
                                0x6955B900});
    CHECK(machine.link.reason() == close_reason::refused);
    CHECK(machine.model.clock == std::chrono::sys_seconds{});
    CHECK(machine.says().empty());
}

TEST_CASE("an error in place of the init response ends the link", "[machine_link][init]") {
    machine_bench machine;
    machine.link.connected(machine.now);
    machine.sends();
    machine.hears(error{0x0001, GENERATE(error_code::malformed, error_code::timed_out), ""});
    CHECK(machine.link.reason() == close_reason::refused);
    CHECK(machine.says().empty());
}

TEST_CASE("a machine knows how it was refused until it tries again", "[machine_link][init]") {
    machine_bench machine;
    machine.link.connected(machine.now);
    machine.sends();
    CHECK(machine.link.refusal().empty());
    SECTION("by a result") {
        machine.hears(init_response{init_result::unknown_serial, 0x6955B900});
        CHECK(machine.link.refusal() == "unknown serial (init result 1)");
    }
    SECTION("by a result of its own") {
        machine.hears(init_response{static_cast<init_result>(77), 0x6955B900});
        CHECK(machine.link.refusal() == "unknown (init result 77)");
    }
    SECTION("by an error") {
        machine.hears(error{0x0001, error_code::busy, "words of the host"});
        CHECK(machine.link.refusal() == "busy (error 4)");
    }
    machine.link.lost(machine.now);
    machine.link.connected(machine.now);
    CHECK(machine.link.refusal().empty());
}

TEST_CASE("an init response that does not decode is answered; a good one may still come", "[machine_link][init]") {
    machine_bench machine;
    machine.link.connected(machine.now);
    machine.sends();
    machine.hears("08 00 01 80 00 00 00 00");
    CHECK(machine.says() == words{"error 2 to 0x8001"});
    CHECK(machine.learns() == words{"malformed 0x8001"});
    CHECK_FALSE(machine.link.closing());
    machine.hears("0A 00 01 80 00 00 00 B9 55 69");
    CHECK(machine.link.linked());
}

TEST_CASE("a host that does not answer init in 10 s is given up", "[machine_link][init]") {
    machine_bench machine;
    machine.link.connected(machine.now);
    machine.sends();
    machine.waits(10s - 1ns);
    CHECK_FALSE(machine.link.closing());
    machine.waits(1ns);
    CHECK(machine.says() == words{"error 6 to 0x0001"});
    CHECK(machine.link.reason() == close_reason::init_timeout);
}

TEST_CASE("a second init response is dropped and counted", "[machine_link][init]") {
    machine_bench machine;
    machine.links_up();
    machine.sends();
    machine.hears(init_response{init_result::refused, 1});
    CHECK(machine.learns() == words{"unexpected_response 0x8001"});
    CHECK(machine.link.linked());
    CHECK(machine.says().empty());
}

TEST_CASE("a lost machine dials again after a wait that doubles, and starts over once linked", "[machine_link][init]") {
    machine_bench machine;
    for (int n = 0; n < 10; ++n) {
        machine.link.connected(machine.now);
        machine.loses_link();
        const auto wait = machine.link.reconnect_at() - machine.now;
        CHECK(wait >= 0s);
        CHECK(wait <= std::min<duration>(60s, std::chrono::seconds(1 << n)));
        machine.waits(wait);
    }
    machine.links_up();
    CHECK(machine.link.reconnect_at() == never);
    machine.loses_link();
    CHECK(machine.link.reconnect_at() - machine.now <= 1s);
}

TEST_CASE("a refusal does not shorten the next wait", "[machine_link][init]") {
    machine_bench machine({.max_reconnect = 60s});
    duration max{};
    for (int n = 0; n < 50; ++n) {
        machine.link.connected(machine.now);
        machine.hears(init_response{init_result::already_linked, 0});
        machine.loses_link();
        max = std::max(max, machine.link.reconnect_at() - machine.now);
    }
    CHECK(max > 30s);
    CHECK(max <= 60s);
}

TEST_CASE("a host that is silent for 90 s is given up", "[machine_link][time]") {
    machine_bench machine;
    machine.links_up();
    machine.sends();
    machine.waits(80s);
    machine.hears(status{});
    machine.says();
    machine.waits(80s);
    CHECK(machine.link.linked());
    machine.hears("05 00 0C");
    machine.waits(10s);
    CHECK(machine.says() == words{"error 6 to 0x000C"});
    CHECK(machine.link.reason() == close_reason::silence);
    CHECK(machine.link.deadline() == never);
}

TEST_CASE("an offline machine has no deadline", "[machine_link][time]") {
    machine_bench machine;
    CHECK(machine.link.deadline() == never);
    machine.links_up();
    machine.loses_link();
    CHECK(machine.link.deadline() == never);
}
