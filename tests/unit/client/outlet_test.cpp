// What a cell tells goes to every outlet of its machine.
#include "client/machine/outlet.hpp"

#include "client/machine/fleet_counts.hpp"
#include "client/machine/machine.hpp"
#include "tests/catch.hpp"
#include "tests/unit/client/model/recorder.hpp"

using namespace husky;
using namespace husky::cells;
using namespace husky::cells::test;
using namespace std::chrono_literals;

namespace {

/// Writes down what it hears; how it stands is for the test to say.
class noting_outlet final : public outlet {
  public:
    explicit noting_outlet(const machine& of) : heard(of.model()) {}

    [[nodiscard]] bool has_room(protocol::instant) const override { return room; }
    [[nodiscard]] bool is_open() const override { return open; }
    [[nodiscard]] bool never_opened() const override { return !open; }
    [[nodiscard]] bool delivered() const override { return waiting == 0; }
    [[nodiscard]] std::size_t undelivered() const override { return waiting; }
    [[nodiscard]] std::uint64_t dropped() const override { return lost; }
    void flush() override { ++flushes; }
    void close() override { closed = true; }

    void cycle_ended(protocol::tandem_side side) override { heard.cycle_ended(side); }
    void event_recorded(std::chrono::sys_seconds at, std::span<const protocol::event_text> texts) override {
        heard.event_recorded(at, texts);
    }
    void interruption(std::uint16_t id, protocol::interruption_state state, protocol::tandem_side side,
                      std::chrono::sys_seconds at, std::span<const protocol::interruption_text> texts) override {
        heard.interruption(id, state, side, at, texts);
    }
    void status_changed(protocol::tandem_side side) override { heard.status_changed(side); }
    void job_ended(protocol::tandem_side) override { ++jobs; }
    void shift_ended() override { ++shifts; }

    recorder heard;
    bool room = true, open = true, closed = false;
    std::size_t waiting = 0;
    std::uint64_t lost = 0;
    int flushes = 0, jobs = 0, shifts = 0;
};

struct bench {
    fleet_counts counts;
    machine m{shipped("tech"), {.serial = "HY-0001", .tandem = true}, 4, counts};

    noting_outlet& add() { return m.add(std::make_unique<noting_outlet>(m)); }
    void live(sim_time until) {
        while (m.model().next() <= until)
            m.advance();
    }
};

}  // namespace

TEST_CASE("each outlet of a machine hears what a cell alone tells", "[outlet]") {
    bench b;
    const auto& first = b.add();
    const auto& second = b.add();
    b.live(12h);
    cell alone(shipped("tech"), {.serial = "HY-0001", .tandem = true}, 4);
    recorder log(alone);
    while (alone.next() <= 12h)
        alone.advance(log);
    CHECK(log.cycles > 1000);
    for (const auto* one : {&first, &second}) {
        CHECK(one->heard.lines == log.lines);
        CHECK(one->shifts > 0);
    }
    CHECK(b.m.cycles() == static_cast<std::uint64_t>(log.cycles));
    CHECK(b.m.events() == static_cast<std::uint64_t>(log.events));
    CHECK(b.m.interruptions() == static_cast<std::uint64_t>(log.interruptions));
    CHECK(b.counts.cycles == b.m.cycles());
}

TEST_CASE("a machine without outlets lives and owes nobody anything", "[outlet]") {
    bench b;
    b.live(1h);
    CHECK(b.m.cycles() > 100);
    CHECK(b.m.has_room({}));
    CHECK(b.m.delivered());
    CHECK_FALSE(b.m.delivers());
    CHECK_FALSE(b.m.never_opened());
    CHECK(b.m.undelivered() == 0);
}

TEST_CASE("what a machine owes is the sum of its outlets, and the slowest bounds it", "[outlet]") {
    bench b;
    auto &fast = b.add(), &slow = b.add();
    CHECK(b.m.has_room({}));
    CHECK(b.m.delivered());
    slow.room = false;
    slow.waiting = 3;
    slow.lost = 2;
    fast.lost = 1;
    CHECK_FALSE(b.m.has_room({}));
    CHECK_FALSE(b.m.delivered());
    CHECK(b.m.delivers());
    CHECK(b.m.undelivered() == 3);
    CHECK(b.m.dropped() == 3);
    // Nobody is there to get it.
    slow.open = false;
    CHECK_FALSE(b.m.delivers());
    CHECK_FALSE(b.m.delivered());
    CHECK(b.m.never_opened());
    b.m.flush();
    b.m.close();
    for (const auto* one : {&fast, &slow}) {
        CHECK(one->flushes == 1);
        CHECK(one->closed);
    }
}
