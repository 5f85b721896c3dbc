#include "tests/catch.hpp"
#include "tests/support/machine_bench.hpp"

using namespace husky::protocol;

namespace {

struct refused_input {
    const char* notation;
    words answer;
    words counted;
};

void check(machine_bench& machine, const refused_input& wrong) {
    CAPTURE(wrong.notation);
    machine.hears(wrong.notation);
    CHECK(machine.says() == wrong.answer);
    CHECK(machine.learns() == wrong.counted);
    CHECK_FALSE(machine.link.closing());
}

}  // namespace

TEST_CASE("a linked machine answers every request of its link", "[machine_link][requests]") {
    machine_bench machine;
    machine.links_up();
    machine.sends();
    for_each_message([&]<class Message>() {
        constexpr auto d = Message::describe();
        if (d.kind != message_kind::request || d.from == sender::machine || d.link == link_kind::display) return;
        CAPTURE(d.name);
        machine.hears(Message{});
        const auto answers = machine.says();
        REQUIRE(answers.size() == 1);
        CHECK(answers[0].starts_with(std::string(d.name) + " response "));
    });
    CHECK(machine.learns().empty());
}

TEST_CASE("answers come in the order of the requests", "[machine_link][requests]") {
    machine_bench machine;
    machine.links_up();
    machine.sends();
    machine.hears("05 00 0C 00 00  04 00 04 00  05 00 03 00 00  04 00 70 00  05 00 0C 00 00");
    CHECK(machine.says() == words{"status response 0", "languages response 0", "start response 0",
                                  "identify response 0", "status response 0"});
}

TEST_CASE("start is the worked example", "[machine_link][requests]") {
    machine_bench machine;
    machine.links_up();
    machine.sends();
    machine.hears("05 00 03 00 00");
    CHECK(machine.sends() == wire("06 00 03 80 00 00"));
    CHECK(machine.model.started == std::vector<tandem_side>{0});
}

TEST_CASE("identify tells the machine's name and whether it is linked", "[machine_link][requests]") {
    machine_bench machine({.software = "husky-fleet"});
    machine.link.connected(machine.now);
    machine.sends();
    machine.hears("04 00 70 00");
    CHECK(machine.sends() == wire("4D 00 70 80 00 00 02 02 01 'HY-0001' 20*25 'husky-fleet' 20*21 00 00 00 00"));
    machine.hears(init_response{});
    machine.hears("04 00 70 00");
    CHECK(machine.sends() == wire("4D 00 70 80 00 00 02 02 01 'HY-0001' 20*25 'husky-fleet' 20*21 01 00 00 00"));
}

TEST_CASE("before init is answered the order is: unknown, malformed, not initialised", "[machine_link][bad_input]") {
    machine_bench machine;
    machine.link.connected(machine.now);
    machine.sends();
    const refused_input all[]{
        {"04 00 99 00", {"error 1 to 0x0099"}, {"unknown_command 0x0099"}},
        {"14 00 01 00 'HY-0001' 20*9", {"error 1 to 0x0001"}, {"wrong_direction 0x0001"}},
        {"04 00 02 01", {"error 1 to 0x0102"}, {"wrong_direction 0x0102"}},
        {"06 00 03 00 00 00", {"error 2 to 0x0003"}, {"malformed 0x0003"}},
        {"05 00 70 00 00", {"error 2 to 0x0070"}, {"malformed 0x0070"}},
        {"05 00 03 00 00", {"error 3 to 0x0003"}, {"not_initialised 0x0003"}},
        {"05 00 0C 00 00", {"error 3 to 0x000C"}, {"not_initialised 0x000C"}},
        {"06 00 03 80 00 00", {}, {"unexpected_response 0x8003"}},
    };
    for (const auto& wrong : all)
        check(machine, wrong);
    machine.hears(init_response{});
    CHECK(machine.link.linked());
    CHECK(machine.model.started.empty());
}

TEST_CASE("after init everything wrong gets its answer, and the machine stays linked", "[machine_link][bad_input]") {
    machine_bench machine;
    machine.links_up();
    machine.sends();
    const refused_input all[]{
        {"04 00 99 00", {"error 1 to 0x0099"}, {"unknown_command 0x0099"}},
        {"04 00 00 00", {"error 1 to 0x0000"}, {"unknown_command 0x0000"}},
        {"04 00 00 80", {"error 1 to 0x8000"}, {"unknown_command 0x8000"}},
        {"09 00 08 00 00 00 00 00 00", {"error 1 to 0x0008"}, {"wrong_direction 0x0008"}},
        {"06 00 04 01 0C 01", {"error 1 to 0x0104"}, {"wrong_direction 0x0104"}},
        {"04 00 03 00", {"error 2 to 0x0003"}, {"malformed 0x0003"}},
        {"09 00 07 00 00 02 00 65 00", {"error 2 to 0x0007"}, {"malformed 0x0007"}},
        {"08 00 05 00 'E' 00 00 00", {"error 2 to 0x0005"}, {"malformed 0x0005"}},
        {"05 00 7F 00 00", {}, {"malformed 0x007F"}},
        {"48 00 7F 00 08 00 02 00 20*64", {}, {}},
        {"48 00 7F 00 01 00 02 00 20*64", {}, {}},
        {"06 00 07 80 00 00", {}, {"unexpected_response 0x8007"}},
        {"04 00 99 80", {}, {"unexpected_response 0x8099"}},
    };
    for (const auto& wrong : all)
        check(machine, wrong);
    CHECK(machine.link.linked());
}

TEST_CASE("a machine ends a link whose framing is broken", "[machine_link][bad_input]") {
    machine_bench machine;
    machine.links_up();
    machine.sends();
    machine.hears("02 00");
    CHECK(machine.says() == words{"error 2 to 0x0000"});
    CHECK(machine.link.reason() == close_reason::broken_framing);
    machine.link.framing_broken();
    CHECK(machine.says().empty());
    CHECK(machine.learns() == words{"size_below_4 0x0000"});
}

TEST_CASE("an answer that would pass 65535 bytes becomes error 5", "[machine_link][bad_input]") {
    dialect wide;
    std::size_t slot = 0;
    for_each_text_slot([&](std::string_view message, std::string_view field, std::size_t) {
        if (message == "list response" && field == "description") wide.set_width(slot, 30000);
        ++slot;
    });
    machine_bench machine({}, wide);
    machine.links_up();
    machine.sends();
    machine.hears(list{"E", 0});
    CHECK(machine.says() == words{"error 5 to 0x0005"});
    CHECK(machine.link.linked());
}

TEST_CASE("a machine is linked in any dialect", "[machine_link][dialect]") {
    dialect d;
    d.order = byte_order::big;
    d.size_includes_header = false;
    d.set_code(index_of<init>, 0x0301);
    machine_bench machine({}, d);
    machine.link.connected(machine.now);
    CHECK(machine.sends() == wire("00 10 03 01 'HY-0001' 20*9"));
    machine.hears("00 06 83 01 00 00 69 55 B9 00");
    CHECK(machine.link.linked());
    machine.hears("00 01 00 0C 00");
    CHECK(machine.says() == words{"status response 0"});
}
