#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

#include "client/model/cell/cell_controls.hpp"
#include "client/model/cell/cell_settings.hpp"
#include "client/model/cell/cell_setups.hpp"
#include "client/model/cell/operation.hpp"
#include "protocol/messages/machine_model.hpp"

namespace husky::cells {

/// One injection-moulding machine with its mould, under virtual time. No I/O, no clock, no thread, and no allocation
/// while cycles run. What happens, and when, follows from the family, the settings, the fleet's seed and the host's
/// commands; not from how often or in which steps the cell is advanced, and not from other cells.
class cell final : public protocol::machine_model {
  public:
    /// `f` must outlive the cell. Throws std::invalid_argument for a tandem cell of a family that has none.
    cell(const cells::family& f, const cell_settings& settings, std::uint64_t fleet_seed);
    // Parts of a cell refer to its family only, so it may be moved.

    /// When the next event is due. There always is one, except without power:
    /// then `never`.
    [[nodiscard]] sim_time next() const { return context().due.next_time(); }
    /// Performs exactly that event and tells `out`.
    void advance(happenings& out);
    /// Time of the last event, or later if set_now said so.
    [[nodiscard]] sim_time now() const { return context().now; }
    /// Records at once what host, link and keys have caused since the last event; else the next advance() begins
    /// with it. Until then time stands still. Returns whether there was anything.
    bool record_news(happenings& out);
    /// Sets the time between events; ignored if it is earlier than now() or later than next().
    void set_now(sim_time t);

    /// What the machine's clock shows at its start (virtual time 0).
    void start_clock(std::chrono::sys_seconds shown) { machine_.start_clock(shown); }
    [[nodiscard]] std::chrono::sys_seconds machine_time() const { return context().clock.at(now()); }
    /// Variable 4 of a cycle that ends now: machine_time(), held at the ends of 32 bits.
    [[nodiscard]] std::chrono::sys_seconds cycle_end_time() const {
        return std::chrono::sys_seconds(std::chrono::seconds(context().clock.seconds_at(now())));
    }

    [[nodiscard]] const std::string& serial() const { return serial_; }
    [[nodiscard]] const cells::family& family() const { return *context().family; }
    [[nodiscard]] const protocol::machine_directory& directory() const { return context().directory(); }
    [[nodiscard]] int sides() const { return context().sides(); }
    [[nodiscard]] std::int32_t life_counter() const { return machine_.cycles.life_counter(); }
    [[nodiscard]] protocol::cycle_quality quality(protocol::tandem_side side) const {
        return machine_.cycles.last(clamp(side)).quality;
    }
    /// Whether this machine has a measured variable at all.
    [[nodiscard]] bool has(process_variable q) const { return context().has(q); }
    /// A counter of that side, 160 to 167.
    [[nodiscard]] std::int32_t counted(protocol::tandem_side side, process_variable q) const;
    /// A measured variable of that side's last cycle.
    [[nodiscard]] float measured(protocol::tandem_side side, process_variable q) const {
        return machine_.cycles.last(clamp(side)).values[index(q)];
    }
    /// A single zone, sensor or cavity behind a variable that has members; those of BackPressure and MouldSurfaceTemp
    /// have no id on the wire. `member` from 0.
    [[nodiscard]] float member(protocol::tandem_side side, process_variable q, unsigned member) const;
    /// What a variable is set to on that side, in its unit.
    [[nodiscard]] double set_point(protocol::tandem_side side, process_variable q) const {
        return context().process.set_point(clamp(side), q);
    }
    /// What that side is making, and the box that it fills.
    [[nodiscard]] const side_order& order(protocol::tandem_side side) const { return machine_.orders.of(clamp(side)); }

    // protocol::machine_model. A machine with one side ignores `side`.
    void read(protocol::tandem_side side, protocol::variable_id id, protocol::value& out) const override;
    [[nodiscard]] protocol::machine_status status(protocol::tandem_side side) const override;
    protocol::result_code start(protocol::tandem_side side) override;
    /// SPC on the machine, of one variable; see spc_charts.
    void spc(const protocol::spc_read& asked, protocol::spc_read_response& out) const override;
    protocol::result_code set_spc(const protocol::spc_write& to) override;
    /// Set-up 1 is what the machine runs by, 2 to 8 are stored for the host; see docs/set-ups.md.
    protocol::result_code setup(std::uint16_t number, std::string& out) override;
    protocol::result_code apply_setup(std::uint16_t number, std::span<const std::byte> whole) override;
    /// The machine's clock shows `host_time` now(), if the machine follows its host.
    void set_clock(std::chrono::sys_seconds host_time) override;

    /// Parameters of a machine of this build, and set-up 1 as it is now.
    [[nodiscard]] setup::layout setup_layout() const { return cell_setups::layout_of(machine_); }
    [[nodiscard]] setup::values present_setup(const setup::layout& l) const { return setups_.present(machine_, l); }
    /// Changes one number of set-up 1 by keys, as a download of it alone would, or says what a download would be
    /// refused for. `parameter` is its place in setup_layout(); one that is not on_the_screen() is unknown.
    std::optional<setup::fault> set_parameter(std::size_t parameter, std::string_view digits);

    /// The host was linked or lost; recorded as an event with the next advance(), if the machine follows its
    /// host.
    void host_linked(bool linked);
    /// The screen was sent to the printer, or a print was given up; recorded in the same way.
    void print_requested();
    void print_lost();

    /// Controls of the machine, now(). Valid as long as cell and `out` are, and only until the next call.
    [[nodiscard]] cell_controls controls(happenings& out);
    /// Without power.
    [[nodiscard]] bool is_off() const { return before_power_off_ != nullptr; }

  private:
    [[nodiscard]] const cell_context& context() const { return machine_.context; }
    [[nodiscard]] protocol::tandem_side clamp(protocol::tandem_side side) const {
        return context().build.tandem && side == 1 ? 1 : 0;
    }
    void perform(appointment due);

    std::string serial_;
    std::uint64_t member_seed_;
    bool follows_host_;
    operation machine_;
    cell_setups setups_;
    std::unique_ptr<calendar> before_power_off_;  ///< set while the machine is without power
};

}  // namespace husky::cells
