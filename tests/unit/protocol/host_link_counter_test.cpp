#include "tests/catch.hpp"
#include "tests/support/host_bench.hpp"

using namespace husky::protocol;
using namespace std::chrono_literals;

namespace {

read_response counter(std::int32_t life_counter) { return {result_code::ok, {{1, life_counter}, {4, 100}}}; }

/// A host at the end of its plan with a machine that it knows.
void ask_counter(host_bench& host) {
    host.knows_machine = true;
    host.links_up();
}

}  // namespace

TEST_CASE("a machine that has reported before is asked for its counter after the plan", "[host_link][counter]") {
    host_bench host;
    host.knows_machine = true;
    host.hears(init{"HY-0001"});
    host.hears(languages_response{});
    host.hears(list_response{});
    host.hears(interruption_list_response{});
    host.hears(cycle_select_response{});
    host.sends();
    host.learns();
    host.hears(status_response{});
    CHECK(host.sends() == wire("0B 00 06 00 00 02 00 01 00 04 00"));
    host.hears(counter(17));
    CHECK(host.learns() == words{"mode off", "plan finished", "at 17"});
    CHECK(host.says().empty());
}

TEST_CASE("a machine need not say its counter", "[host_link][counter]") {
    host_bench host;
    ask_counter(host);
    host.waits(30s);
    CHECK(host.says() == words{"status"});
    host.hears(status_response{});
    CHECK(host.learns() == words{"mode off"});
    host.hears(counter(17));
    CHECK(host.learns() == words{"unexpected_response 0x8006"});
    host.waits(29s);
    CHECK(host.link.linked());
}

TEST_CASE("a counter that says nothing is let pass", "[host_link][counter]") {
    host_bench host;
    ask_counter(host);
    host.hears(GENERATE("08 00 06 80 03 00 00 00",                                            // not available
                        "16 00 06 80 00 00 02 00 04 00 02 64 00 00 00 01 00 02 11 00 00 00",  // swapped
                        "0E 00 06 80 00 00 02 00 01 00 00 04 00 00",                          // unavailable
                        "16 00 06 80 00 00 02 00 01 00 02 00 00 00 00 04 00 02 64 00 00 00",  // 0
                        "48 00 7F 00 06 00 01 00 20*64"));                                    // an error
    for (const auto& learnt : host.learns())
        CHECK_FALSE(learnt.starts_with("at "));
    CHECK(host.link.linked());
}
