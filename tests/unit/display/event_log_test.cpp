#include "client/display/event_log.hpp"

#include "tests/catch.hpp"

using namespace husky;
using namespace husky::cells;
using protocol::interruption_state;

namespace {

std::chrono::sys_seconds at(int s) { return std::chrono::sys_seconds(std::chrono::seconds(s)); }

void event(event_log& log, int s, const std::string& text) {
    const protocol::event_text texts[] = {{"E", "E201", text}, {"D", "E201", "anders"}};
    log.record(at(s), texts);
}

void interruption(event_log& log, int s, std::uint16_t id, interruption_state state, protocol::tandem_side side = 0) {
    const protocol::interruption_text texts[] = {{"E", "Safety gate opened"}};
    log.record(id, state, side, at(s), texts);
}

}  // namespace

TEST_CASE("an event log keeps the newest entries", "[event_log]") {
    event_log log;
    CHECK(log.size() == 0);
    for (int i = 0; i < 100; ++i) {
        event(log, i, "Log-on " + std::to_string(i));
        CHECK(text_of(log.newest(0).text) == "Log-on " + std::to_string(i));
    }
    CHECK(log.size() == event_log::max_entries);
    CHECK(log.newest(log.size() - 1).at == at(100 - static_cast<int>(event_log::max_entries)));
    CHECK(text_of(log.newest(0).type) == "E201");
}

TEST_CASE("a long text is cut between characters", "[event_log]") {
    event_log log;
    event(log, 0, std::string(71, 'x') + "ü");
    CHECK(text_of(log.newest(0).text) == std::string(71, 'x'));
    event(log, 0, std::string(70, 'x') + "ü");
    CHECK(text_of(log.newest(0).text) == std::string(70, 'x') + "ü");
}

TEST_CASE("interruptions are active from their begin to their end, by side", "[event_log]") {
    event_log log;
    interruption(log, 1, 101, interruption_state::begins);
    interruption(log, 2, 101, interruption_state::begins, 1);
    CHECK(log.active().size() == 2);
    CHECK(text_of(log.newest(0).type) == "CI101+");
    interruption(log, 3, 101, interruption_state::ends);
    REQUIRE(log.active().size() == 1);
    CHECK(log.active()[0].side == 1);
    CHECK(log.active()[0].since == at(2));
    CHECK(text_of(log.newest(0).type) == "CI101-");
    interruption(log, 4, 65535, interruption_state::ends);
    CHECK(log.active().size() == 1);
}

TEST_CASE("of more active interruptions than are kept the newest stay", "[event_log]") {
    event_log log;
    for (std::uint16_t id = 101; id < 121; ++id)
        interruption(log, id, id, interruption_state::begins);
    CHECK(log.active().size() == event_log::max_active);
    CHECK(log.active().back().id == 120);
}
