#include "tests/sim/world.hpp"

#include <fmt/format.h>

#include "tests/sim/families.hpp"

namespace husky::sim {

namespace {

using namespace std::chrono_literals;

constexpr duration time_of_faults = 40min;
constexpr duration mean_between_faults = 75s;
constexpr double fast_scale = 8;
constexpr duration max_peace = 24h;

weather weather_of(protocol::split_mix& random) {
    weather w;
    w.max_delay = random.next() % 2 == 0 ? duration(2ms) : duration(400ms);
    w.max_piece = random.next() % 3 == 0 ? 7 : 3000;
    w.max_in_flight = random.next() % 3 == 0 ? 2000 : 64 * 1024;
    return w;
}

}  // namespace

world::world(const world_plan& plan)
    : plan_(plan), random_(plan.seed), network_(agenda_, weather_of(random_), plan.seed + 1) {
    machine_links_.buffer_messages = below(3) == 0 ? 20 : 1000;
    hosts_.push_back(std::make_unique<sim_host>(agenda_, network_, store_, host_links_, plan.host));
    peace_from_ = agenda_.now() + time_of_faults;
    const bool wraps = below(4) == 0;
    const bool fast = !wraps && below(2) == 0;
    const auto count = 1 + below(3);
    for (std::size_t i = 1; i <= count; ++i) {
        cells::cell_settings cell;
        cell.serial = fmt::format("HY-{:04}", i);
        cell.life_counter = wraps ? protocol::highest_life_counter - static_cast<std::int32_t>(20 + below(200))
                                  : static_cast<std::int32_t>(below(2) * below(1'000'000));
        machines_.push_back(std::make_unique<plant_machine>(
            agenda_, network_, *this,
            plant_machine::settings{
                &some_family(below(3)), cell, plan.seed, {fast ? fast_scale : 1.0, false}, plan.machines_resend},
            machine_links_));
    }
}

bool world::dial(wire_end& from, const std::function<void(network::number)>& connected) {
    if (!host_is_up_) return false;
    hosts_.back()->accept(network_, from, connected);
    return true;
}

duration world::seconds_up_to(double max) {
    return std::chrono::duration_cast<duration>(std::chrono::duration<double>(max * uniform()));
}

void world::run() {
    for (const auto& m : machines_)
        m->start();
    plan_fault();
    agenda_.run_until(peace_from_);
    settle();
    for (const auto& m : machines_)
        compare_books(*m);
    for (const auto& h : hosts_)
        check(h->duplicates() == 0, "a machine reported a cycle twice");
}

void world::plan_fault() {
    const auto next = agenda_.now() + 2 * seconds_up_to(std::chrono::duration<double>(mean_between_faults).count());
    if (next >= peace_from_) return;
    agenda_.at(next, [this] {
        fault();
        plan_fault();
    });
}

void world::fault() {
    plant_machine& victim = *machines_[below(machines_.size())];
    const auto kind = below(6);
    if (kind == 0) return kill_host();
    if (kind == 1) return send_stranger(victim);
    const auto connection = victim.connection();
    if (!connection) return;
    if (kind == 2)
        network_.go_dead(*connection);
    else if (kind == 3)
        network_.vanish(*connection);
    else
        network_.cut(*connection);
}

void world::kill_host() {
    if (!host_is_up_) return;
    host_is_up_ = false;
    hosts_.back()->die();
    agenda_.after(seconds_up_to(below(2) == 0 ? 5 : 300), [this] {
        hosts_.push_back(std::make_unique<sim_host>(agenda_, network_, store_, host_links_, plan_.host));
        host_is_up_ = true;
    });
}

/// While a stranger is about, and until the host has noticed that it left, the machine may be refused.
void world::send_stranger(plant_machine& instead_of) {
    strangers_.push_back(std::make_unique<stranger>(agenda_, network_, instead_of.serial()));
    const duration stays = seconds_up_to(60);
    instead_of.expect_refusals(agenda_.now() + stays + 2min);
    strangers_.back()->dial(*this, stays);
}

/// Time passes in peace until each machine has counted, delivered and had committed one more cycle than it had.
void world::settle() {
    const instant give_up = agenda_.now() + max_peace;
    agenda_.run_until(agenda_.now() + 6min);
    for (const auto& m : machines_) {
        check(m->linked(), m->serial() + " is not linked although there is peace");
        const auto had = m->counted().size();
        while (m->counted().size() == had && agenda_.now() < give_up)
            agenda_.run_until(agenda_.now() + 1min);
    }
    for (const auto& m : machines_)
        m->stand_still();
    agenda_.run_until(agenda_.now() + 10s);
}

/// Every counted cycle is stored once or stands in a gap; nothing else is stored. Of cycles before the first that was
/// ever stored nobody knows. Stored twice or out of order is seen by the store.
void world::compare_books(const plant_machine& m) {
    const kept_machine& kept = store_.of(m.serial());
    check(!kept.order.empty(), m.serial() + " has no cycle in the store");
    std::int32_t epoch = 0, before = 0;
    std::size_t found = 0;
    for (const auto& c : m.counted()) {
        if (epoch > 0 && c.life_counter < before) ++epoch;
        if (epoch == 0 && c.life_counter == kept.order.front().second) epoch = 1;
        before = c.life_counter;
        if (epoch == 0) continue;
        const kept_machine::key key{epoch, c.life_counter};
        const auto at = kept.cycles.find(key);
        const bool stored = at != kept.cycles.end();
        const auto named = [&] { return fmt::format("{}: cycle {} of epoch {} ", m.serial(), key.second, key.first); };
        check(stored != kept.in_gap(key), named() + (stored ? "is stored and in a gap" : "is lost in silence"));
        check(!stored || at->second == c.end_time, named() + "is stored with another end time");
        found += stored ? 1 : 0;
    }
    check(found == kept.cycles.size(), m.serial() + ": the store has cycles that nobody counted");
}

}  // namespace husky::sim
