#include "tests/catch.hpp"
#include "tests/support/host_bench.hpp"

using namespace husky::protocol;
using namespace std::chrono_literals;

TEST_CASE("a machine that names itself is admitted and told the host's time", "[host_link][init]") {
    host_bench host;
    host.hears("14 00 01 00 'HY-0001' 20*9");
    CHECK(host.learns() == words{"init of HY-0001"});
    CHECK(host.link.linked());
    CHECK(host.sends() == wire("0A 00 01 80 00 00 00 B9 55 69  04 00 04 00"));
}

TEST_CASE("a host speaks only after init", "[host_link][init]") {
    host_bench host;
    host.waits(9s);
    CHECK(host.says().empty());
    CHECK_FALSE(host.link.linked());
}

TEST_CASE("any result but ok is sent, and then the link closes", "[host_link][init]") {
    const auto [result, answer, counted] = GENERATE(table<init_result, std::string, std::string>(
        {{init_result::unknown_serial, "init response 1", "unknown_serial"},
         {init_result::already_linked, "init response 2", "already_linked"},
         {init_result::refused, "init response 3", ""}}));
    host_bench host;
    host.admission = result;
    host.hears(init{"HY-0001"});
    CHECK(host.says() == words{answer});
    CHECK(host.link.closing());
    CHECK(host.link.reason() == close_reason::refused);
    CHECK_FALSE(host.link.linked());
    const auto learnt = host.learns();
    if (counted.empty())
        CHECK(learnt.size() == 1);
    else
        CHECK(learnt.back() == counted + " 0x0001");
}

TEST_CASE("a blank serial is refused without asking", "[host_link][init]") {
    host_bench host;
    host.hears(GENERATE("14 00 01 00 20*16", "14 00 01 00 00*16", "14 00 01 00 20*8 00*8"));
    CHECK(host.learns() == words{"blank_serial 0x0001"});
    CHECK(host.says() == words{"init response 3"});
    CHECK(host.link.reason() == close_reason::refused);
}

TEST_CASE("the same init again is answered again, with the time of now", "[host_link][init]") {
    host_bench host;
    host.links_up("HY-0001");
    host.waits(20s);
    host.hears(init{"HY-0001"});
    CHECK(host.sends() == wire("0A 00 01 80 00 00 14 B9 55 69"));
    CHECK(host.link.linked());
    CHECK(host.learns().empty());
}

TEST_CASE("another serial on a link is refused, and the link closes", "[host_link][init]") {
    host_bench host;
    host.links_up("HY-0001");
    host.hears(init{"HY-0002"});
    CHECK(host.says() == words{"init response 3"});
    CHECK(host.learns() == words{"second_init 0x0001"});
    CHECK(host.link.reason() == close_reason::refused);
}

TEST_CASE("while an init waits for its admission nothing is taken", "[host_link][init]") {
    host_bench host;
    host.admission.reset();
    host.hears(
        "14 00 01 00 'HY-0001' 20*9 "
        "17 00 08 00 00 00 00 02 00 01 00 02 11 00 00 00 04 00 02 00 B9 55 69");
    CHECK(host.link.paused());
    CHECK(host.link.deadline() == never);
    CHECK(host.learns() == words{"init of HY-0001"});
    CHECK(host.says().empty());

    host.waits(5s);
    host.link.admit(init_result::ok, new_year, host.now);
    CHECK_FALSE(host.link.paused());
    host.hears("");
    CHECK(host.learns() == words{"cycle of 2 values"});
    CHECK(host.says() == words{"init response 0", "languages"});
}

TEST_CASE("an admission after the link was closed comes to nothing", "[host_link][init]") {
    host_bench host;
    host.admission.reset();
    host.hears(init{"HY-0001"});
    host.link.close(close_reason::shutdown);
    host.link.admit(init_result::ok, new_year, host.now);
    CHECK(host.says().empty());
    CHECK_FALSE(host.link.linked());
    CHECK_FALSE(host.link.paused());
}

TEST_CASE("cycles, events and interruptions are taken from init on", "[host_link][init]") {
    host_bench host;
    host.hears(init{"HY-0001"});
    host.hears(cycle{result_code::ok, 0, {{1, 17}, {4, 100}}});
    host.hears(event{"26/01/31", "23:59:59", {{"E", "AL", "Oil"}}});
    host.hears(cycle_interruption{112, interruption_state::begins, 0, "26/01/31", "23:59:59", {}});
    host.hears(status_change{});
    CHECK(host.learns() == words{"init of HY-0001", "cycle of 2 values", "event Oil", "interruption 112", "mode off"});
}
