#include "tests/catch.hpp"
#include "tests/support/host_bench.hpp"

using namespace husky::protocol;
using namespace std::chrono_literals;

TEST_CASE("a peer that does not say init within 10 s is closed", "[host_link][time]") {
    host_bench host;
    host.waits(10s - 1ns);
    CHECK_FALSE(host.link.closing());
    host.waits(1ns);
    CHECK(host.says() == words{"error 6 to 0x0001"});
    CHECK(host.link.reason() == close_reason::init_timeout);
}

TEST_CASE("nothing but init stops the clock of init", "[host_link][time]") {
    host_bench host;
    for (int second = 0; second < 9; ++second) {
        host.hears(GENERATE("04 00 70 00", "04 00 99 00", "05 00 01 00 20", "14"));
        host.waits(1s);
    }
    host.sends();
    host.waits(1s);
    CHECK(host.link.reason() == close_reason::init_timeout);
    CHECK(host.says() == words{"error 6 to 0x0001"});
}

TEST_CASE("a request without response in 10 s ends the link, since order is lost", "[host_link][time]") {
    host_bench host;
    host.hears(init{"HY-0001"});
    host.sends();
    host.waits(10s - 1ns);
    CHECK(host.link.linked());
    host.hears(cycle{result_code::ok, 0, {{1, 17}, {4, 100}}});
    host.waits(1ns);
    CHECK(host.says() == words{"error 6 to 0x0004"});
    CHECK(host.link.reason() == close_reason::response_timeout);
}

TEST_CASE("a machine that falls silent is found out by the next status poll", "[host_link][time]") {
    host_bench host;
    host.links_up();
    host.waits(40s);
    CHECK(host.says() == words{"status", "error 6 to 0x000C"});
    CHECK(host.link.reason() == close_reason::response_timeout);
}

TEST_CASE("a link without a whole message for 90 s is closed", "[host_link][time]") {
    host_bench host({.status_interval = 1h});
    host.links_up();
    host.waits(80s);
    host.hears(cycle{result_code::ok, 0, {{1, 17}, {4, 100}}});
    host.waits(80s);
    CHECK(host.link.linked());
    host.hears("17 00 08");
    host.waits(10s);
    CHECK(host.says() == words{"error 6 to 0x000C"});
    CHECK(host.link.reason() == close_reason::silence);
}

TEST_CASE("being called early changes nothing", "[host_link][time]") {
    host_bench host;
    host.links_up();
    host.link.due(host.now + 29s);
    CHECK(host.says().empty());
    CHECK(host.link.linked());
}

TEST_CASE("timeouts are settings", "[host_link][time]") {
    host_bench host({.init_timeout = 250ms});
    host.waits(250ms);
    CHECK(host.link.reason() == close_reason::init_timeout);
}

TEST_CASE("a newcomer's probe is a status request; its answer says alive", "[host_link][takeover]") {
    host_bench host;
    host.links_up();
    host.link.probe(host.now);
    CHECK(host.sends() == wire("05 00 0C 00 00"));
    host.waits(1999ms);
    host.hears(status_response{});
    CHECK(host.learns() == words{"mode off", "alive"});
    host.waits(10s);
    CHECK(host.link.linked());
    CHECK(host.learns().empty());
}

TEST_CASE("a probe without answer in 2 s gives the serial away", "[host_link][takeover]") {
    host_bench host;
    host.links_up();
    host.link.probe(host.now);
    host.hears(cycle{result_code::ok, 0, {{1, 17}, {4, 100}}});
    host.learns();
    host.waits(2s);
    CHECK(host.learns() == words{"dead"});
    CHECK(host.link.reason() == close_reason::takeover);
}

TEST_CASE("an error in place of the status is an answer too", "[host_link][takeover]") {
    host_bench host;
    host.links_up();
    host.link.probe(host.now);
    host.hears(error{0x000C, error_code::busy, ""});
    CHECK(host.learns() == words{"alive"});
}

TEST_CASE("a probe waits its turn behind the plan's question", "[host_link][takeover]") {
    host_bench host;
    host.hears(init{"HY-0001"});
    host.link.probe(host.now);
    CHECK(host.says() == words{"init response 0", "languages", "status"});
    host.hears(languages_response{});
    CHECK(host.says() == words{"list"});
    host.learns();
    host.hears(status_response{});
    CHECK(host.learns() == words{"mode off", "alive"});
    host.hears(list_response{});
    CHECK(host.says() == words{"interruption_list"});
}

TEST_CASE("a link that is not up answers a probe at once", "[host_link][takeover]") {
    host_bench host;
    host.link.probe(host.now);
    CHECK(host.learns() == words{"dead"});
    host.links_up();
    host.link.close(close_reason::shutdown);
    host.link.probe(host.now);
    CHECK(host.learns() == words{"dead"});
}

TEST_CASE("a link that times out while it is probed says so once", "[host_link][takeover]") {
    host_bench host({.takeover_timeout = 1min});
    host.links_up();
    host.link.probe(host.now);
    host.waits(2min);
    CHECK(host.learns() == words{"dead"});
    CHECK(host.link.reason() == close_reason::response_timeout);
}

TEST_CASE("a machine that was not read for a while gets all its time again", "[host_link][time]") {
    host_bench host({.status_interval = 1h});
    host.links_up();
    host.sends();
    host.link.probe(host.now);
    host.now += 5s;
    host.link.resumed(host.now);
    host.waits(2s - 1ns);
    CHECK_FALSE(host.link.closing());
    host.waits(1ns);
    CHECK(host.link.reason() == close_reason::takeover);
}
