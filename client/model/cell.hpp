#pragma once

#include <chrono>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <string>

#include "client/model/calendar.hpp"
#include "client/model/counters.hpp"
#include "client/model/defects.hpp"
#include "client/model/event_catalogue.hpp"
#include "client/model/failure_plan.hpp"
#include "client/model/family.hpp"
#include "client/model/happenings.hpp"
#include "client/model/heat_up.hpp"
#include "client/model/machine_clock.hpp"
#include "client/model/process.hpp"
#include "client/model/setup/machine_setups.hpp"
#include "client/model/spc_board.hpp"
#include "protocol/machine_model.hpp"

namespace husky::cells {

/// What a machine is doing when its life begins.
enum class start_state : std::uint8_t { production, cold, mould_change, no_order, maintenance };

/// What makes one machine of a family this machine.
struct cell_settings {
    std::string serial;
    std::int32_t life_counter = 0;  ///< cycles already counted; the first cycle is the next
    double age_years = 5;           ///< from 5 to 15 years scatter grows to 1.5 times and stops to twice as many; from
                                    ///< 12 on one language and no energy meter
    bool tandem = false;            ///< only where the family allows it
    std::string job{};              ///< empty: the family's
    std::string mould{};            ///< empty: the family's
    start_state start = start_state::production;
    defect_rates defects{};
};

/// One injection-moulding machine with its mould, under virtual time. No I/O, no clock, no thread, and no allocation
/// while cycles run. What happens, and when, follows from the family, the settings, the fleet's seed and the host's
/// commands; not from how often or in which steps the cell is advanced, and not from other cells.
class cell final : public protocol::machine_model {
  public:
    /// `kind` must outlive the cell. Throws std::invalid_argument for a tandem cell of a family that has none.
    cell(const family& kind, const cell_settings& settings, std::uint64_t fleet_seed);
    // Parts of a cell refer to its family only, so it may be moved.

    /// When the next happening is due. Always some time ahead: a machine never ends.
    [[nodiscard]] sim_time next() const { return calendar_.next_time(); }
    /// Performs exactly that happening and tells `out`.
    void advance(happenings& out);
    /// Time of the last happening, or later if set_now said so.
    [[nodiscard]] sim_time now() const { return now_; }
    /// Tells the time between happenings; ignored if it is earlier than now() or later than next().
    void set_now(sim_time t);

    /// What the machine's clock shows at its start (virtual time 0).
    void start_clock(std::chrono::sys_seconds shown);
    [[nodiscard]] std::chrono::sys_seconds machine_time() const { return clock_.at(now_); }

    [[nodiscard]] const std::string& serial() const { return serial_; }
    [[nodiscard]] const family& kind() const { return *family_; }
    [[nodiscard]] const protocol::machine_directory& directory() const;
    [[nodiscard]] int sides() const { return build_.tandem ? 2 : 1; }
    [[nodiscard]] std::int32_t life_counter() const { return life_counter_; }
    [[nodiscard]] protocol::cycle_quality quality(protocol::tandem_side side) const {
        return last_[clamp(side)].quality;
    }
    /// Whether this machine has a measured variable at all.
    [[nodiscard]] bool has(quantity q) const;
    /// A counter of that side, 160 to 167.
    [[nodiscard]] std::int32_t counted(protocol::tandem_side side, quantity q) const;
    /// A measured variable of that side's last cycle.
    [[nodiscard]] float measured(protocol::tandem_side side, quantity q) const {
        return last_[clamp(side)].values[index(q)];
    }
    /// A single zone, sensor or cavity behind a variable that has members; those of BackPressure and MouldSurfaceTemp
    /// have no id on the wire. `member` from 0.
    [[nodiscard]] float member(protocol::tandem_side side, quantity q, unsigned member) const;
    [[nodiscard]] const influence_values& influences() const { return process_.surroundings().now(); }

    // protocol::machine_model. A machine with one side ignores `side`.
    void read(protocol::tandem_side side, protocol::variable_id id, protocol::value& out) const override;
    [[nodiscard]] protocol::machine_status status(protocol::tandem_side side) const override;
    protocol::result_code start(protocol::tandem_side side) override;
    /// SPC on the machine, of one variable; see spc_board.
    void spc(const protocol::spc_read& asked, protocol::spc_read_response& out) const override;
    protocol::result_code set_spc(const protocol::spc_write& to) override;
    /// Set-up 1 is what the machine runs by, 2 to 8 are kept for the host; see docs/cell-set-ups.md.
    protocol::result_code setup(std::uint16_t number, std::string& out) override;
    protocol::result_code apply_setup(std::uint16_t number, std::span<const std::byte> whole) override;
    /// The machine's clock shows `host_time` now().
    void set_clock(std::chrono::sys_seconds host_time) override;
    /// The link to the host came or went; recorded as an event with the next advance().
    void host_linked(bool linked);

  private:
    /// The last finished cycle of a side.
    struct finished_cycle {
        quantity_values values{};
        std::int32_t end_time = 0;
        std::int32_t active_cavities = 0;
        protocol::cycle_quality quality = protocol::cycle_quality::good;
    };

    void read_measured(protocol::tandem_side side, quantity q, protocol::value& out) const;
    void read_member(protocol::tandem_side side, protocol::variable_id id, protocol::value& out) const;
    [[nodiscard]] protocol::tandem_side clamp(protocol::tandem_side side) const {
        return build_.tandem && side == 1 ? 1 : 0;
    }

    // Set-ups.
    [[nodiscard]] setup::layout setup_layout() const { return setup::make_layout(*family_, build_); }
    [[nodiscard]] setup::values present_setup(const setup::layout& l) const;
    void show_charts(const setup::layout& l, setup::values& v) const;
    void run_setup(const setup::layout& l, const setup::values& before, const setup::values& wanted);
    void run_charts(const setup::layout& l, const setup::values& before, const setup::values& wanted);
    void record_setups(happenings& out);
    setup::machine_setups& own_setups();

    // The begin of a life.
    void begin_in_production();
    void begin_at_rest(procedure way);

    // Cycles.
    void begin_cycle(double elapsed_s);
    void end_cycle(happenings& out);
    void lose_cycle(happenings& out);
    void finish(protocol::cycle_quality quality, std::int32_t parts, happenings& out);
    void tell_cycle(protocol::tandem_side side, happenings& out);
    [[nodiscard]] protocol::cycle_quality judge();
    [[nodiscard]] std::int32_t vision_rejects();
    void count_running_time();
    void plan_failure();

    // Stops.
    void fail(happenings& out);
    void begin_alarm(std::size_t which, happenings& out);
    void end_alarm(happenings& out);
    void stop(std::size_t which, happenings& out);
    void tell(std::size_t which, protocol::interruption_state state, happenings& out);
    void show_consequence(happenings& out);
    void show_storm(happenings& out);
    void enter_reason(happenings& out);
    void set_back(happenings& out);
    void leave_signature(std::size_t which);
    void repaired(happenings& out);

    // Procedures.
    void begin(procedure p, happenings& out);
    void begin_step(happenings& out);
    void end_step(happenings& out);
    void record_step(event_kind kind, const step& s, happenings& out);
    [[nodiscard]] double minutes_of(step_time t);
    [[nodiscard]] double start_up_shots();
    void choose_way_back();
    void go_on(happenings& out);
    [[nodiscard]] bool dry() const;
    void set_heats(double part);
    void start_cycling();
    void stop_cycling();
    [[nodiscard]] bool order_is_made() const;
    void finish_order(happenings& out);
    void block_cavity(happenings& out);
    void restore_cavities(happenings& out);
    void enter(protocol::machine_mode mode, protocol::production_status production, happenings& out);

    // Log entries.
    void plan_log();
    void record(event_kind kind, std::initializer_list<multilingual> arguments, happenings& out,
                std::string_view code = {});
    void record_commands(happenings& out);
    void change_lot(happenings& out);
    void plan_shift();
    void change_shift(happenings& out);
    void chatter(happenings& out);
    void work_of_operator(happenings& out);
    void change_set_point(happenings& out);
    void report_rules(protocol::tandem_side side, happenings& out);

    const family* family_;
    std::string serial_, job_, mould_;
    machine_build build_;
    std::uint64_t member_seed_;

    sim_time now_{};
    calendar calendar_;
    machine_clock clock_;
    random_stream life_;
    process process_;
    std::unique_ptr<setup::machine_setups> setups_;  ///< none before the first download
    bool setup_cleared_ = false;                     ///< set-up 1, by a start of job
    failure_plan failures_;
    defects defects_;

    protocol::machine_mode mode_ = protocol::machine_mode::automatic;
    protocol::production_status production_ = protocol::production_status::production;

    protocol::tandem_side side_ = 0;  ///< of the running cycle
    shot running_;
    sim_time cycle_began_{};
    std::array<finished_cycle, protocol::tandem_sides> last_;
    std::array<side_counters, protocol::tandem_sides> counters_;
    std::array<std::optional<spc_board>, protocol::tandem_sides> spc_;  ///< of the sides that there are
    std::int32_t life_counter_;
    std::int32_t active_cavities_;
    double parts_to_reject_;  ///< parts until the vision system rejects one, times its rate

    bool cycling_ = false;
    sim_time running_since_{};
    double running_hours_ = 0;
    sim_time resting_since_{};
    sim_time stopped_at_{};
    double stopped_minutes_ = 0;
    heat_up heat_;
    std::optional<procedure> procedure_;
    procedure next_procedure_ = procedure::restart;
    bool resume_ = false;
    std::uint8_t step_ = 0;
    double order_ends_hours_ = 0;
    bool maintenance_due_ = false;
    std::uint8_t stop_pending_ = no_stop;  ///< index of the catalogue: stops when the running cycle ends
    std::uint8_t stopped_by_ = no_stop;
    std::uint8_t alarm_active_ = no_stop;
    std::uint16_t start_up_left_ = 0;
    std::uint16_t clustered_ = 0;     ///< cycles after a restart in which rejects are likelier
    std::uint8_t started_sides_ = 0;  ///< bits: sides of which a start of job has not been recorded yet
    std::uint8_t storm_left_ = 0, chatter_left_ = 0;
    bool chatters_ = false;
    std::uint8_t host_news_ = 0;  ///< of clock and link, not recorded yet
    bool clock_follows_host_ = false;
    bool remote_ = false;
    bool consequence_shown_ = false;
    bool logged_on_ = false;
    bool sample_due_ = false;
    std::uint32_t lot_number_;

    static constexpr std::uint8_t no_stop = 0xFF;
};

}  // namespace husky::cells
