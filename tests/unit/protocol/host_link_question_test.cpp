#include "tests/catch.hpp"
#include "tests/support/host_bench.hpp"

using namespace husky::protocol;
using namespace std::chrono_literals;

namespace {

using read_request = husky::protocol::read;  // not the system's read()

struct linked_bench : host_bench {
    linked_bench() {
        links_up();
        says();
        learns();
    }
    bool asks(const machine_question& q, std::uint64_t ticket) { return link.ask(q, ticket, now); }
};

}  // namespace

TEST_CASE("a question from above is sent and its answer handed up with its ticket", "[host_link][question]") {
    linked_bench host;
    REQUIRE(host.asks(start{1}, 7));
    CHECK(host.sends() == wire("05 00 03 00 01"));
    host.hears("06 00 03 80 04 00");
    CHECK(host.learns() == words{"answer busy to 7"});
}

TEST_CASE("each question is answered as its kind", "[host_link][question]") {
    linked_bench host;
    REQUIRE(host.asks(spc_read{0, 101}, 1));
    REQUIRE(host.asks(upload_setup{1, 0}, 2));
    CHECK(host.says() == words{"spc_read", "upload_setup"});
    host.hears(spc_read_response{.result = result_code::ok, .id = 101, .mean = 5.5F});
    CHECK(std::get<spc_read_response>(host.answer).mean == 5.5F);
    host.hears(upload_setup_response{.result = result_code::ok, .total_size = 3, .data = wire("41 42 43")});
    CHECK(std::get<upload_setup_response>(host.answer).data == wire("41 42 43"));
    CHECK(host.learns() == words{"answer ok to 1", "answer ok to 2"});
}

TEST_CASE("without a machine nothing can be asked", "[host_link][question]") {
    host_bench host;
    CHECK_FALSE(host.link.ask(start{}, 1, host.now));
    CHECK(host.says().empty());
}

TEST_CASE("no more questions wait than may", "[host_link][question]") {
    linked_bench host;
    for (std::uint64_t n = 1; n <= max_outstanding; ++n)
        REQUIRE(host.asks(start{}, n));
    CHECK_FALSE(host.asks(start{}, 99));
    host.hears(start_response{});
    CHECK(host.asks(start{}, 99));
}

TEST_CASE("an error or a broken answer is no answer", "[host_link][question]") {
    linked_bench host;
    REQUIRE(host.asks(read_request{0, {101}}, 1));
    REQUIRE(host.asks(start{}, 2));
    host.hears(error{0x0006, error_code::too_large, ""});
    host.hears("05 00 03 80 00");
    const auto learnt = host.learns();
    REQUIRE(learnt.size() == 3);
    CHECK(learnt[0] == "no answer to 1: too large");
    CHECK(learnt[2] == "no answer to 2: malformed");
}

TEST_CASE("a question that is not answered in time ends the link", "[host_link][question]") {
    linked_bench host;
    REQUIRE(host.asks(start{}, 1));
    host.says();
    host.waits(9s);
    CHECK(host.link.linked());
    host.waits(1s);
    CHECK(host.link.closing());
    CHECK(host.link.reason() == close_reason::response_timeout);
    CHECK(host.says() == words{"error 6 to 0x0003"});
}

TEST_CASE("questions from above do not disturb the polling plan", "[host_link][question]") {
    host_bench host;
    host.hears(init{"HY-0001"});
    host.says();
    REQUIRE(host.link.ask(start{}, 5, host.now));
    CHECK(host.says() == words{"start"});
    host.hears(languages_response{});
    CHECK(host.says() == words{"list"});
    host.hears(start_response{});
    CHECK(host.says().empty());
    host.hears(list_response{});
    CHECK(host.says() == words{"interruption_list"});
}
