#pragma once

#include "scenario/live/questions.hpp"
#include "scenario/play/actor_stage.hpp"

namespace husky::live {

/// A stage on a live loop: what both ends of a play against a system under test have in common.
class loop_stage : protected play::actor_stage {
  public:
    using progress = std::function<void(const scenario::engine&)>;

  protected:
    /// `p` and `wire_dialect` must outlive the stage.
    loop_stage(std::unique_ptr<live_loop> on, const scenario::plan& p, const protocol::dialect& wire_dialect,
               scenario::engine_part part, link::system_access system);

    /// The one that it was given.
    [[nodiscard]] live_loop& ground() { return *loop_; }
    [[nodiscard]] scenario::engine& judge() { return engine_; }
    /// Places the faults of the plan, now that its actors are there.
    void place_faults(const scenario::plan& p);
    /// Plays to the end, or until `stopped`; then `leave` ends all links.
    void play_on(const std::atomic<bool>& stopped, const progress& tell, const std::function<void()>& leave);
    /// Links take the faults that are placed now.
    virtual void faults_changed() = 0;

  private:
    void probe(std::uint64_t ticket, const scenario::demand& what) override { questions_.ask(ticket, what); }
    play::refusal place(protocol::fault fault) override;
    void clear_faults(const scenario::actor_name& who) override;

    std::unique_ptr<live_loop> loop_;
    scenario::engine engine_;
    questions questions_;
};

/// What an engine plays on a stage against a system under test.
scenario::engine_part part_of(scenario::role plays, std::uint64_t seed, std::string repeat);

}  // namespace husky::live
