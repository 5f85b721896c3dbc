#include <algorithm>
#include <cstdlib>
#include <map>
#include <random>
#include <set>

#include "server/ledger/cycle_ledger.hpp"
#include "tests/catch.hpp"

using namespace husky::host;
using std::chrono::sys_seconds;

namespace {

using key = std::pair<std::int32_t, std::int32_t>;  // epoch, life counter

/// A machine that counts, wraps and is reset, and what a perfect observer knows: every cycle it made, with its key.
class world {
  public:
    explicit world(std::uint32_t seed) : random_(seed) {
        life_counter_ = chance(2) ? 0 : husky::protocol::highest_life_counter - 1 - below(20);
    }

    struct cycle {
        key id;
        sys_seconds end_time;
    };

    /// Every epoch ends its cycles at seconds of its own, so that no two of one counter have the same end time.
    cycle make() {
        now_ += std::chrono::seconds(epochs_apart * (1 + below(5)));
        if (life_counter_ == husky::protocol::highest_life_counter) {
            life_counter_ = 0;
            ++epoch_;
        }
        return {{epoch_, ++life_counter_}, now_ + std::chrono::seconds(epoch_ % epochs_apart)};
    }

    /// A new controller; its counter starts at or below where the old one stood, and is no near wrap. Its clock may be
    /// behind; then its first cycle must not look like one of `missing`, of whatever epoch, that comes late: nobody
    /// could tell the two apart.
    bool reset(bool set_back, const std::set<key>& missing) {
        if (life_counter_ < 2 || life_counter_ > 1'000'000) return false;
        const std::int32_t counter = below(life_counter_ - 1);
        const auto is_first = [&](const key& each) { return each.second == counter + 1; };
        if (set_back && std::any_of(missing.begin(), missing.end(), is_first)) return false;
        life_counter_ = counter;
        ++epoch_;
        if (set_back) now_ -= std::chrono::seconds(epochs_apart * below(400));
        return true;
    }

    bool chance(int one_in) { return below(one_in) == 0; }
    int below(int n) { return std::uniform_int_distribution<int>(0, n - 1)(random_); }

  private:
    static constexpr int epochs_apart = 64;

    std::mt19937 random_;
    std::int32_t epoch_ = 1;
    std::int32_t life_counter_ = 0;
    sys_seconds now_{std::chrono::seconds{1'000'000}};
};

/// The store as the ledger fills it, one counter at a time.
struct stored_world {
    std::set<key> cycles;
    std::map<std::int64_t, remembered_gap> gaps;
    remembered_machine machine;

    void take(cycle_ledger& ledger) {
        ledger.take_changes([this](const remembered_gap& gap) { gaps[gap.gap] = gap; },
                            [this](std::int64_t gap) { gaps.erase(gap); });
    }

    [[nodiscard]] std::set<key> missing() const {
        std::set<key> all;
        for (const auto& [id, gap] : gaps)
            for (std::int32_t i = gap.first_missing;; ++i) {
                CHECK(all.insert({gap.epoch, i}).second);
                if (i == gap.last_missing) break;
            }
        return all;
    }

    [[nodiscard]] remembered_machine remember() const {
        remembered_machine copy = machine;
        for (const auto& [id, gap] : gaps)
            copy.gaps.push_back(gap);
        copy.next_gap = gaps.empty() ? 1 : gaps.rbegin()->first + 1;
        return copy;
    }

    void store(const verdict& got, const world::cycle& cycle) {
        REQUIRE(cycles.insert({got.epoch, cycle.id.second}).second);
        machine.cycles++;
        if (got.epoch > machine.epoch) {
            machine.highest_counter = 0;
            machine.epoch = got.epoch;
        }
        if (got.epoch == machine.epoch && cycle.id.second > machine.highest_counter) {
            machine.highest_counter = cycle.id.second;
            machine.highest_time = cycle.end_time;
        }
        machine.recent.push_back({cycle.id.second, cycle.end_time});
    }
};

void play(std::uint32_t seed) {
    world truth(seed);
    stored_world stored;
    cycle_ledger ledger;
    std::vector<world::cycle> held, sent;
    std::set<key> expected, lost;
    bool first = true;   // of its epoch: what was counted before it nobody can know
    bool whole = false;  // the newest cycle was sent: a reset hides nothing

    const auto deliver = [&](const world::cycle& cycle, bool store_takes_it) {
        const verdict got = ledger.accept(cycle.id.second, cycle.end_time, wall_time{});
        const bool known = expected.count(cycle.id) != 0;
        REQUIRE(got.to_be_stored() == !known);
        if (known) return;
        REQUIRE(got.epoch == cycle.id.first);
        if (store_takes_it) {
            expected.insert(cycle.id);
            lost.erase(cycle.id);
            stored.take(ledger);
            stored.store(got, cycle);
        } else {
            ledger.mark_missing(got, cycle.id.second, cycle.end_time, wall_time{});
            lost.insert(cycle.id);
        }
        sent.push_back(cycle);
    };

    // Where the clock is behind, what is missing of earlier epochs cannot be told from what is new, and comes no more.
    const auto begin_anew = [&](bool set_back) {
        if (!truth.reset(set_back, stored.missing())) return;
        first = true;
        if (!set_back) return;
        held.clear();
        std::erase_if(sent, [&](const world::cycle& each) { return !expected.contains(each.id); });
    };
    const auto looks_like_the_next = [&](const world::cycle& cycle) {
        return cycle.id.second == ledger.highest_counter() + 1 && cycle.end_time >= ledger.highest_time();
    };

    for (int step = 0; step < 400; ++step) {
        if (whole && truth.chance(60)) begin_anew(truth.chance(2));
        const world::cycle made = truth.make();
        whole = first || !truth.chance(6);
        if (!whole) {
            held.push_back(made);  // comes late, or never
            lost.insert(made.id);
            continue;
        }
        deliver(made, !truth.chance(15) || first);
        first = false;
        while (!held.empty() && truth.chance(2)) {
            const auto at = held.begin() + truth.below(static_cast<int>(held.size()));
            const world::cycle late_cycle = *at;
            held.erase(at);
            if (truth.chance(4)) continue;
            if (late_cycle.end_time < made.end_time) deliver(late_cycle, !truth.chance(8));
        }
        for (int again = truth.below(3); again > 0; --again) {
            const world::cycle repeat = sent[static_cast<std::size_t>(truth.below(static_cast<int>(sent.size())))];
            if (repeat.id.first == ledger.epoch() || !looks_like_the_next(repeat)) deliver(repeat, true);
        }
        if (truth.chance(40)) {
            stored.take(ledger);
            ledger = cycle_ledger(stored.remember());
        }
        stored.take(ledger);
        // What was held back and never revealed by a later cycle is not known to be missing yet.
        std::set<key> revealed;
        for (const key& each : lost)
            if (each <= key{ledger.epoch(), ledger.highest_counter()}) revealed.insert(each);
        REQUIRE(stored.cycles == expected);
        REQUIRE(stored.missing() == revealed);
    }
}

}  // namespace

TEST_CASE("every cycle a machine counts is stored once or stands in a gap", "[ledger][random]") {
    const char* given = std::getenv("HUSKY_SEED");
    const auto seed =
        given != nullptr ? static_cast<std::uint32_t>(std::strtoul(given, nullptr, 10)) : std::random_device{}();
    INFO("rerun with HUSKY_SEED=" << seed << " test_server_ledger '[random]'");
    for (std::uint32_t run = 0; run < 200; ++run) {
        CAPTURE(run);
        play(seed + run * 7919);
    }
}
