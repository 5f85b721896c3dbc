#pragma once

#include "client/fleet/roster.hpp"
#include "scenario/plan.hpp"

namespace husky::check {

/// The machines of one part of a scenario, as its fleet keys say: actors, counterpart or background.
class scenario_machines {
  public:
    /// Throws settings::error at the scenario's own lines. `seed` and `time_scale` are the scenario's.
    scenario_machines(const scenario::machine_actors& from, const scenario::plan& p, std::uint64_t seed);
    /// The built-in fleet.
    scenario_machines(const scenario::plan& p, std::uint64_t seed);
    scenario_machines(const scenario_machines&) = delete;
    scenario_machines& operator=(const scenario_machines&) = delete;

    [[nodiscard]] const std::vector<cells::roster_entry>& machines() const { return roster_; }
    [[nodiscard]] const protocol::machine_link_settings& link() const { return config_.link; }
    [[nodiscard]] std::uint64_t seed() const { return config_.seed; }
    /// The scenario needs the machines' screens, and they have them.
    [[nodiscard]] bool has_screens() const { return has_screens_; }
    [[nodiscard]] cells::time_scale scale() const { return scale_; }
    /// What the machines' clocks show at first; nothing: the present.
    [[nodiscard]] std::optional<std::chrono::sys_seconds> first_day() const { return cells::parse_from(config_.from); }
    /// How long after the first one machine i starts.
    [[nodiscard]] protocol::duration start_of(std::size_t i) const;

  private:
    void load(const scenario::machine_actors& from);
    void complete(const scenario::plan& p, std::uint64_t seed);

    cells::fleet_config config_;
    cells::time_scale scale_;
    bool has_screens_ = false;
    cells::family_set loaded_;
    std::vector<cells::roster_entry> roster_;
};

}  // namespace husky::check
