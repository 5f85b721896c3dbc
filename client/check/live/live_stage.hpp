#pragma once

#include "client/check/live/live_machine.hpp"
#include "client/check/live/live_puppet.hpp"
#include "scenario/live/loop_stage.hpp"

namespace husky::check {

/// The machines of a scenario, and its puppets that play machines, against a host over TCP. In one thread.
class live_stage final : private live::loop_stage {
  public:
    using loop_stage::progress;

    /// Throws settings::error for machines that cannot be. `p` and `wire_dialect` must outlive the stage.
    live_stage(const scenario::plan& p, const protocol::dialect& wire_dialect, const live_place& host,
               std::uint64_t seed, std::string repeat, link::system_access system);

    /// Plays it to its end, or until `stopped` is set from another thread. Once. Reports progress now and then.
    scenario::verdict run(const std::atomic<bool>& stopped, const progress& tell = {});

  private:
    void faults_changed() override;
    void add_machines(std::unique_ptr<scenario_machines> c, bool judged);

    machine_loop& loop_;
    std::vector<std::unique_ptr<scenario_machines>> crews_;
    std::vector<std::unique_ptr<live_machine>> machines_;
    std::vector<std::unique_ptr<live_puppet>> puppets_;
};

}  // namespace husky::check
