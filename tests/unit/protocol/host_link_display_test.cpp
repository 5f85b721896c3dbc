#include "tests/catch.hpp"
#include "tests/support/host_bench.hpp"

using namespace husky::protocol;
using namespace std::chrono_literals;

namespace {

struct linked_display : host_bench {
    explicit linked_display(host_link_settings s = {}) : host_bench(std::move(s)) { display_links_up(); }
};

}  // namespace

TEST_CASE("display_init makes a display link, answered as init is", "[host_link][display]") {
    host_bench host;
    host.hears("14 00 01 01 'HY-0001' 20*9");
    CHECK(host.sends() == wire("0A 00 01 81 00 00 00 B9 55 69"));
    CHECK(host.learns() == words{"display_init of HY-0001"});
    CHECK(host.link.linked());
    CHECK(host.link.is_display());
}

TEST_CASE("a display link that is not admitted is told why and closed", "[host_link][display]") {
    const auto [result, answer, counted] = GENERATE(table<init_result, std::string, words>({
        {init_result::unknown_serial, "display_init response 1", {"unknown_serial 0x0101"}},
        {init_result::already_linked, "display_init response 2", {"already_linked 0x0101"}},
        {init_result::refused, "display_init response 3", {}},
    }));
    host_bench host;
    host.admission = result;
    host.hears(display_init{"HY-0001"});
    CHECK(host.says() == words{answer});
    CHECK(host.link.reason() == close_reason::refused);
    auto learnt = host.learns();
    learnt.erase(learnt.begin());
    CHECK(learnt == counted);
}

TEST_CASE("a blank serial gets no display link", "[host_link][display]") {
    host_bench host;
    host.hears("14 00 01 01 20*16");
    CHECK(host.says() == words{"display_init response 3"});
    CHECK(host.learns() == words{"blank_serial 0x0101"});
    CHECK(host.link.closing());
}

TEST_CASE("what follows display_init waits until it is admitted", "[host_link][display]") {
    host_bench host;
    host.admission.reset();
    host.hears(display_init{"HY-0001"});
    CHECK(host.link.paused());
    host.link.admit(init_result::ok, new_year, host.now);
    CHECK(host.says() == words{"display_init response 0"});
}

TEST_CASE("a second display_init is answered again for the same serial only", "[host_link][display]") {
    linked_display host;
    host.hears(display_init{"HY-0001"});
    CHECK(host.says() == words{"display_init response 0"});
    host.hears(display_init{"HY-0002"});
    CHECK(host.says() == words{"display_init response 3"});
    CHECK(host.learns() == words{"second_init 0x0101"});
    CHECK(host.link.closing());
}

TEST_CASE("on a display link everything wrong is answered with display_error, and it stays", "[host_link][display]") {
    struct wrong_input {
        const char* notation;
        words answer;
        words counted;
    };
    const wrong_input all[]{
        {"04 00 99 00", {"display_error 1 to 0x0099"}, {"unknown_command 0x0099"}},
        {"04 00 00 80", {"display_error 1 to 0x8000"}, {"unknown_command 0x8000"}},
        {"14 00 01 00 'HY-0001' 20*9", {"display_error 1 to 0x0001"}, {"wrong_direction 0x0001"}},
        {"09 00 08 00 00 00 00 00 00", {"display_error 1 to 0x0008"}, {"wrong_direction 0x0008"}},
        {"04 00 02 01", {"display_error 1 to 0x0102"}, {"wrong_direction 0x0102"}},
        {"06 00 04 01 01 01", {"display_error 1 to 0x0104"}, {"wrong_direction 0x0104"}},
        {"05 00 05 01 00", {"display_error 2 to 0x0105"}, {"malformed 0x0105"}},
        {"0E 00 05 01 01 00 01 00 00 00 00 07 05 00", {"display_error 2 to 0x0105"}, {"malformed 0x0105"}},
        {"07 00 06 01 00 00 00", {"display_error 2 to 0x0106"}, {"malformed 0x0106"}},
        {"05 00 0F 01 00", {}, {"malformed 0x010F"}},
        {"05 00 7F 00 00", {}, {"malformed 0x007F"}},
        {"48 00 0F 01 05 01 02 00 20*64", {}, {}},
        {"0A 00 02 81 00 00 50 00 19 00", {}, {"unexpected_response 0x8102"}},
        {"06 00 03 80 00 00", {}, {"unexpected_response 0x8003"}},
        {"04 00 70 00", {"identify response 0"}, {}},
    };
    linked_display host;
    for (const auto& wrong : all) {
        CAPTURE(wrong.notation);
        host.hears(wrong.notation);
        CHECK(host.says() == wrong.answer);
        CHECK(host.learns() == wrong.counted);
        CHECK_FALSE(host.link.closing());
    }
}

TEST_CASE("drawings and menus are handed up", "[host_link][display]") {
    linked_display host;
    host.hears("13 00 05 01 01 00 01 02 00 03 00 07 05 00 'HELLO'");
    host.hears("18 00 06 01 01 00 01 01 'MAIN' 20*12");
    CHECK(host.learns() == words{"drawing of 1", "menu of 1"});
    CHECK(host.says().empty());
}

TEST_CASE("a drawing that does not fit gets display_error 2, is counted, and the link stays", "[host_link][display]") {
    linked_display host;
    host.fits = false;
    host.hears("13 00 05 01 01 00 01 FF FF 03 00 07 05 00 'HELLO'");
    CHECK(host.says() == words{"display_error 2 to 0x0105"});
    CHECK(host.learns() == words{"drawing of 1", "bad_drawing 0x0105"});
    CHECK(host.link.linked());
}

TEST_CASE("display_start and display_stop are questions of a display link only", "[host_link][display]") {
    linked_display host;
    REQUIRE(host.link.ask(display_start{}, 1, host.now));
    REQUIRE(host.link.ask(display_stop{}, 2, host.now));
    CHECK(host.sends() == wire("04 00 02 01 04 00 03 01"));
    host.hears("0A 00 02 81 00 00 50 00 19 00 06 00 03 81 04 00");
    CHECK(host.learns() == words{"answer ok to 1", "answer busy to 2"});
    CHECK_FALSE(host.link.ask(start{}, 3, host.now));

    host_bench machine_functions;
    machine_functions.links_up();
    CHECK_FALSE(machine_functions.link.ask(display_start{}, 1, machine_functions.now));
    CHECK(machine_functions.says().empty());
}

TEST_CASE("a display_error or an error in place of the answer is no answer", "[host_link][display]") {
    linked_display host;
    REQUIRE(host.link.ask(display_start{}, 1, host.now));
    REQUIRE(host.link.ask(display_start{}, 2, host.now));
    host.hears(display_error{0x0102, error_code::busy, ""});
    host.hears(error{0x0102, error_code::internal, ""});
    CHECK(host.learns() == words{"no answer to 1: busy", "no answer to 2: internal"});
}

TEST_CASE("keys go to a display link, and only so many wait", "[host_link][display]") {
    linked_display host;
    REQUIRE(host.link.press(0x0101));
    CHECK(host.sends() == wire("06 00 04 01 01 01"));
    for (std::size_t i = 0; i < max_waiting_keys; ++i)
        REQUIRE(host.link.press('A'));
    CHECK_FALSE(host.link.press('A'));
    CHECK_FALSE(host.link.closing());

    host_bench machine_functions;
    machine_functions.links_up();
    CHECK_FALSE(machine_functions.link.press('A'));
}

TEST_CASE("an idle display link is asked to identify itself", "[host_link][display]") {
    linked_display host;
    for (int i = 0; i < 10; ++i) {
        host.waits(30s);
        CHECK(host.says() == words{"identify"});
        host.hears(identify_response{});
    }
    CHECK(host.learns().empty());
    host.waits(40s);
    CHECK(host.says() == words{"identify", "display_error 6 to 0x0070"});
    CHECK(host.link.reason() == close_reason::response_timeout);
}

TEST_CASE("a display link without a whole message for 90 s is closed", "[host_link][display]") {
    linked_display host({.status_interval = 1h});
    host.waits(80s);
    host.hears(menu{});
    host.waits(89s);
    CHECK(host.link.linked());
    host.waits(1s);
    CHECK(host.says() == words{"display_error 6 to 0x0070"});
    CHECK(host.link.reason() == close_reason::silence);
}

TEST_CASE("a newcomer makes the host ask the older display link to identify itself", "[host_link][display]") {
    linked_display host;
    host.link.probe(host.now);
    CHECK(host.says() == words{"identify"});
    SECTION("an answer keeps the older") {
        host.waits(1s);
        host.hears(identify_response{});
        CHECK(host.learns() == words{"alive"});
        host.waits(5s);
        CHECK(host.link.linked());
    }
    SECTION("an error is an answer too") {
        host.hears(display_error{0x0070, error_code::unknown_command, ""});
        CHECK(host.learns() == words{"alive"});
    }
    SECTION("silence ends it") {
        host.waits(2s - 1ns);
        CHECK(host.link.linked());
        host.waits(1ns);
        CHECK(host.learns() == words{"dead"});
        CHECK(host.link.reason() == close_reason::takeover);
    }
}
