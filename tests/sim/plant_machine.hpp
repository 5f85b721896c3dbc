#pragma once

#include <memory>

#include "client/machine/fleet_counts.hpp"
#include "client/machine/machine.hpp"
#include "client/outlets/husky_outlet.hpp"
#include "tests/sim/players.hpp"

namespace husky::sim {

/// Where machines dial.
class plant {
  public:
    virtual ~plant() = default;
    /// False if nobody listens; else calls back with the connection's number.
    virtual bool dial(wire_end& from, const std::function<void(network::number)>& connected) = 0;
};

/// A machine of the fleet as a process runs it: its cell in virtual time, its link over the simulated network. Knows
/// every cycle that it counted.
class plant_machine final : public link::link_session {
  public:
    struct counted_cycle {
        std::int32_t life_counter;
        std::chrono::sys_seconds end_time;
    };
    struct settings {
        const cells::family* kind;
        cells::cell_settings cell;
        std::uint64_t seed;
        cells::time_scale scale;
        bool resends = false;  ///< planted: says its last cycle again when it is linked again
    };

    plant_machine(agenda& time, network& net, plant& where, const settings& how,
                  const protocol::machine_link_settings& link);

    void start();
    /// Performs one happening of the cell. At full speed the world calls this, else the machine itself.
    void step();
    /// No more happenings.
    void stand_still() { stands_still_ = true; }
    /// Whether a cell at full speed may go on: it is linked, was told what to select, and the host keeps up.
    [[nodiscard]] bool may_run() const;

    [[nodiscard]] const cells::machine& runs() const { return machine_; }
    [[nodiscard]] const cells::husky_outlet& husky() const { return husky_; }
    [[nodiscard]] const std::string& serial() const { return machine_.model().serial(); }
    [[nodiscard]] const std::vector<counted_cycle>& counted() const { return counted_; }
    [[nodiscard]] bool linked() const { return husky_.link().linked(); }
    /// Its connection, if it has one.
    [[nodiscard]] std::optional<network::number> connection() const;
    /// Nobody but a living link of the same serial may keep it out: until then there may be one.
    void expect_refusals(instant until) { refusals_until_ = std::max(refusals_until_, until); }

    // For the driver: watches what the link does.
    void received(const protocol::frame& f, instant now) override;
    void framing_broken() override { husky_.framing_broken(); }
    void due(instant now) override { husky_.due(now); }
    [[nodiscard]] instant deadline() const override { return husky_.deadline(); }
    [[nodiscard]] protocol::frame_queue& outbox() override { return husky_.outbox(); }
    [[nodiscard]] bool closing() const override { return husky_.closing(); }
    void room() override { husky_.room(); }
    void batch_received() override;

  private:
    void dial();
    void lost();
    void remember_last_cycle();

    agenda* agenda_;
    network* network_;
    plant* plant_;
    settings how_;
    cells::pace pace_;
    cells::fleet_counts counts_;
    std::size_t max_buffered_;
    cells::machine machine_;
    cells::husky_outlet& husky_;
    std::vector<std::unique_ptr<driver>> wires_;
    std::vector<counted_cycle> counted_;
    std::vector<std::byte> last_cycle_;
    instant dialled_at_{}, dialled_before_{}, refusals_until_{};
    bool awaits_init_ = false, stands_still_ = false;
};

}  // namespace husky::sim
