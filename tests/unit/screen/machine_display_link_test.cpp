#include "protocol/screen/machine_display_link.hpp"

#include "tests/catch.hpp"
#include "tests/support/display_bench.hpp"

using namespace husky::protocol;
using namespace std::chrono_literals;

TEST_CASE("a display link may be dialled only after the machine's own init", "[display_link][init]") {
    display_bench machine;
    CHECK(machine.link.reconnect_at() == never);
    CHECK(machine.link.deadline() == never);
    machine.link.allow(machine.now);
    const auto at = machine.link.reconnect_at();
    CHECK(at >= machine.now + 1s);
    CHECK(at <= machine.now + 2s);
    machine.link.allow(machine.now + 5s);
    CHECK(machine.link.reconnect_at() == at);
    machine.link.connected(machine.now);
    machine.link.allow(machine.now);
    CHECK(machine.link.reconnect_at() == never);
}

TEST_CASE("display_init opens a display link", "[display_link][init]") {
    display_bench machine;
    machine.link.connected(machine.now);
    CHECK(machine.sends() == wire("14 00 01 01 'HY-0001' 20*9"));
    CHECK_FALSE(machine.link.linked());
    machine.hears("0A 00 01 81 00 00 00 B9 55 69");
    CHECK(machine.link.linked());
    CHECK(machine.says().empty());
    machine.hears(display_init_response{init_result::refused, 1});
    CHECK(machine.learns() == words{"unexpected_response 0x8101"});
    CHECK(machine.link.linked());
}

TEST_CASE("a machine that is turned away asks again after the longest pause only", "[display_link][init]") {
    const auto [result, longest_waited] = GENERATE(table<init_result, bool>({{init_result::unknown_serial, true},
                                                                             {init_result::refused, true},
                                                                             {static_cast<init_result>(77), true},
                                                                             {init_result::already_linked, false}}));
    display_bench machine;
    machine.link.connected(machine.now);
    machine.hears(display_init_response{result, 0});
    CHECK(machine.link.reason() == close_reason::refused);
    machine.loses_link();
    const auto wait = machine.link.reconnect_at() - machine.now;
    CHECK((wait >= 60s) == longest_waited);
    CHECK(wait <= 61s);
}

TEST_CASE("a host that does not know display links is not asked again soon", "[display_link][init]") {
    const auto [code, longest_waited] =
        GENERATE(table<error_code, bool>({{error_code::unknown_command, true}, {error_code::timed_out, false}}));
    display_bench machine({.max_reconnect = 10s});
    machine.link.connected(machine.now);
    machine.hears(error{0x0101, code, ""});
    CHECK(machine.link.reason() == close_reason::refused);
    machine.loses_link();
    CHECK((machine.link.reconnect_at() - machine.now >= 10s) == longest_waited);
}

TEST_CASE("a lost display link is dialled again after a wait that doubles", "[display_link][init]") {
    display_bench machine;
    for (int n = 0; n < 10; ++n) {
        machine.link.connected(machine.now);
        machine.loses_link();
        const auto wait = machine.link.reconnect_at() - machine.now;
        CHECK(wait <= std::min<duration>(60s, std::chrono::seconds(1 << n)));
        machine.waits(wait);
    }
    machine.links_up();
    machine.loses_link();
    CHECK(machine.link.reconnect_at() - machine.now <= 1s);
}

TEST_CASE("a host that does not answer display_init in 10 s is given up", "[display_link][time]") {
    display_bench machine;
    machine.link.connected(machine.now);
    machine.sends();
    machine.waits(10s - 1ns);
    CHECK_FALSE(machine.link.closing());
    machine.waits(1ns);
    CHECK(machine.says() == words{"error 6 to 0x0101"});
    CHECK(machine.link.reason() == close_reason::init_timeout);
}

TEST_CASE("errors are error before display_init has succeeded, display_error afterwards", "[display_link][bad]") {
    struct {
        const char* sent;
        const char* before;
        const char* after;
    } const cases[] = {
        {"04 00 02 10", "error 1 to 0x1002", "display_error 1 to 0x1002"},
        {"04 00 00 00", "error 1 to 0x0000", "display_error 1 to 0x0000"},
        {"05 00 02 01 00", "error 2 to 0x0102", "display_error 2 to 0x0102"},
        {"05 00 04 01 00", "error 2 to 0x0104", "display_error 2 to 0x0104"},
        // Of the other end, and of a link of machine functions.
        {"06 00 05 01 00 00", "error 1 to 0x0105", "display_error 1 to 0x0105"},
        {"05 00 0C 00 00", "error 1 to 0x000C", "display_error 1 to 0x000C"},
        {"05 00 70 00 00", "error 2 to 0x0070", "display_error 2 to 0x0070"},
    };
    for (const auto& c : cases) {
        INFO(c.sent);
        display_bench machine;
        machine.link.connected(machine.now);
        machine.sends();
        machine.hears(c.sent);
        CHECK(machine.says() == words{c.before});
        machine.hears(display_init_response{});
        machine.hears(c.sent);
        CHECK(machine.says() == words{c.after});
        CHECK(machine.link.linked());
        CHECK(machine.learns().size() == 2);
    }
}

TEST_CASE("what comes before display_init is answered gets error 3, but identify", "[display_link][bad]") {
    display_bench machine;
    machine.link.connected(machine.now);
    machine.sends();
    machine.hears("04 00 02 01");
    machine.hears("06 00 04 01 41 00");
    CHECK(machine.says() == words{"error 3 to 0x0102", "error 3 to 0x0104"});
    CHECK(machine.display.openings == 0);
    machine.hears("04 00 70 00");
    CHECK(machine.says() == words{"identify response 0"});
}

TEST_CASE("a size below 4 ends the link", "[display_link][bad]") {
    display_bench machine;
    machine.links_up();
    machine.sends();
    machine.hears("03 00 02 01");
    CHECK(machine.says() == words{"display_error 2 to 0x0000"});
    CHECK(machine.link.reason() == close_reason::broken_framing);
}

TEST_CASE("an error is never answered, not even a broken one", "[display_link][bad]") {
    display_bench machine;
    machine.links_up();
    machine.sends();
    machine.hears(error{0x0105, error_code::malformed, ""});
    machine.hears(display_error{0x0105, error_code::malformed, ""});
    machine.hears("05 00 0F 01 00");
    machine.hears("05 00 7F 00 00");
    CHECK(machine.says().empty());
    CHECK(machine.learns() == words{"malformed 0x010F", "malformed 0x007F"});
    CHECK(machine.link.linked());
}

TEST_CASE("display_start is answered, then the whole screen and the keys follow", "[display_link]") {
    display_bench machine;
    machine.links_up();
    machine.sends();
    CHECK_FALSE(machine.link.started());
    machine.hears("04 00 02 01");
    CHECK(machine.sends() == wire("0A 00 02 81 00 00 0A 00 02 00"
                                  "1C 00 05 01 02 00 00 0A 00 02 00 07 00 00 01 00 00 00 00 07 06 00 '5.50 s'"
                                  "18 00 06 01 01 00 01 01 'Overview' 20*8"));
    CHECK(machine.display.openings == 1);
}

TEST_CASE("afterwards only what differs is sent, a few times a second", "[display_link]") {
    display_bench machine;
    machine.is_shown();
    machine.waits(1s);
    CHECK(machine.sends().empty());
    CHECK(machine.display.drawings == 5);
    machine.display.content = "5.53 s";
    machine.waits(250ms);
    CHECK(machine.sends() == wire("0F 00 05 01 01 00 01 03 00 00 00 07 01 00 '3'"));
    machine.display.offers.keys.push_back({key_code::f1 + 1, "Process"});
    machine.waits(250ms);
    CHECK(machine.says() == words{"menu"});
}

TEST_CASE("a refresh sends everything again and opens nothing anew", "[display_link]") {
    display_bench machine;
    machine.is_shown();
    machine.waits(1s + machine_display_link::key_interval);
    machine.hears(display_start{});
    CHECK(machine.says() == words{"display_start response 0", "screen", "menu"});
    CHECK(machine.display.openings == 1);
}

TEST_CASE("a host that asks without end makes the machine draw at a bounded rate", "[display_link][bad]") {
    display_bench machine;
    machine.is_shown();
    for (int i = 0; i < 1000; ++i) {
        machine.hears(display_start{});
        machine.hears(key{'1'});
        machine.sends();
        machine.waits(1ms);
    }
    CHECK(machine.display.drawings <= 22);
}

TEST_CASE("nothing is drawn once the host has stopped the display", "[display_link]") {
    display_bench machine;
    machine.is_shown();
    machine.hears("04 00 03 01");
    CHECK(machine.sends() == wire("06 00 03 81 00 00"));
    CHECK(machine.display.closings == 1);
    CHECK_FALSE(machine.link.started());
    const int drawn = machine.display.drawings;
    machine.display.content = "other";
    machine.waits(30s);
    CHECK(machine.display.drawings == drawn);
    CHECK(machine.says().empty());
    machine.hears(display_stop{});
    CHECK(machine.says() == words{"display_stop response 0"});
    CHECK(machine.display.closings == 1);
    machine.hears(display_start{});
    CHECK(machine.says() == words{"display_start response 0", "screen", "menu"});
    CHECK(machine.display.openings == 2);
}

TEST_CASE("a lost link closes the display", "[display_link]") {
    display_bench machine;
    machine.is_shown();
    machine.loses_link();
    CHECK(machine.display.closings == 1);
    CHECK(machine.link.deadline() == never);
    machine.links_up();
    CHECK_FALSE(machine.link.started());
}

TEST_CASE("a key reaches the screen and shows at once", "[display_link]") {
    display_bench machine;
    machine.links_up();
    machine.hears(key{'0'});
    CHECK(machine.display.keys.empty());
    machine.hears(display_start{});
    machine.waits(100ms);
    machine.sends();
    machine.display.content = "F2";
    machine.hears("06 00 04 01 02 01");
    machine.hears("06 00 04 01 E9 00");
    CHECK(machine.display.keys == std::vector<std::uint16_t>{0x0102, 0x00E9});
    CHECK(machine.says() == words{"screen"});
}

TEST_CASE("a host that does not read misses what was in between, never the newest", "[display_link]") {
    display_bench machine;
    machine.links_up();
    machine.sends();
    for (int i = 0; i < 200; ++i)
        machine.hears(identify{});
    machine.hears(display_start{});
    const auto waiting = machine.link.outbox().messages();
    const int drawn = machine.display.drawings;
    for (int i = 0; i < 100; ++i) {
        machine.display.content = "shot " + std::to_string(i);
        machine.waits(250ms);
        machine.hears(key{'1'});
    }
    CHECK(machine.display.drawings == drawn);
    CHECK(machine.link.outbox().messages() == waiting);
    machine.sends();
    CHECK(machine.link.deadline() <= machine.now);
    machine.waits(0ns);
    CHECK(machine.sends() == wire("1D 00 05 01 02 00 00 0A 00 02 00 07 00 00 01 00 00 00 00 07 07 00 'shot 99'"
                                  "18 00 06 01 01 00 01 01 'Overview' 20*8"));
}

TEST_CASE("a host that never reads is closed once answers fill the queue", "[display_link][bad]") {
    display_bench machine({.outbox = {.messages = 50, .bytes = 64 * 1024}});
    machine.links_up();
    for (int i = 0; i < 60; ++i)
        machine.hears(identify{});
    CHECK(machine.link.reason() == close_reason::not_reading);
    CHECK(machine.link.outbox().messages() == 50);
}

TEST_CASE("a quiet host is asked whether it is there, and given up when it is not", "[display_link][time]") {
    display_bench machine;
    machine.links_up();
    machine.sends();
    machine.waits(45s);
    CHECK(machine.says() == words{"identify"});
    machine.hears(identify_response{});
    CHECK(machine.learns().empty());
    machine.waits(45s);
    CHECK(machine.says() == words{"identify"});
    machine.hears(display_error{0x0070, error_code::unknown_command, ""});
    machine.waits(45s);
    CHECK(machine.says() == words{"identify"});
    machine.waits(10s);
    CHECK(machine.says() == words{"display_error 6 to 0x0070"});
    CHECK(machine.link.reason() == close_reason::response_timeout);
}

TEST_CASE("no whole message for the silence timeout ends the link", "[display_link][time]") {
    display_bench machine({.response_timeout = 60s});
    machine.links_up();
    machine.sends();
    machine.waits(90s);
    CHECK(machine.says() == words{"identify", "display_error 6 to 0x0070"});
    CHECK(machine.link.reason() == close_reason::silence);
}

TEST_CASE("an answer that nobody waits for is dropped and counted", "[display_link][bad]") {
    display_bench machine;
    machine.links_up();
    machine.sends();
    machine.hears(identify_response{});
    CHECK(machine.learns() == words{"unexpected_response 0x8070"});
    CHECK(machine.says().empty());
}

TEST_CASE("numbers of drawings follow the dialect's byte order", "[display_link]") {
    dialect big;
    big.order = byte_order::big;
    display_bench machine({}, big);
    machine.is_shown();
    machine.display.content = "5.53 s";
    machine.waits(250ms);
    CHECK(machine.sends() == wire("00 0F 01 05 00 01 01 00 03 00 00 07 00 01 '3'"));
}
