// Shifts by the machine's clock, what a new crew does to a machine, and the week-end.
#include "client/model/work/shift_plan.hpp"

#include <fmt/chrono.h>

#include "client/model/cell/cell.hpp"
#include "tests/catch.hpp"
#include "tests/unit/client/model/recorder.hpp"

using namespace husky;
using namespace husky::cells;
using namespace husky::cells::test;
using namespace std::chrono;
using namespace std::chrono_literals;

namespace {

/// 5 January 2026 is a Monday.
constexpr sys_seconds monday = sys_days(year(2026) / 1 / 5);

constexpr shift_plan two_crews{.starts_min = {7 * 60, 19 * 60}, .count = 2};
constexpr shift_plan resting{.rests_on_weekends = true};

/// Times at which entries of one type were recorded, and times at which the machine ran.
class diary final : public happenings {
  public:
    explicit diary(const cell& of) : cell_(&of) {}

    void cycle_ended(protocol::tandem_side) override { last_cycle = cell_->machine_time(); }
    void event_recorded(sys_seconds at, std::span<const protocol::event_text> texts) override {
        entries.push_back({at, texts[0].type + ' ' + texts[0].content});
    }
    void interruption(std::uint16_t, protocol::interruption_state, protocol::tandem_side, sys_seconds,
                      std::span<const protocol::interruption_text>) override {}
    void status_changed(protocol::tandem_side side) override {
        if (in_production() && production_since == sys_seconds{}) production_since = cell_->machine_time();
        modes.push_back(cell_->status(side).mode);
    }
    [[nodiscard]] bool in_production() const {
        return cell_->status(0).production == protocol::production_status::production;
    }
    [[nodiscard]] std::vector<std::string> of(const std::string& what) const {
        std::vector<std::string> found;
        for (const auto& e : entries)
            if (auto line = fmt::format("{:%a %H:%M:%S} {}", e.at, e.text); mentions(line, what))
                found.push_back(std::move(line));
        return found;
    }
    [[nodiscard]] long between(sys_seconds from, sys_seconds to) const {
        long n = 0;
        for (const auto& e : entries)
            n += e.at > from && e.at < to;
        return n;
    }

    struct entry {
        sys_seconds at;
        std::string text;
    };
    std::vector<entry> entries;
    std::vector<protocol::machine_mode> modes;
    sys_seconds last_cycle{}, production_since{};

  private:
    const cell* cell_;
};

void run_until(cell& c, diary& log, sys_seconds shown) {
    while (c.machine_time() < shown)
        c.advance(log);
}

}  // namespace

TEST_CASE("a time of day lies in a shift that began and will end", "[shift]") {
    const auto [at, began, next, number] = GENERATE(table<seconds, seconds, seconds, unsigned>({
        {0h, -2h, 6h, 3},
        {5h + 59min + 59s, -2h, 6h, 3},
        {6h, 6h, 14h, 1},
        {13h + 59min, 6h, 14h, 1},
        {14h, 14h, 22h, 2},
        {22h, 22h, 30h, 3},
        {23h + 59min + 59s, 22h, 30h, 3},
    }));
    CHECK(shift_began({}, monday + at) == monday + began);
    CHECK(next_shift({}, monday + at) == monday + next);
    CHECK(shift_number({}, monday + at) == number);
}

TEST_CASE("two crews have a day and a night", "[shift]") {
    CHECK(shift_number(two_crews, monday + 6h) == 2);
    CHECK(shift_began(two_crews, monday + 6h) == monday - 5h);
    CHECK(next_shift(two_crews, monday + 6h) == monday + 7h);
    CHECK(shift_number(two_crews, monday + 7h) == 1);
    CHECK(next_shift(two_crews, monday + 19h) == monday + 31h);
}

TEST_CASE("a week-end lasts from Saturday's first shift to Monday's", "[shift]") {
    const sys_seconds saturday = monday + days(5), end = monday + days(7) + 6h;
    CHECK_FALSE(weekend_end({}, saturday + 6h - 1s));
    CHECK(weekend_end({}, saturday + 6h) == end);
    CHECK(weekend_end({}, saturday + 30h) == end);
    CHECK(weekend_end({}, end - 1s) == end);
    CHECK_FALSE(weekend_end({}, end));
    CHECK(weekend_end(two_crews, saturday + 7h) == end + 1h);
    CHECK_FALSE(weekend_end(two_crews, saturday + 6h));
    // Before 1970, as a host may set any date.
    CHECK(weekend_end({}, sys_days(year(1969) / 12 / 27) + 7h) == sys_days(year(1969) / 12 / 29) + 6h);
}

TEST_CASE("shifts change at six, two and ten by the machine's clock", "[cell][shift]") {
    cell c(shipped("tech"), {.serial = "HY-0001"}, 6);
    c.start_clock(monday);
    diary log(c);
    run_until(c, log, monday + 24h);
    CHECK(log.of("E214") == std::vector<std::string>{"Mon 06:00:00 E214 Shift change: shift 1",
                                                     "Mon 14:00:00 E214 Shift change: shift 2",
                                                     "Mon 22:00:00 E214 Shift change: shift 3"});
}

TEST_CASE("a plant with two crews changes shifts at seven", "[cell][shift]") {
    cell c(shipped("tech"), {.serial = "HY-0001", .shifts = two_crews}, 6);
    c.start_clock(monday);
    diary log(c);
    run_until(c, log, monday + 32h);
    CHECK(log.of("E214") == std::vector<std::string>{"Mon 07:00:00 E214 Shift change: shift 1",
                                                     "Mon 19:00:00 E214 Shift change: shift 2",
                                                     "Tue 07:00:00 E214 Shift change: shift 1"});
}

TEST_CASE("a clock that is slow, fast or on summer time changes shifts by what it shows", "[cell][shift]") {
    const auto defects =
        GENERATE(defect_rates{.clock = {.drift_s_per_day = -50}}, defect_rates{.clock = {.drift_s_per_day = 50}},
                 defect_rates{.clock = {.drift_s_per_day = -40'000}}, defect_rates{.clock = {.summer_time = true}},
                 defect_rates{.clock = {.offset_s = 90}});
    cell c(shipped("tech"), {.serial = "HY-0001", .defects = defects}, 6);
    // Europe's clocks go forward in the night to 29 March 2026.
    const sys_seconds from = sys_days(year(2026) / 3 / 28);
    c.start_clock(from);
    diary log(c);
    run_until(c, log, from + days(2));
    std::vector<std::string> expected;
    for (const auto* day : {"Sat", "Sun"})
        for (int n = 1; n <= 3; ++n)
            expected.push_back(fmt::format("{} {:02}:00 E214 Shift change: shift {}", day, 8 * n - 2, n));
    auto seen = log.of("E214");
    // To the second, but for clocks whose seconds are longer or shorter than ours.
    for (auto& line : seen)
        line.erase(9, 3);
    CHECK(seen == expected);
}

TEST_CASE("a clock that stands still harms nobody", "[cell][shift]") {
    cell c(shipped("tech"), {.serial = "HY-0001", .defects = {.clock = {.drift_s_per_day = -86'400}}}, 6);
    c.start_clock(monday);
    diary log(c);
    long happenings = 0;
    for (; c.now() < 48h; ++happenings)
        c.advance(log);
    CHECK(happenings < 10'000);
    CHECK(log.of("E214").empty());
}

TEST_CASE("the first-off sample is asked for when the crew has taken over", "[cell][shift]") {
    const auto [minutes, asked] =
        GENERATE(table<int, std::string>({{0, "Mon 06:00:00"}, {10, "Mon 06:10:00"}, {30, "Mon 06:30:00"}}));
    // Of several machines, one that runs and whose operator has asked for none just before.
    for (int n = 1; n < 20; ++n) {
        cell c(shipped("pet"),
               {.serial = fmt::format("HY-{:04}", n), .shifts = {.hand_over_min = static_cast<std::uint8_t>(minutes)}},
               6);
        c.start_clock(monday + 5h + 55min);
        diary log(c);
        run_until(c, log, monday + 6h + 31min);
        if (c.status(0).mode != protocol::machine_mode::automatic || log.of("Test sample requested").size() != 1)
            continue;
        CHECK(log.of("Test sample requested")[0] == asked + " E210 Test sample requested");
        CHECK(log.of("Test sample taken").size() == 1);
        return;
    }
    FAIL("no machine ran");
}

TEST_CASE("stops are likelier and log-ons more frequent while a crew is new", "[cell][shift]") {
    struct : happenings {
        const cell* of = nullptr;
        bool was_running = true;
        sim_time since{};
        std::array<double, 2> running{}, stops{}, log_ons{}, hours{};
        static bool new_crew(sys_seconds at) { return (at - monday + 2h) % 8h < 30min; }
        void pass() {
            const auto part = new_crew(of->machine_time() - 1s) ? 0U : 1U;
            if (was_running) running[part] += to_seconds(of->now() - since) / 3600;
            since = of->now();
        }
        void cycle_ended(protocol::tandem_side) override { pass(); }
        void event_recorded(sys_seconds at, std::span<const protocol::event_text> t) override {
            log_ons[new_crew(at) ? 0 : 1] += t[0].type == "E201";
        }
        void interruption(std::uint16_t, protocol::interruption_state state, protocol::tandem_side, sys_seconds at,
                          std::span<const protocol::interruption_text>) override {
            pass();
            if (was_running && state == protocol::interruption_state::begins) stops[new_crew(at) ? 0 : 1] += 1;
            was_running = false;
        }
        void status_changed(protocol::tandem_side side) override {
            pass();
            was_running = of->status(side).mode == protocol::machine_mode::automatic;
        }
    } count;
    for (int n = 1; n <= 10; ++n) {
        cell c(shipped("tech"), {.serial = fmt::format("HY-{:04}", n)}, 1);
        c.start_clock(monday);
        count.of = &c;
        count.since = {};
        count.was_running = true;
        while (c.now() < hours(4000))
            c.advance(count);
    }
    const double stops = (count.stops[0] / count.running[0]) / (count.stops[1] / count.running[1]);
    const double log_ons = count.log_ons[0] / (count.log_ons[1] / 15);
    INFO(count.stops[0] << " stops in " << count.running[0] << " h with new crews");
    CHECK(stops > 1.15);
    CHECK(stops < 1.45);
    CHECK(log_ons > 1.3);
    CHECK(log_ons < 1.7);
}

TEST_CASE("a machine that rests on week-ends stops on Saturday and runs again with Monday's first shift",
          "[cell][weekend]") {
    const bool tandem = GENERATE(false, true);
    const sys_seconds saturday = monday + days(5) + 6h, end = monday + days(7) + 6h;
    int met = 0;
    for (int n = 1; n <= 10; ++n) {
        cell c(shipped("tech"), {.serial = fmt::format("HY-{:04}", n), .tandem = tandem, .shifts = resting}, 6);
        c.start_clock(monday + days(4));
        diary log(c);
        run_until(c, log, saturday + 10min);
        // Of several machines, those that ran on Saturday morning.
        if (c.status(0).mode != protocol::machine_mode::off || log.last_cycle < saturday - 2min) continue;
        ++met;
        CHECK(log.last_cycle < saturday + 2min);
        CHECK(log.of("E206 Heats off").size() == 1);
        log.production_since = {};
        run_until(c, log, end + 2h);
        // Not a word from a machine that is switched off.
        CHECK(log.between(saturday + 10min, end - 4h) == 0);
        CHECK(log.between(end - 4h, end) > 3);
        CHECK(log.of("Sun").empty());
        CHECK(log.production_since > end - 4h);
        CHECK(log.production_since < end + 2h);
        CHECK(log.of("Mon 06:00:00 E214").size() == 1);
    }
    CHECK(met >= 5);
}

TEST_CASE("most machines make good parts when Monday's crew comes", "[cell][weekend]") {
    int running = 0;
    for (int n = 1; n <= 40; ++n) {
        cell c(shipped("tech"), {.serial = fmt::format("HY-{:04}", n), .shifts = resting}, 6);
        c.start_clock(monday + days(5) + 12h);
        diary log(c);
        run_until(c, log, monday + days(7) + 6h);
        running += log.in_production();
    }
    CHECK(running >= 25);
}

TEST_CASE("a run that starts on a Saturday begins in the week-end stop", "[cell][weekend]") {
    const auto start = GENERATE(start_state::production, start_state::cold, start_state::mould_change,
                                start_state::no_order, start_state::maintenance);
    cell c(shipped("tech"), {.serial = "HY-0001", .start = start, .shifts = resting}, 6);
    c.start_clock(monday + days(5) + 12h);
    CHECK(c.status(0).mode == protocol::machine_mode::off);
    CHECK(c.status(0).production == protocol::production_status::no_production);
    diary log(c);
    run_until(c, log, monday + days(6) + 20h);
    CHECK(log.entries.empty());
    CHECK(log.modes.empty());
    CHECK(c.life_counter() == 0);
    run_until(c, log, monday + days(7) + 8h);
    CHECK(c.life_counter() > 0);
}

TEST_CASE("a machine without week-ends, and one on a working day, begin as they are told", "[cell][weekend]") {
    cell runs(shipped("tech"), {.serial = "HY-0001"}, 6);
    runs.start_clock(monday + days(5) + 12h);
    CHECK(runs.status(0).mode == protocol::machine_mode::automatic);
    cell rests(shipped("tech"), {.serial = "HY-0001", .shifts = resting}, 6);
    rests.start_clock(monday + days(4) + 12h);
    CHECK(rests.status(0).mode == protocol::machine_mode::automatic);
}

TEST_CASE("a host that sets the clock ends and begins week-ends", "[cell][weekend]") {
    cell c(shipped("tech"), {.serial = "HY-0001", .shifts = resting}, 6);
    c.start_clock(monday + days(5) + 12h);
    diary log(c);
    c.set_clock(monday + 12h);
    c.advance(log);
    CHECK(c.now() < 1min);
    CHECK(c.status(0).mode == protocol::machine_mode::idle);
    while (!log.in_production())
        c.advance(log);
    c.set_clock(monday + days(6) + 1h);
    const auto before = c.now();
    while (c.status(0).mode != protocol::machine_mode::off)
        c.advance(log);
    CHECK(c.now() - before < 2min);
    const auto cycles = c.life_counter();
    run_until(c, log, monday + days(7) + 1h);
    CHECK(c.life_counter() == cycles);
}

TEST_CASE("week-ends do not depend on how time is told", "[cell][weekend]") {
    const auto life = [](int looks) {
        cell c(shipped("tech"), {.serial = "HY-0001", .shifts = resting}, 6);
        c.start_clock(monday + days(4) + 20h);
        recorder log(c);
        while (c.now() < 80h) {
            for (int i = 1; i <= looks; ++i)
                c.set_now(c.now() + (c.next() - c.now()) / 2);
            c.advance(log);
        }
        return log.lines;
    };
    CHECK(life(0) == life(2));
}
