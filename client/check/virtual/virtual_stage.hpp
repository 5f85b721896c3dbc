#pragma once

#include "client/check/virtual/virtual_host.hpp"
#include "client/check/virtual/virtual_machine.hpp"
#include "client/check/virtual/virtual_puppet.hpp"
#include "scenario/play/actor_stage.hpp"

namespace husky::check {

/// A whole scenario in one thread under virtual time: its actors, and a counterpart where it has only one end's. The
/// same plan and seed give the same transcript.
class virtual_stage final : private play::actor_stage {
  public:
    /// Throws settings::error for machines or a host that cannot be. `p` and `wire_dialect` must outlive the stage.
    virtual_stage(const scenario::plan& p, const protocol::dialect& wire_dialect, std::uint64_t seed,
                  std::string repeat);

    using progress = std::function<void(const scenario::engine&)>;

    /// Plays it to its end, or until `stopped` is set from another thread. Once. Reports progress now and then.
    scenario::verdict run(const std::atomic<bool>& stopped, const progress& tell = {});

  private:
    void probe(std::uint64_t, const scenario::demand&) override {}
    play::refusal place(protocol::fault fault) override;
    void clear_faults(const scenario::actor_name& who) override;

    void cast_machines();
    void cast_host();
    void add_machines(std::unique_ptr<scenario_machines> c, bool judged);
    void faults_changed();

    const scenario::plan* plan_;
    std::uint64_t seed_;
    virtual_world world_;
    scenario::engine engine_;
    std::vector<std::unique_ptr<scenario_machines>> crews_;
    std::vector<std::unique_ptr<virtual_machine>> machines_;
    std::vector<std::unique_ptr<virtual_puppet>> puppets_;
    std::unique_ptr<virtual_host> host_;
    std::vector<std::unique_ptr<play::host_link_actor>> host_links_;
};

}  // namespace husky::check
