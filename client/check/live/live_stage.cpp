#include "client/check/live/live_stage.hpp"

#include <algorithm>

namespace husky::check {

using scenario::role;

namespace {

bool wants_refusal(const scenario::plan& p) {
    return std::any_of(p.expectations.begin(), p.expectations.end(), [](const scenario::expectation& e) {
        const auto* l = std::get_if<scenario::expect_link>(&e.demand);
        return l != nullptr && l->state == scenario::link_state::refused && !l->never;
    });
}

}  // namespace

live_stage::live_stage(const scenario::plan& p, const protocol::dialect& wire_dialect, const live_place& host,
                       std::uint64_t seed, std::string repeat, link::system_access system)
    : loop_stage(std::make_unique<machine_loop>(wire_dialect, host, seed), p, wire_dialect,
                 live::part_of(role::machine, seed, std::move(repeat)), std::move(system)),
      loop_(static_cast<machine_loop&>(ground())) {
    if (wants_refusal(p)) loop_.expect_refusals();
    if (p.actors.machines) add_machines(std::make_unique<scenario_machines>(*p.actors.machines, p, seed), true);
    for (const auto& each : p.actors.puppets) {
        if (each.plays != role::machine) continue;
        puppets_.push_back(std::make_unique<live_puppet>(each, loop_, judge()));
        add(*puppets_.back());
    }
    if (p.beside) add_machines(std::make_unique<scenario_machines>(*p.beside, p, seed), false);
    place_faults(p);
}

void live_stage::add_machines(std::unique_ptr<scenario_machines> c, bool judged) {
    const auto clock = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
    for (std::size_t i = 0; i < c->machines().size(); ++i) {
        machines_.push_back(std::make_unique<live_machine>(*c, i, loop_, clock, judged ? &judge() : nullptr));
        if (judged) add(*machines_.back());
    }
    crews_.push_back(std::move(c));
}

scenario::verdict live_stage::run(const std::atomic<bool>& stopped, const progress& tell) {
    judge().begin(link::now());
    for (const auto& m : machines_)
        m->begin();
    play_on(stopped, tell, [this] {
        for (const auto& m : machines_)
            m->leave();
        for (const auto& each : puppets_)
            each->leave();
    });
    auto v = judge().result();
    if (loop_.listens() && !loop_.was_reached() && v.result == scenario::outcome::failed) {
        v.result = scenario::outcome::blocked;
        v.reason = "no host came";
    }
    return v;
}

void live_stage::faults_changed() {
    for (const auto& m : machines_)
        m->faults_changed();
    for (const auto& each : puppets_)
        each->faults_changed();
}

}  // namespace husky::check
