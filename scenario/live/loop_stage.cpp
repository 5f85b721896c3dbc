#include "scenario/live/loop_stage.hpp"

#include "scenario/roles.hpp"

namespace husky::live {

namespace {

/// If both ends play the same scenario, the one that is done first waits this long for the other, lest its end be
/// taken for a lost link.
constexpr std::chrono::seconds courtesy{2};

scenario::engine_part knowing(const link::system_access& system, scenario::engine_part part) {
    part.knows_http = system.http.has_value();
    part.knows_store = !system.store.empty();
    return part;
}

}  // namespace

scenario::engine_part part_of(scenario::role plays, std::uint64_t seed, std::string repeat) {
    scenario::engine_part part;
    part.plays = plays;
    part.seed = seed;
    part.repeat = std::move(repeat);
    return part;
}

loop_stage::loop_stage(std::unique_ptr<live_loop> on, const scenario::plan& p, const protocol::dialect& wire_dialect,
                       scenario::engine_part part, link::system_access system)
    : actor_stage(wire_dialect),
      loop_(std::move(on)),
      engine_(p, wire_dialect, *this, knowing(system, std::move(part))),
      questions_(*loop_, std::move(system)) {
    loop_->judge_by(engine_);
    const auto ends = ends_in(p.actors);
    if (ends.machine && ends.host) loop_->stay(courtesy);
}

void loop_stage::place_faults(const scenario::plan& p) {
    for (const auto& f : p.faults)
        place(f);
}

void loop_stage::play_on(const std::atomic<bool>& stopped, const progress& tell, const std::function<void()>& leave) {
    const auto look = [&] {
        if (tell) tell(engine_);
    };
    loop_->run(stopped, look, [&] {
        engine_.cut_short(link::now());
        questions_.leave();
        leave();
    });
    look();
}

play::refusal loop_stage::place(protocol::fault fault) {
    const auto number = loop_->faults().place(std::move(fault), link::now());
    if (!number) return "the limit of placed faults is reached";
    faults_changed();
    return std::nullopt;
}

void loop_stage::clear_faults(const scenario::actor_name& who) {
    if (who.empty() || who == "host")
        loop_->faults().clear();
    else
        loop_->faults().spare(who);
    faults_changed();
}

}  // namespace husky::live
