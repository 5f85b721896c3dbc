#pragma once

#include "tests/sim/sim_host.hpp"
#include "tests/sim/stranger.hpp"

namespace husky::sim {

/// Everything that one run is made of; the rest follows from the seed.
struct world_plan {
    std::uint64_t seed = 1;
    host_bug host = host_bug::none;
    bool machines_resend = false;
};

/// Machines, a network and a host that dies now and then, in one thread under virtual time. Throws violation when
/// something happens that must not.
class world final : public plant {
  public:
    explicit world(const world_plan& plan);

    /// A time of faults, then peace until every machine has delivered what it has; then the books are compared.
    void run();

  private:
    bool dial(wire_end& from, const std::function<void(network::number)>& connected) override;

    void plan_fault();
    void fault();
    void kill_host();
    void send_stranger(plant_machine& instead_of);
    void settle();
    void compare_books(const plant_machine& m);
    [[nodiscard]] double uniform() { return random_.uniform(); }
    [[nodiscard]] std::size_t below(std::size_t n) { return static_cast<std::size_t>(random_.next() % n); }
    [[nodiscard]] duration seconds_up_to(double max);

    world_plan plan_;
    protocol::split_mix random_;
    agenda agenda_;
    network network_;
    sim_store store_;
    protocol::host_link_settings host_links_;
    protocol::machine_link_settings machine_links_;
    std::deque<std::unique_ptr<sim_host>> hosts_;  ///< all lives of the host, the present one last
    bool host_is_up_ = true;
    std::deque<std::unique_ptr<plant_machine>> machines_;
    std::deque<std::unique_ptr<stranger>> strangers_;
    instant peace_from_;
};

}  // namespace husky::sim
