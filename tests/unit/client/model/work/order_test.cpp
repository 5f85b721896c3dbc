// Orders that end with their parts, and the boxes that the parts fall into.
#include <algorithm>
#include <cmath>
#include <map>

#include "client/model/cell/cell.hpp"
#include "settings/schema/load.hpp"
#include "tests/catch.hpp"
#include "tests/unit/client/model/recorder.hpp"

using namespace husky;
using namespace husky::cells;
using namespace husky::cells::test;

namespace {

constexpr std::uint16_t box_is_full = 106;

std::string edited(std::string yaml, const std::string& what, const std::string& by) {
    const auto at = yaml.find(what);
    REQUIRE(at != std::string::npos);
    return yaml.replace(at, what.size(), by);
}

/// Thin wall with orders of one size and boxes of one size, and nothing between two orders.
const family& small_orders() {
    static const family f = [] {
        auto yaml = settings::read_file(family_path("thinwall"));
        yaml = edited(yaml, "parts: [50000, 500000]", "parts: [2000, 2000]");
        yaml = edited(yaml, "box_parts: [300, 800]", "box_parts: [500, 500]");
        yaml = edited(yaml, "mould_change_chance: 0.5", "mould_change_chance: 0\n  no_order_chance: 0");
        return parse_family(yaml, "small.yaml");
    }();
    return f;
}

/// Watches orders end and boxes fill.
class order_watch final : public happenings {
  public:
    explicit order_watch(const cell& of) : cell_(&of) { good_.fill(0); }

    void cycle_ended(protocol::tandem_side side) override {
        const auto& order = cell_->order(side);
        // Counters are one cycle ahead of the order's end, which follows the telling of the cycle.
        before_[side] = good_[side];
        good_[side] = number(*cell_, id_of(process_variable::good_parts), side);
        wanted_[side] = order.wanted();
        fullest = std::max(fullest, order.in_box());
        last_ = side;
    }
    void event_recorded(std::chrono::sys_seconds, std::span<const protocol::event_text> texts) override {
        if (texts[0].type != "EV151") return;
        ++finished;
        ends_whole = ends_whole && good_[last_] >= wanted_[last_] && before_[last_] < wanted_[last_];
        good_[last_] = 0;
    }
    void interruption(std::uint16_t id, protocol::interruption_state state, protocol::tandem_side,
                      std::chrono::sys_seconds, std::span<const protocol::interruption_text>) override {
        if (id != box_is_full) return;
        const bool begins = state == protocol::interruption_state::begins;
        late += begins;
        if (begins) full_when_late = full_when_late && cell_->order(last_).box_full();
    }
    void status_changed(protocol::tandem_side side) override {
        running_ += running_now_ ? to_seconds(cell_->now() - since_) : 0;
        since_ = cell_->now();
        running_now_ = cell_->status(side).mode == protocol::machine_mode::automatic;
    }
    [[nodiscard]] double running_hours() const { return running_ / 3600; }

    long finished = 0, late = 0;
    bool ends_whole = true, full_when_late = true;
    std::int32_t fullest = 0;

  private:
    const cell* cell_;
    std::array<std::int32_t, 2> good_{}, before_{}, wanted_{};
    protocol::tandem_side last_ = 0;
    bool running_now_ = true;
    double running_ = 0;
    sim_time since_{};
};

}  // namespace

TEST_CASE("an order ends with the cycle that makes it whole", "[cell][order]") {
    cell c(small_orders(), {.serial = "HY-0001"}, 3);
    order_watch watch(c);
    CHECK(c.order(0).parts() == 2000);
    CHECK(c.order(0).wanted() <= 2000);
    while (watch.finished < 50)
        c.advance(watch);
    CHECK(watch.ends_whole);
    CHECK(c.order(0).wanted() == 2000);
    CHECK(c.status(0).job == "TUB-000051");
}

TEST_CASE("a machine that begins in production is somewhere in its order, one that starts up at its beginning",
          "[cell][order]") {
    double min = 1, max = 0;
    for (int n = 1; n <= 100; ++n) {
        const auto serial = fmt::format("HY-{:04}", n);
        const cell running(small_orders(), {.serial = serial}, 3);
        const double left = running.order(0).wanted() / 2000.0;
        min = std::min(min, left);
        max = std::max(max, left);
        CHECK(running.order(0).in_box() < 500);
        const cell cold(small_orders(), {.serial = serial, .start = start_state::cold}, 3);
        CHECK(cold.order(0).wanted() == 2000);
        CHECK(cold.order(0).in_box() == 0);
    }
    CHECK(min < 0.05);
    CHECK(max > 0.95);
}

TEST_CASE("the host's start begins the order of that side again, and no other", "[cell][order]") {
    cell c(shipped("tech"), {.serial = "HY-0001", .tandem = true}, 5);
    recorder log(c);
    while (log.cycles < 200)
        c.advance(log);
    const auto before = c.order(0);
    const auto good = number(c, 162, 0);
    REQUIRE(good > 0);
    c.start(1);
    CHECK(c.order(1).wanted() == c.order(1).parts());
    CHECK(c.order(1).in_box() == 0);
    CHECK(number(c, 162, 1) == 0);
    CHECK(number(c, 162, 0) == good);
    CHECK(c.order(0).wanted() == before.wanted());
    CHECK(c.order(0).in_box() == before.in_box());
}

TEST_CASE("sides of a tandem machine have orders of their own, each with its own name", "[cell][order]") {
    cell c(shipped("tech"), {.serial = "HY-0001", .tandem = true}, 5);
    recorder log(c);
    log.keep_lines = false;
    std::map<std::string, int> seen;
    for (std::array<std::string, 2> last; c.now() < std::chrono::hours(24 * 60);) {
        c.advance(log);
        for (const auto side : {protocol::tandem_side{0}, protocol::tandem_side{1}})
            if (const auto job = c.status(side).job; job != last[side]) ++seen[last[side] = job];
    }
    CHECK(seen.size() > 20);
    // Both sides begin with the same.
    for (const auto& [job, times] : seen) {
        CAPTURE(job);
        CHECK(times == (job == "TRIM-000001" ? 2 : 1));
    }
}

TEST_CASE("orders of a week are as many as the trade has", "[cell][order]") {
    const auto [name, sides, fewest, max] = GENERATE(table<std::string, int, double, double>(
        {{"pet", 1, 0.5, 2}, {"cap", 1, 0.5, 1}, {"thinwall", 1, 1, 3}, {"tech", 1, 3, 10}, {"tech", 2, 3, 10}}));
    const auto& f = shipped(name);
    // The mean of sizes that are as often in one decade as in the next.
    const auto& [low, high] = f.orders.parts;
    const double parts = (high - low) / std::log(high / low);
    constexpr double running_hours = 7 * 24 * 0.88;
    const double in_a_week = running_hours * 3600 / f.cycle.time_s * f.cavities * sides / parts;
    INFO(name << ": " << in_a_week);
    CHECK(in_a_week > fewest);
    CHECK(in_a_week < max);
}

TEST_CASE("orders come as often as their sizes say", "[cell][order]") {
    const bool tandem = GENERATE(false, true);
    constexpr int machines = 10, weeks = 20;
    long finished = 0;
    for (int n = 1; n <= machines; ++n) {
        cell c(shipped("tech"), {.serial = fmt::format("HY-{:04}", n), .tandem = tandem}, 2);
        order_watch watch(c);
        while (c.now() < std::chrono::hours(24 * 7 * weeks))
            c.advance(watch);
        CHECK(watch.ends_whole);
        finished += watch.finished;
    }
    const double in_a_week = static_cast<double>(finished) / (machines * weeks * (tandem ? 2 : 1));
    CHECK(in_a_week > 2.7);
    CHECK(in_a_week < 4);
}

TEST_CASE("a box is changed when it is full", "[cell][order]") {
    cell c(small_orders(), {.serial = "HY-0001"}, 3);
    order_watch watch(c);
    while (watch.finished < 20)
        c.advance(watch);
    // A shot of four cavities may come on top of 499.
    CHECK(watch.fullest >= 500);
    CHECK(watch.fullest < 504);
}

TEST_CASE("only a full box that nobody changes in time stops the machine, as often as the catalogue says",
          "[cell][order]") {
    const auto [name, age] = GENERATE(table<std::string, double>({{"pet", 5}, {"thinwall", 15}}));
    const double mtbf = shipped(name).failures[interruption_index(box_is_full)].mtbf_hours / (age > 5 ? 2 : 1);
    long late = 0;
    double hours = 0;
    for (int n = 1; n <= (age > 5 ? 3 : 6); ++n) {
        cell c(shipped(name), {.serial = fmt::format("HY-{:04}", n), .age_years = age}, 4);
        order_watch watch(c);
        while (c.now() < std::chrono::hours(1000))
            c.advance(watch);
        CHECK(watch.full_when_late);
        late += watch.late;
        hours += watch.running_hours();
    }
    INFO(name << ": " << late << " in " << hours << " h");
    CHECK(hours / static_cast<double>(late) > 0.8 * mtbf);
    CHECK(hours / static_cast<double>(late) < 1.2 * mtbf);
}

TEST_CASE("a box that stopped the machine is empty when it runs again", "[cell][order]") {
    cell c(shipped("thinwall"), {.serial = "HY-0001"}, 4);

    struct : happenings {
        bool full = false, over = false;
        void cycle_ended(protocol::tandem_side) override {}
        void event_recorded(std::chrono::sys_seconds, std::span<const protocol::event_text>) override {}
        void interruption(std::uint16_t id, protocol::interruption_state state, protocol::tandem_side,
                          std::chrono::sys_seconds, std::span<const protocol::interruption_text>) override {
            if (id == box_is_full) (state == protocol::interruption_state::begins ? full : over) = true;
        }
        void status_changed(protocol::tandem_side) override {}
    } watch;
    while (!watch.full)
        c.advance(watch);
    CHECK(c.order(0).box_full());
    while (!watch.over)
        c.advance(watch);
    CHECK(c.order(0).in_box() == 0);
}

TEST_CASE("machines without a conveyor have no box that stops them", "[cell][order]") {
    cell c(shipped("tech"), {.serial = "HY-0001"}, 4);
    order_watch watch(c);
    while (c.now() < std::chrono::hours(5000))
        c.advance(watch);
    CHECK(watch.late == 0);
    CHECK(watch.fullest >= c.order(0).box() / 2);
}

TEST_CASE("sizes of orders and boxes are two numbers, the lower first", "[family][order]") {
    const auto [key, given] =
        GENERATE(table<std::string, std::string>({{"parts: [1000, 15000]", "parts: [15000, 1000]"},
                                                  {"parts: [1000, 15000]", "parts: [1000]"},
                                                  {"box_parts: [20, 200]", "box_parts: [200, 20]"}}));
    const auto yaml = edited(settings::read_file(family_path("tech")), key, given);
    std::string said;
    try {
        parse_family(yaml, "tech.yaml");
    } catch (const settings::error& wrong) {
        said = wrong.what();
    }
    CHECK(mentions(said, "orders." + key.substr(0, key.find(':')) + ": expected two numbers, the lower first"));
}
