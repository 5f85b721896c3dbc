#include "client/check/playable.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "client/check/scenario_machines.hpp"
#include "protocol/faults/fault_match.hpp"
#include "scenario/play/reference/reference_config.hpp"
#include "scenario/roles.hpp"

namespace husky::check {

namespace {

/// Who plays in a scenario, by name.
class cast_names {
  public:
    explicit cast_names(const scenario::plan& p) : open_(p.actors.host.has_value()) {
        for (const auto& each : p.actors.puppets)
            names_.push_back(each.name);
        if (p.actors.machines) add(scenario_machines(*p.actors.machines, p, p.seed));
        if (p.beside) add(scenario_machines(*p.beside, p, p.seed));
    }

    /// A host may meet any machine.
    void require(const scenario::actor_name& name, const settings::place& where) const {
        if (open_ || name.empty() || name == "host") return;
        if (std::any_of(names_.begin(), names_.end(),
                        [&](const std::string& each) { return protocol::is_meant(name, each); }))
            return;
        constexpr std::size_t max_named = 8;
        const auto shown = std::min(names_.size(), max_named);
        settings::fail(where,
                       fmt::format("there is no actor '{}'; there is {}{}", name,
                                   fmt::join(names_.begin(), names_.begin() + static_cast<std::ptrdiff_t>(shown), ", "),
                                   shown < names_.size() ? " and more" : ""));
    }

  private:
    void add(const scenario_machines& machines) {
        for (const auto& m : machines.machines())
            names_.push_back(m.settings.serial);
    }

    std::vector<std::string> names_;
    bool open_;
};

const scenario::actor_name* actor_of(const scenario::trigger& when) {
    if (const auto* m = std::get_if<scenario::on_message>(&when)) return &m->actor;
    if (const auto* l = std::get_if<scenario::on_link>(&when)) return &l->actor;
    if (const auto* v = std::get_if<scenario::on_value>(&when)) return &v->actor;
    return nullptr;
}

}  // namespace

void require_playable(const scenario::plan& p) {
    const cast_names cast(p);
    play::require_hosts(p);
    if (p.other_end && p.other_end->machines) scenario_machines(*p.other_end->machines, p, p.seed);
    for (const auto& s : p.steps) {
        cast.require(s.actor, s.where);
        if (const auto* seen = actor_of(s.when)) cast.require(*seen, s.where);
    }
    for (const auto& e : p.expectations)
        if (const auto* seen = scenario::actor_of(e.demand)) cast.require(*seen, e.where);
}

}  // namespace husky::check
