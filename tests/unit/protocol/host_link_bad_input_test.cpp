#include "tests/catch.hpp"
#include "tests/support/host_bench.hpp"

using namespace husky::protocol;

namespace {

struct wrong_input {
    const char* notation;
    words answer;
    words counted;
};

void check(host_bench& host, const wrong_input& wrong) {
    CAPTURE(wrong.notation);
    host.hears(wrong.notation);
    CHECK(host.says() == wrong.answer);
    CHECK(host.learns() == wrong.counted);
    CHECK_FALSE(host.link.closing());
}

}  // namespace

TEST_CASE("before init the order is: unknown, malformed, not initialised", "[host_link][bad_input]") {
    host_bench host;
    const wrong_input all[]{
        {"04 00 99 00", {"error 1 to 0x0099"}, {"unknown_command 0x0099"}},
        {"04 00 00 00", {"error 1 to 0x0000"}, {"unknown_command 0x0000"}},
        {"04 00 00 80", {"error 1 to 0x8000"}, {"unknown_command 0x8000"}},
        {"05 00 03 00 00", {"error 1 to 0x0003"}, {"wrong_direction 0x0003"}},
        {"06 00 05 01 00 00", {"error 1 to 0x0105"}, {"wrong_direction 0x0105"}},
        {"04 00 03 01", {"error 1 to 0x0103"}, {"wrong_direction 0x0103"}},
        {"05 00 08 00 00", {"error 2 to 0x0008"}, {"malformed 0x0008"}},
        {"0A 00 08 00 00 00 00 00 00 FF", {"error 2 to 0x0008"}, {"malformed 0x0008"}},
        {"05 00 70 00 00", {"error 2 to 0x0070"}, {"malformed 0x0070"}},
        {"13 00 01 00 'HY-0001' 20*8", {"error 2 to 0x0001"}, {"malformed 0x0001"}},
        {"13 00 01 01 'HY-0001' 20*8", {"error 2 to 0x0101"}, {"malformed 0x0101"}},
        {"09 00 08 00 00 00 00 00 00", {"error 3 to 0x0008"}, {"not_initialised 0x0008"}},
        {"3B 00 52 00 00*3 20*40 00*12", {"error 3 to 0x0052"}, {"not_initialised 0x0052"}},
        {"06 00 03 80 00 00", {}, {"unexpected_response 0x8003"}},
        {"06 00 07 80", {}, {}},
        {"00 00", {}, {"unexpected_response 0x8007"}},
        {"04 00 99 80", {}, {"unexpected_response 0x8099"}},
        {"0A 00 01 80 00*6", {}, {"unexpected_response 0x8001"}},
        {"48 00 7F 00 05 00 01 00 20*64", {}, {}},
        {"05 00 7F 00 05", {}, {"malformed 0x007F"}},
        {"04 00 70 00", {"identify response 0"}, {}},
    };
    for (const auto& wrong : all)
        check(host, wrong);
    host.hears(init{"HY-0001"});
    CHECK(host.link.linked());
}

TEST_CASE("after init everything wrong gets its answer, and the link stays", "[host_link][bad_input]") {
    host_bench host;
    host.links_up();
    const wrong_input all[]{
        {"04 00 99 00", {"error 1 to 0x0099"}, {"unknown_command 0x0099"}},
        {"04 00 00 00", {"error 1 to 0x0000"}, {"unknown_command 0x0000"}},
        {"04 00 00 80", {"error 1 to 0x8000"}, {"unknown_command 0x8000"}},
        {"05 00 03 00 00", {"error 1 to 0x0003"}, {"wrong_direction 0x0003"}},
        {"14 00 01 01 'HY-0001' 20*9", {"error 1 to 0x0101"}, {"wrong_direction 0x0101"}},
        {"06 00 05 01 00 00", {"error 1 to 0x0105"}, {"wrong_direction 0x0105"}},
        {"05 00 52 00 00", {"error 2 to 0x0052"}, {"malformed 0x0052"}},
        {"17 01 50 00 '26/01/31' '23:59:59' 01 00 'E' 20*256", {"error 2 to 0x0050"}, {"malformed 0x0050"}},
        {"0C 00 08 00 00 00 00 01 00 65 00 04", {"error 2 to 0x0008"}, {"malformed 0x0008"}},
        {"05 00 70 00 00", {"error 2 to 0x0070"}, {"malformed 0x0070"}},
        {"05 00 01 00 20", {"error 2 to 0x0001"}, {"malformed 0x0001"}},
        {"05 00 7F 00 00", {}, {"malformed 0x007F"}},
        {"48 00 7F 00 05 00 01 00 20*64", {}, {}},
        {"3D 00 0C 80 00 00 00*3 20*40 00*12", {}, {"unexpected_response 0x800C"}},
        {"06 00 03 80 00 00", {}, {"unexpected_response 0x8003"}},
        {"04 00 08 80", {}, {"unexpected_response 0x8008"}},
        {"0A 00 01 80 00*6", {}, {"unexpected_response 0x8001"}},
        {"4D 00 70 80 00*73", {}, {"unexpected_response 0x8070"}},
    };
    for (const auto& wrong : all)
        check(host, wrong);
    CHECK(host.link.linked());
}

TEST_CASE("a cycle without counter and end time in front has no key", "[host_link][bad_input]") {
    host_bench host;
    host.links_up();
    for (const auto* values :
         {"09 00 08 00 00 00 00 00 00",                                               // none
          "10 00 08 00 00 00 00 01 00 01 00 02 11 00 00 00",                          // no time
          "17 00 08 00 00 00 00 02 00 04 00 02 00 B9 55 69 01 00 02 11 00 00 00",     // swapped
          "17 00 08 00 00 00 00 02 00 01 00 02 00 00 00 00 04 00 02 00 B9 55 69",     // 0
          "17 00 08 00 00 00 00 02 00 01 00 02 FF FF FF FF 04 00 02 00 B9 55 69",     // below 0
          "17 00 08 00 00 00 00 02 00 01 00 01 00 00 80 3F 04 00 02 00 B9 55 69",     // f32
          "13 00 08 00 00 00 00 02 00 01 00 02 11 00 00 00 04 00 00",                 // no time
          "17 00 08 00 00 00 00 02 00 01 00 02 11 00 00 00 04 00 02 FF FF FF FF"}) {  // before 1970
        CAPTURE(values);
        host.hears(values);
        CHECK(host.says() == words{"error 2 to 0x0008"});
        CHECK(host.learns() == words{"bad_life_counter 0x0008"});
    }
    host.hears(cycle{result_code::ok, 0, {{1, highest_life_counter}, {4, 0}, {101, {}}}});
    CHECK(host.learns() == words{"cycle of 3 values"});
}

TEST_CASE("a size below 4 is answered with error 2 to command 0, then the link closes", "[host_link][bad_input]") {
    host_bench host;
    if (GENERATE(false, true)) host.links_up();
    host.hears("03 00");
    const auto sent = host.sends();
    REQUIRE(sent.size() == 72);
    CHECK(exact(std::span(sent).first(8)) == wire("48 00 7F 00 00 00 02 00"));
    CHECK(host.link.reason() == close_reason::broken_framing);
    CHECK(host.learns() == words{"size_below_4 0x0000"});
    host.link.framing_broken();
    CHECK(host.says().empty());
}

TEST_CASE("a closing link takes nothing more", "[host_link][bad_input]") {
    host_bench host;
    host.links_up();
    host.link.close(close_reason::shutdown);
    const auto bytes = wire("04 00 99 00");
    host.link.received({0x0099, std::span(bytes).subspan(4), bytes}, host.now);
    CHECK(host.says().empty());
    CHECK(host.learns().empty());
    CHECK(host.link.deadline() == never);
}

TEST_CASE("a peer that never reads is closed when the outbox is full", "[host_link][bad_input]") {
    host_bench host({.outbox = {.messages = 8, .bytes = 4096}});
    for (int i = 0; i < 8; ++i)
        host.hears("04 00 70 00");
    CHECK_FALSE(host.link.closing());
    host.hears("04 00 70 00");
    CHECK(host.link.reason() == close_reason::not_reading);
    CHECK(host.link.outbox().messages() == 8);
}
