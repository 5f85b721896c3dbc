#include "client/check/virtual/virtual_stage.hpp"

#include <algorithm>

#include "scenario/play/reference/reference_config.hpp"
#include "scenario/play/violation.hpp"

namespace husky::check {

using scenario::role;

namespace {

bool has_puppet(const scenario::plan& p, role plays) {
    return std::any_of(p.actors.puppets.begin(), p.actors.puppets.end(),
                       [&](const scenario::puppet& each) { return each.plays == plays; });
}

scenario::engine_part part_of(std::uint64_t seed, std::string repeat) {
    scenario::engine_part part;
    part.asks_system = false;
    part.seed = seed;
    part.repeat = std::move(repeat);
    return part;
}

}  // namespace

virtual_stage::virtual_stage(const scenario::plan& p, const protocol::dialect& wire_dialect, std::uint64_t seed,
                             std::string repeat)
    : actor_stage(wire_dialect),
      plan_(&p),
      seed_(seed),
      world_(wire_dialect, seed),
      engine_(p, wire_dialect, *this, part_of(seed, std::move(repeat))) {
    world_.judge_by(engine_);
    for (const auto& each : p.actors.puppets) {
        puppets_.push_back(std::make_unique<virtual_puppet>(each, world_, engine_));
        add(*puppets_.back());
        if (each.plays == role::host) world_.add(std::bind_front(&virtual_puppet::accept, puppets_.back().get()));
    }
    cast_host();
    cast_machines();
    for (const auto& f : p.faults)
        place(f);
}

void virtual_stage::cast_host() {
    const bool acts = plan_->actors.host.has_value();
    if (!acts && has_puppet(*plan_, role::host)) return;
    const auto* from = acts ? &*plan_->actors.host : nullptr;
    if (!acts && plan_->other_end && plan_->other_end->host) from = &*plan_->other_end->host;
    const auto config = from != nullptr ? play::load_reference(*from) : play::reference_config{};
    host_ = std::make_unique<virtual_host>(config.settings, world_, acts ? &engine_ : nullptr);
    world_.add(std::bind_front(&virtual_host::accept, host_.get()));
    if (!acts) return;
    add(*host_);
    // If machines are actors too, their serials mean them.
    if (plan_->actors.machines) return;
    host_->on_new_machine([this](const std::string& serial) {
        host_links_.push_back(std::make_unique<play::host_link_actor>(*host_, serial));
        add(*host_links_.back());
    });
}

void virtual_stage::cast_machines() {
    const auto machines_of = [this](const auto& keys) {
        return std::make_unique<scenario_machines>(keys, *plan_, seed_);
    };
    if (plan_->actors.machines)
        add_machines(machines_of(*plan_->actors.machines), true);
    else if (plan_->other_end && plan_->other_end->machines && !has_puppet(*plan_, role::machine))
        add_machines(machines_of(*plan_->other_end->machines), false);
    else if (!has_puppet(*plan_, role::machine))
        add_machines(std::make_unique<scenario_machines>(*plan_, seed_), false);
    if (plan_->beside) add_machines(machines_of(*plan_->beside), false);
}

void virtual_stage::add_machines(std::unique_ptr<scenario_machines> c, bool judged) {
    for (std::size_t i = 0; i < c->machines().size(); ++i) {
        machines_.push_back(std::make_unique<virtual_machine>(*c, i, world_, judged ? &engine_ : nullptr));
        if (judged) add(*machines_.back());
    }
    crews_.push_back(std::move(c));
}

scenario::verdict virtual_stage::run(const std::atomic<bool>& stopped, const progress& tell) {
    try {
        engine_.begin(world_.time().now());
        world_.look_at_engine();
        for (const auto& m : machines_)
            m->begin();
        world_.run(stopped, [&] {
            if (tell) tell(engine_);
        });
    } catch (const play::violation& broken) {
        engine_.blocked(broken.what(), world_.time().now());
    }
    if (tell) tell(engine_);
    return engine_.result();
}

play::refusal virtual_stage::place(protocol::fault fault) {
    const auto number = world_.faults().place(std::move(fault), world_.time().now());
    if (!number) return "the limit of placed faults is reached";
    faults_changed();
    return std::nullopt;
}

void virtual_stage::clear_faults(const scenario::actor_name& who) {
    if (who.empty() || who == "host")
        world_.faults().clear();
    else
        world_.faults().spare(who);
    faults_changed();
}

void virtual_stage::faults_changed() {
    for (const auto& m : machines_)
        m->faults_changed();
    for (const auto& each : puppets_)
        each->faults_changed();
    if (host_) host_->faults_changed();
}

}  // namespace husky::check
