#include "tests/catch.hpp"
#include "tests/support/machine_bench.hpp"

using namespace husky::protocol;
using namespace std::chrono_literals;

namespace {

/// Variable ids of each cycle of a stream.
std::vector<std::vector<variable_id>> selections(std::span<const std::byte> stream) {
    std::vector<std::vector<variable_id>> all;
    frame_reader reader(default_dialect());
    reader.push(stream);
    while (const auto f = reader.next()) {
        cycle c;
        if (f->command != 0x0008 || decode(f->fields, default_dialect(), c) != decode_fault::none) continue;
        all.emplace_back();
        for (const auto& v : c.values)
            all.back().push_back(v.id);
    }
    return all;
}

using ids = std::vector<variable_id>;

}  // namespace

TEST_CASE("a linked machine reports at once", "[machine_link][buffer]") {
    machine_bench machine;
    machine.links_up();
    machine.sends();
    machine.counts(17);
    machine.records("Mould changed");
    machine.link.interruption(112, interruption_state::begins, 0, std::chrono::sys_seconds{}, {});
    machine.link.status_changed(0);
    CHECK(machine.says() == words{"cycle 17", "event", "cycle_interruption", "status_change"});
    CHECK(machine.link.buffered() == 0);
}

TEST_CASE("the bytes of a cycle carry 1 and 4, then the selection in its order", "[machine_link][cycle]") {
    machine_bench machine;
    machine.links_up();
    machine.hears(cycle_select{0, {9999, 101, 1}});
    machine.sends();
    machine.counts(17);
    CHECK(machine.sends() ==
          wire("21 00 08 00 00 00 00 04 00 01 00 02 11 00 00 00 04 00 02 11 B9 55 69 0F 27 00 65 00 01 00 00 08 41"));
}

TEST_CASE("what happened without a host is sent right after init, in order, before what is live",
          "[machine_link][buffer]") {
    machine_bench machine;
    machine.counts(1);
    machine.records("Mould changed");
    machine.counts(2);
    machine.link.connected(machine.now);
    machine.counts(3);
    CHECK(machine.says() == words{"init"});
    CHECK(machine.link.buffered() == 4);
    machine.hears(init_response{});
    machine.counts(4);
    CHECK(machine.says() == words{"cycle 1", "event", "cycle 2", "cycle 3", "cycle 4"});
    CHECK(machine.link.buffered() == 0);
}

TEST_CASE("status_change is not kept", "[machine_link][buffer]") {
    machine_bench machine;
    machine.link.status_changed(0);
    machine.link.connected(machine.now);
    machine.link.status_changed(0);
    machine.hears(init_response{});
    CHECK(machine.says() == words{"init"});
}

TEST_CASE("a refused machine keeps what it has", "[machine_link][buffer]") {
    machine_bench machine;
    machine.counts(1);
    machine.link.connected(machine.now);
    machine.hears(init_response{init_result::already_linked, 0});
    machine.counts(2);
    CHECK(machine.says() == words{"init"});
    machine.loses_link();
    machine.links_up();
    CHECK(machine.says() == words{"init", "cycle 1", "cycle 2"});
}

TEST_CASE("a full buffer drops the oldest and says so once, behind what is left", "[machine_link][buffer]") {
    machine_bench machine({.buffer_messages = 3});
    for (std::int32_t i = 1; i <= 7; ++i)
        machine.counts(i);
    CHECK(machine.link.buffered() == 3);
    CHECK(machine.link.dropped() == 4);
    machine.links_up();
    machine.counts(8);
    const auto sent = machine.sends();
    CHECK(said(sent) == words{"init", "cycle 5", "cycle 6", "cycle 7", "event", "cycle 8"});

    frame_reader reader(default_dialect());
    reader.push(sent);
    event told;
    while (const auto f = reader.next())
        if (f->command == 0x0050) REQUIRE(decode(f->fields, default_dialect(), told) == decode_fault::none);
    CHECK(told.date == "26/01/01");
    CHECK(told.time == "00:00:07");
    REQUIRE(told.texts.size() == 2);
    CHECK(told.texts[0].language_code == "E");
    CHECK(told.texts[0].content == "4 messages were dropped while no host was linked");
    CHECK(told.texts[1].language_code == "D");
    CHECK(told.texts[1].content == "4 Meldungen verworfen, w\u00E4hrend kein Host verbunden war");

    machine.loses_link();
    machine.counts(9);
    machine.links_up();
    CHECK(machine.says() == words{"init", "cycle 9"});
}

TEST_CASE("a buffer of nothing drops everything and says how much", "[machine_link][buffer]") {
    machine_bench machine({.buffer_messages = 0});
    machine.counts(1);
    machine.counts(2);
    CHECK(machine.link.buffered() == 0);
    machine.links_up();
    CHECK(machine.says() == words{"init", "event"});
    machine.counts(3);
    CHECK(machine.says() == words{"cycle 3"});
}

TEST_CASE("a kept cycle has the selection and the values of its moment", "[machine_link][buffer]") {
    machine_bench machine;
    machine.links_up();
    machine.hears(cycle_select{0, {101}});
    machine.counts(1);
    machine.sends();
    machine.loses_link();
    machine.counts(2);
    machine.links_up();
    machine.hears(cycle_select{0, {102, 203}});
    machine.counts(3);
    const auto sent = machine.sends();
    CHECK(selections(sent) == std::vector<ids>{{1, 4, 101}, {1, 4, 102, 203}});
    CHECK(said(sent) == words{"init", "cycle 2", "cycle_select response 0", "cycle 3"});
}

TEST_CASE("a selection outlives the link", "[machine_link][cycle]") {
    machine_bench machine;
    CHECK_FALSE(machine.link.selection_given());
    machine.links_up();
    machine.hears(cycle_select{0, {101}});
    CHECK(machine.link.selection_given());
    machine.loses_link();
    machine.links_up();
    machine.sends();
    machine.counts(1);
    CHECK(selections(machine.sends()) == std::vector<ids>{{1, 4, 101}});
}

TEST_CASE("a host that reads slowly gets everything in order from a bounded outbox", "[machine_link][buffer]") {
    machine_bench machine;
    for (std::int32_t i = 1; i <= 1000; ++i)
        machine.records(std::to_string(i));
    machine.links_up();
    words heard;
    std::size_t max = 0;
    std::int32_t live = 0;
    while (machine.link.buffered() > 0 || live < 200) {
        machine.counts(++live);
        auto& waiting = machine.link.outbox();
        max = std::max(max, waiting.bytes());
        for (int i = 0; i < 3 && !waiting.empty(); ++i) {
            for (auto& word : said(exact(waiting.front())))
                heard.push_back(std::move(word));
            waiting.pop_front();
        }
        machine.link.room();
    }
    for (auto& word : machine.says())
        heard.push_back(std::move(word));
    CHECK(max < 64 * 1024 + 300);
    REQUIRE(heard.size() == 1 + 1000 + static_cast<std::size_t>(live));
    CHECK(heard[1000] == "event");
    for (std::int32_t i = 1; i <= live; ++i)
        REQUIRE(heard[1000 + static_cast<std::size_t>(i)] == "cycle " + std::to_string(i));
}

TEST_CASE("a host that never reads fills outbox and buffer, and no more", "[machine_link][buffer]") {
    machine_bench machine({.buffer_messages = 50});
    machine.links_up();
    for (std::int32_t i = 1; i <= 20'000; ++i)
        machine.counts(i);
    CHECK(machine.link.outbox().bytes() <= 64 * 1024 + 100);
    CHECK(machine.link.buffered() == 50);
    CHECK(machine.link.dropped() > 0);
    CHECK(machine.link.linked());
    const auto heard = machine.says();
    CHECK(heard.size() == 1 + 20'000 - machine.link.dropped() + 1);
    CHECK(heard.back() == "event");
}

TEST_CASE("answers that a host never reads end the link", "[machine_link][buffer]") {
    machine_bench machine({.outbox = {.messages = 4, .bytes = 100'000}});
    machine.links_up();
    for (int i = 0; i < 4; ++i)
        machine.hears(status{});
    CHECK(machine.link.reason() == close_reason::not_reading);
    CHECK(machine.link.outbox().messages() == 4);
    machine.loses_link();
    CHECK(machine.link.outbox().empty());
}

TEST_CASE("side 1 of a tandem machine reports with its own number", "[machine_link][cycle]") {
    machine_bench machine;
    machine.links_up();
    machine.sends();
    machine.model.values[{1, variable::life_cycle_counter}] = 18;
    machine.model.values[{1, variable::cycle_end_time}] = 100;
    machine.link.cycle_ended(1);
    CHECK(machine.sends() == wire("17 00 08 00 00 00 01 02 00 01 00 02 12 00 00 00 04 00 02 64 00 00 00"));
}

TEST_CASE("what was never begun to be written goes out on the next link, answers excepted", "[machine_link][buffer]") {
    machine_bench machine;
    machine.links_up();
    machine.sends();
    machine.counts(17);
    machine.hears(status{});
    machine.counts(18);
    machine.records("Mould changed");
    const bool begun = GENERATE(false, true);
    CAPTURE(begun);
    if (begun) machine.link.outbox().consume(3);
    machine.loses_link();
    CHECK(machine.link.buffered() == (begun ? 2 : 3));
    machine.links_up();
    const auto sent = machine.says();
    const words reports(sent.begin() + 1, sent.begin() + (begun ? 3 : 4));
    CHECK(reports == (begun ? words{"cycle 18", "event"} : words{"cycle 17", "cycle 18", "event"}));
    CHECK(machine.link.dropped() == 0);
}

TEST_CASE("what goes back keeps to the bound of the buffer, the oldest dropped", "[machine_link][buffer]") {
    machine_bench machine({.buffer_messages = 2});
    machine.links_up();
    machine.sends();
    for (std::int32_t counter = 1; counter <= 3; ++counter)
        machine.counts(counter);
    machine.loses_link();
    CHECK(machine.link.buffered() == 2);
    CHECK(machine.link.dropped() == 1);
}
