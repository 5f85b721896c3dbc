#include "client/check/live_stage.hpp"

#include <algorithm>

#include "protocol/faults/fault_match.hpp"

namespace husky::check {

using scenario::role;

namespace {

scenario::engine_part part_of(std::uint64_t seed, std::string repeat) {
    scenario::engine_part part;
    part.plays = role::machine;
    part.asks_system = false;
    part.seed = seed;
    part.repeat = std::move(repeat);
    return part;
}

bool wants_refusal(const scenario::plan& p) {
    return std::any_of(p.expectations.begin(), p.expectations.end(), [](const scenario::expectation& e) {
        const auto* l = std::get_if<scenario::expect_link>(&e.what);
        return l != nullptr && l->state == scenario::link_state::refused && !l->never;
    });
}

}  // namespace

live_stage::live_stage(const scenario::plan& p, const protocol::dialect& spoken, const live_place& host,
                       std::uint64_t seed, std::string repeat)
    : actor_stage(spoken), floor_(spoken, host, seed), engine_(p, spoken, *this, part_of(seed, std::move(repeat))) {
    floor_.judge_by(engine_);
    if (wants_refusal(p)) floor_.expect_refusals();
    if (p.actors.machines) hire(std::make_unique<crew>(*p.actors.machines, p, seed), true);
    for (const auto& each : p.actors.puppets) {
        if (each.plays != role::machine) continue;
        puppets_.push_back(std::make_unique<live_puppet>(each, floor_, engine_));
        add(*puppets_.back());
    }
    if (p.beside) hire(std::make_unique<crew>(*p.beside, p, seed), false);
    for (const auto& f : p.faults)
        place(f);
}

void live_stage::hire(std::unique_ptr<crew> c, bool judged) {
    const auto clock = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
    for (std::size_t i = 0; i < c->machines().size(); ++i) {
        machines_.push_back(std::make_unique<live_machine>(*c, i, floor_, clock, judged ? &engine_ : nullptr));
        if (judged) add(*machines_.back());
    }
    crews_.push_back(std::move(c));
}

scenario::verdict live_stage::run(const std::atomic<bool>& stopped, const progress& tell) {
    engine_.begin(link::now());
    for (const auto& m : machines_)
        m->begin();
    const auto look = [&] {
        if (tell) tell(engine_.how_far());
    };
    floor_.run(stopped, look, [this] {
        for (const auto& m : machines_)
            m->leave();
        for (const auto& each : puppets_)
            each->leave();
    });
    auto v = engine_.result();
    if (floor_.listens() && !floor_.was_reached() && v.result == scenario::outcome::failed) {
        v.result = scenario::outcome::blocked;
        v.reason = "no host came";
    }
    return v;
}

play::refusal live_stage::place(protocol::fault what) {
    const auto machine = what.machine;
    const auto number = floor_.faults().place(std::move(what), link::now());
    if (!number) return "as many faults are placed as may be";
    placed_.emplace_back(*number, machine);
    faults_changed();
    return std::nullopt;
}

void live_stage::clear_faults(const scenario::actor_name& who) {
    std::erase_if(placed_, [&](const auto& each) {
        const bool gone = who.empty() || who == "host" || protocol::is_meant(who, each.second);
        if (gone) floor_.faults().remove(each.first);
        return gone;
    });
    faults_changed();
}

void live_stage::faults_changed() {
    for (const auto& m : machines_)
        m->faults_changed();
    for (const auto& each : puppets_)
        each->faults_changed();
}

}  // namespace husky::check
