#include "tests/catch.hpp"
#include "tests/support/host_bench.hpp"

using namespace husky::protocol;
using namespace std::chrono_literals;

namespace {

list_response page(std::uint16_t total, std::uint16_t first, variable_id id) {
    return {result_code::ok, total, first, {{id, value_kind::f32, "s", "CycleTime"}}};
}

}  // namespace

TEST_CASE("the polling plan is walked one question at a time", "[host_link][polling]") {
    host_bench host;
    host.hears(init{"HY-0001"});
    CHECK(host.says() == words{"init response 0", "languages"});
    host.hears(languages_response{result_code::ok, {{"E", "English"}}});
    CHECK(host.sends() == wire("07 00 05 00 20 00 00"));
    host.hears(page(2, 0, 101));
    CHECK(host.sends() == wire("07 00 05 00 20 01 00"));
    host.hears(page(2, 1, 116));
    CHECK(host.sends() == wire("07 00 09 00 20 00 00"));
    host.hears(interruption_list_response{result_code::ok, 1, 0, {{112, "Bad parts"}}});
    CHECK(host.sends() == wire("0B 00 07 00 00 02 00 65 00 74 00"));
    host.hears(cycle_select_response{result_code::ok});
    CHECK(host.sends() == wire("05 00 0C 00 00"));
    host.hears(status_response{});
    CHECK(host.says().empty());
    CHECK(host.learns() ==
          words{"init of HY-0001", "1 languages", "1 listed", "1 listed", "mode off", "plan finished"});
}

TEST_CASE("a machine that refuses everything stays linked", "[host_link][polling]") {
    host_bench host;
    host.links_up();
    host.waits(29s);
    CHECK(host.link.linked());
    CHECK(host.says().empty());
}

TEST_CASE("a configured selection is asked for whatever the machine lists", "[host_link][polling]") {
    host_bench host({.cycle_variables = {116, 5}});
    host.hears(init{"HY-0001"});
    host.hears(languages_response{});
    host.hears(page(1, 0, 101));
    host.sends();
    host.hears(interruption_list_response{});
    CHECK(host.sends() == wire("0B 00 07 00 00 02 00 74 00 05 00"));
}

TEST_CASE("an error takes the place of a response", "[host_link][polling]") {
    host_bench host;
    host.hears(init{"HY-0001"});
    host.hears(error{0x0004, error_code::unknown_command, "no languages"});
    CHECK(host.says() == words{"init response 0", "languages", "list"});
    host.hears(error{0x0005, error_code::too_large, ""});
    CHECK(host.says() == words{"interruption_list"});
}

TEST_CASE("an error about something else leaves the question open", "[host_link][polling]") {
    host_bench host;
    host.hears(init{"HY-0001"});
    host.sends();
    host.hears(error{0x0005, error_code::unknown_command, ""});
    host.hears(error{0x8004, error_code::unknown_command, ""});
    CHECK(host.says().empty());
    host.hears(languages_response{});
    CHECK(host.says() == words{"list"});
}

TEST_CASE("a response that was not asked for is dropped, and the plan waits", "[host_link][polling]") {
    host_bench host;
    host.hears(init{"HY-0001"});
    host.sends();
    host.learns();
    host.hears(status_response{});
    CHECK(host.learns() == words{"unexpected_response 0x800C"});
    CHECK(host.says().empty());
    host.hears(languages_response{});
    CHECK(host.says() == words{"list"});
}

TEST_CASE("an awaited response that is malformed is answered, and the plan goes on", "[host_link][polling]") {
    host_bench host;
    host.hears(init{"HY-0001"});
    host.sends();
    host.hears("06 00 04 80 00 00");
    CHECK(host.says() == words{"error 2 to 0x8004", "list"});
    CHECK(host.link.linked());
}

TEST_CASE("status is polled every 30 s", "[host_link][polling]") {
    host_bench host;
    host.links_up();
    for (int round = 0; round < 5; ++round) {
        host.waits(30s);
        CHECK(host.says() == words{"status"});
        host.hears(status_response{});
        CHECK(host.learns() == words{"mode off"});
    }
}

TEST_CASE("a status that is not available is not handed up", "[host_link][polling]") {
    host_bench host;
    host.links_up();
    host.waits(30s);
    host.hears(status_response{result_code::not_available, {}});
    CHECK(host.learns().empty());
    CHECK(host.link.linked());
}

TEST_CASE("status of a machine that sent a cycle of side 1 is asked for of both sides in turn",
          "[host_link][polling]") {
    host_bench host;
    host.links_up();
    host.sends();
    host.waits(30s);
    CHECK(host.sends() == wire("05 00 0C 00 00"));
    host.hears(status_response{});
    host.hears(cycle{result_code::ok, 1, {{1, 17}, {4, 100}}});
    for (const auto* question : {"05 00 0C 00 01", "05 00 0C 00 00", "05 00 0C 00 01"}) {
        host.waits(30s);
        CHECK(host.sends() == wire(question));
        host.hears(status_response{});
    }
}
