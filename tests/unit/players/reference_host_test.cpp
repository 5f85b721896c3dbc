#include "scenario/play/reference/reference_host.hpp"

#include "protocol/wire/codec.hpp"
#include "protocol/wire/frame_reader.hpp"
#include "scenario/plan.hpp"
#include "scenario/play/reference/reference_session.hpp"
#include "tests/catch.hpp"

using namespace husky;
using namespace husky::play;
using namespace std::chrono_literals;
using protocol::instant;

namespace {

/// A host and the links of machines that speak literally, without a network.
struct desk {
    instant now{1h};
    int turns = 0;
    reference_host host;

    explicit desk(reference_settings settings = {})
        : host(
              std::move(settings), protocol::default_dialect(), [](instant) { return std::chrono::sys_seconds(1000s); },
              [this] { ++turns; }) {}

    void turn() {
        while (turns > 0) {
            turns = 0;
            host.take_turn(now);
        }
    }
    reference_session& link() { return *host.accept(now); }

    template <class Message>
    void say(reference_session& s, const Message& m) {
        std::vector<std::byte> bytes;
        encode(m, protocol::default_dialect(), bytes);
        protocol::frame_reader one(protocol::default_dialect());
        one.push(bytes);
        s.received(*one.next(), now);
        s.batch_received();
        turn();
    }
    /// Names of what the host sent since the last look.
    std::vector<std::string> sent(reference_session& s) {
        std::vector<std::string> names;
        protocol::frame_reader all(protocol::default_dialect());
        all.push(s.outbox().data());
        while (const auto f = all.next())
            names.emplace_back(protocol::traits_of(*protocol::default_dialect().find(f->command)).name);
        s.outbox().clear();
        return names;
    }
};

protocol::cycle cycle_of(std::int32_t counter, std::int32_t end_time) {
    protocol::cycle c;
    c.values.resize(2);
    c.values[0].id = protocol::variable::life_cycle_counter;
    c.values[0].content = counter;
    c.values[1].id = protocol::variable::cycle_end_time;
    c.values[1].content = end_time;
    return c;
}

/// The machine lacks everything that it is asked for.
void finish_plan(desk& d, reference_session& s) {
    const auto none = protocol::result_code::not_available;
    protocol::languages_response languages;
    languages.result = none;
    protocol::list_response list;
    list.result = none;
    protocol::interruption_list_response interruptions;
    interruptions.result = none;
    protocol::cycle_select_response selected;
    selected.result = none;
    protocol::status_response status;
    status.result = none;
    d.say(s, languages);
    d.say(s, list);
    d.say(s, interruptions);
    d.say(s, selected);
    d.say(s, status);
}

}  // namespace

TEST_CASE("keys go to the display link of a linked machine, behind the start of its screen", "[reference]") {
    desk d;
    auto& early = d.link();
    d.say(early, protocol::display_init{"HY-0001"});
    CHECK(early.closing());  // no machine
    auto& machine = d.link();
    d.say(machine, protocol::init{"HY-0001"});
    const std::uint16_t keys[] = {257, 'A'};
    CHECK(d.host.press("HY-0001", keys, d.now) == "HY-0001 has no display link");
    auto& display = d.link();
    d.say(display, protocol::display_init{"HY-0001"});
    CHECK(d.sent(display) == std::vector<std::string>{"display_init response"});
    CHECK(d.host.press("HY-0001", keys, d.now).empty());
    CHECK(d.sent(display) == std::vector<std::string>{"display_start", "key", "key"});
    CHECK(d.host.press("HY-0001", std::span(keys).first(1), d.now).empty());
    CHECK(d.sent(display) == std::vector<std::string>{"key"});
    const std::vector<std::uint16_t> too_many(protocol::max_waiting_keys + 1, 'x');
    CHECK(d.host.press("HY-0001", too_many, d.now) == "too many keys wait for HY-0001");
    d.sent(display);

    auto& next = d.link();
    d.say(next, protocol::display_init{"HY-0001"});
    CHECK(d.sent(display) == std::vector<std::string>{"identify"});
    CHECK_FALSE(next.linked());
    d.now += 2s;
    display.due(d.now);
    d.turn();
    CHECK(display.closing());
    CHECK(next.linked());
    d.host.forget(display, d.now);
    CHECK(d.host.press("HY-0001", keys, d.now).empty());
    d.host.forget(next, d.now);
    CHECK(d.host.press("HY-0001", keys, d.now) == "HY-0001 has no display link");
    CHECK(machine.linked());
}

TEST_CASE("a machine may answer the start of its screen with an error", "[reference]") {
    desk d;
    d.say(d.link(), protocol::init{"HY-0001"});
    auto& display = d.link();
    d.say(display, protocol::display_init{"HY-0001"});
    const std::uint16_t keys[] = {257};
    CHECK(d.host.press("HY-0001", keys, d.now).empty());
    d.say(display,
          protocol::display_error{protocol::default_dialect().code(protocol::index_of<protocol::display_start>),
                                  protocol::error_code::busy, "not now"});
    CHECK(display.linked());
}

TEST_CASE("a machine is admitted and polled", "[reference_host]") {
    desk f;
    auto& s = f.link();
    f.say(s, protocol::init{"HY-0001"});
    CHECK(f.sent(s) == std::vector<std::string>{"init response", "languages"});
    CHECK(s.linked());
    CHECK(f.host.link_of("HY-0001") == &s);
    CHECK(f.host.count("HY-0001", "links") == 1);
    for (const auto name : husky::scenario::expect_value::of_host)
        CHECK(f.host.count("HY-0001", name));
    CHECK_FALSE(f.host.count("HY-0001", "colour"));
    CHECK_FALSE(f.host.count("HY-0002", "links"));
}

TEST_CASE("cycles, gaps and repeats of a machine are counted", "[reference_host]") {
    desk f;
    auto& s = f.link();
    f.say(s, protocol::init{"HY-0001"});
    for (const auto& [counter, time] : {std::pair{1, 10}, {2, 20}, {5, 50}, {5, 50}, {3, 30}})
        f.say(s, cycle_of(counter, time));
    CHECK(f.host.count("HY-0001", "cycles") == 4);
    CHECK(f.host.count("HY-0001", "gaps") == 1);
    CHECK(f.host.count("HY-0001", "missing") == 1);
    CHECK(f.host.count("HY-0001", "duplicates") == 1);
}

TEST_CASE("a serial that answers keeps its link, and the newcomer is refused", "[reference_host]") {
    desk f;
    auto &older = f.link(), &newer = f.link();
    f.say(older, protocol::init{"HY-0001"});
    f.say(older, protocol::languages_response{});
    f.sent(older);
    f.say(newer, protocol::init{"HY-0001"});
    CHECK(newer.paused());
    CHECK(f.sent(older) == std::vector<std::string>{"status"});
    f.say(older, protocol::list_response{});
    f.say(older, protocol::status_response{});
    CHECK(f.sent(newer) == std::vector<std::string>{"init response"});
    CHECK(newer.closing());
    CHECK(f.host.link_of("HY-0001") == &older);
}

TEST_CASE("a serial that does not answer loses its link to the newcomer", "[reference_host]") {
    desk f;
    auto &older = f.link(), &newer = f.link();
    f.say(older, protocol::init{"HY-0001"});
    f.say(newer, protocol::init{"HY-0001"});
    CHECK_FALSE(newer.linked());
    f.now += 2s;
    older.due(f.now);
    CHECK(older.closing());
    f.turn();
    CHECK(newer.linked());
    CHECK(f.host.link_of("HY-0001") == &newer);
    f.host.forget(older, f.now);
    f.turn();
    CHECK(f.host.link_of("HY-0001") == &newer);
}

TEST_CASE("a third of the same serial is refused at once", "[reference_host]") {
    desk f;
    auto &a = f.link(), &b = f.link(), &c = f.link();
    f.say(a, protocol::init{"HY-0001"});
    f.say(b, protocol::init{"HY-0001"});
    f.say(c, protocol::init{"HY-0001"});
    CHECK(c.closing());
    CHECK_FALSE(b.closing());
}

TEST_CASE("a newcomer that leaves before it is answered leaves no trace", "[reference_host]") {
    desk f;
    auto &a = f.link(), &b = f.link();
    f.say(a, protocol::init{"HY-0001"});
    f.say(b, protocol::init{"HY-0001"});
    f.host.forget(b, f.now);
    f.host.forget(a, f.now);
    f.turn();
    CHECK(f.host.links() == 0);
    CHECK(f.host.link_of("HY-0001") == nullptr);
    auto& again = f.link();
    f.say(again, protocol::init{"HY-0001"});
    CHECK(again.linked());
}

TEST_CASE("unknown serials are refused where the host has a list and is told to", "[reference_host]") {
    reference_settings settings;
    settings.known = {"HY-0001"};
    SECTION("refused") {
        settings.refuses_unknown = true;
        desk f(settings);
        auto& s = f.link();
        f.say(s, protocol::init{"HY-0002"});
        CHECK(s.closing());
        auto& known = f.link();
        f.say(known, protocol::init{"HY-0001"});
        CHECK(known.linked());
    }
    SECTION("accepted") {
        desk f(settings);
        auto& s = f.link();
        f.say(s, protocol::init{"HY-0002"});
        CHECK(s.linked());
    }
}

TEST_CASE("machines and links are bounded", "[reference_host]") {
    reference_settings settings;
    settings.max_machines = 1;
    settings.max_links = 2;
    desk f(settings);
    auto &a = f.link(), &b = f.link();
    CHECK(f.host.accept(f.now) == nullptr);
    f.say(a, protocol::init{"HY-0001"});
    f.say(b, protocol::init{"HY-0002"});
    CHECK(a.linked());
    CHECK(b.closing());
}

TEST_CASE("a question goes to a machine that is linked", "[reference_host]") {
    desk f;
    std::vector<std::byte> bytes;
    encode(protocol::start{0}, protocol::default_dialect(), bytes);
    protocol::frame_reader one(protocol::default_dialect());
    one.push(bytes);
    const auto question = *one.next();
    CHECK(f.host.ask("HY-0001", question, f.now) == "HY-0001 is not linked");
    auto& s = f.link();
    f.say(s, protocol::init{"HY-0001"});
    f.sent(s);
    CHECK(f.host.ask("HY-0001", question, f.now).empty());
    CHECK(f.sent(s) == std::vector<std::string>{"start"});
}

TEST_CASE("a set-up is read block by block and sent back", "[reference_host]") {
    desk f;
    auto& s = f.link();
    f.say(s, protocol::init{"HY-0001"});
    f.say(s, protocol::languages_response{});
    f.say(s, protocol::list_response{});
    f.say(s, protocol::interruption_list_response{});
    f.say(s, protocol::cycle_select_response{});
    f.say(s, protocol::status_response{});
    f.sent(s);
    CHECK(f.host.upload("HY-0001", 1, f.now).empty());
    CHECK(f.host.upload("HY-0001", 1, f.now) == "a set-up of HY-0001 is already under way");
    CHECK(f.sent(s) == std::vector<std::string>{"upload_setup"});
    protocol::upload_setup_response block;
    block.setup_number = 1;
    block.data = {std::byte{'a'}, std::byte{'b'}};
    block.total_size = 2;
    block.crc32 = 0x9E83486D;  // of "ab", as zlib
    f.say(s, block);
    REQUIRE(f.host.find("HY-0001")->setups.contains(1));
    CHECK(f.host.find("HY-0001")->setups.at(1) == block.data);
    CHECK(f.host.download("HY-0001", 1, block.data, f.now).empty());
    CHECK(f.sent(s) == std::vector<std::string>{"download_setup"});
    f.say(s, protocol::download_setup_response{protocol::result_code::bad_argument, 0});
    CHECK(f.host.find("HY-0001")->problem == protocol::name(protocol::setup_fault::refused));
}

TEST_CASE("a set-up on its way begins anew on the next link", "[reference_host][setup]") {
    desk d;
    auto& first = d.link();
    d.say(first, protocol::init{"HY-0001"});
    CHECK(d.host.download("HY-0001", 1, std::vector<std::byte>(10'000), d.now).empty());
    d.host.forget(first, d.now);
    d.now += 10s;
    auto& second = d.link();
    d.say(second, protocol::init{"HY-0001"});
    d.sent(second);
    SECTION("when the plan is finished") {
        finish_plan(d, second);
        const auto said = d.sent(second);
        CHECK(std::count(said.begin(), said.end(), "download_setup") == 1);
    }
    SECTION("but not when that comes too late") {
        d.now += transfer::patience;
        finish_plan(d, second);
        const auto said = d.sent(second);
        CHECK(std::count(said.begin(), said.end(), "download_setup") == 0);
        CHECK(d.host.find("HY-0001")->problem == "the machine came back too late");
    }
    SECTION("nor when another one is wanted instead") {
        CHECK(d.host.upload("HY-0001", 2, d.now).empty());
        finish_plan(d, second);
        const auto said = d.sent(second);
        CHECK(std::count(said.begin(), said.end(), "download_setup") == 0);
    }
}
