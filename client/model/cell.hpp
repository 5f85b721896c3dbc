#pragma once

#include <bitset>
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
#include "client/model/machine_clock.hpp"
#include "client/model/process.hpp"
#include "client/model/setup/machine_setups.hpp"
#include "client/model/shift_plan.hpp"
#include "client/model/side_order.hpp"
#include "client/model/spc_board.hpp"
#include "client/model/standing_messages.hpp"
#include "protocol/machine_model.hpp"

namespace husky::cells {

/// Who has the machine: both crews, a new one, or one that knows how it runs today.
enum class shift_part : std::uint8_t { hand_over, fresh, usual };

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
    shift_plan shifts{};
    defect_rates defects{};
    bool follows_host = true;  ///< false: a host does not set the clock, and neither link nor printer leave entries in
                               ///< the log, where they would come at other places each time
};

/// One injection-moulding machine with its mould, under virtual time. No I/O, no clock, no thread, and no allocation
/// while cycles run. What happens, and when, follows from the family, the settings, the fleet's seed and the host's
/// commands; not from how often or in which steps the cell is advanced, and not from other cells.
class cell final : public protocol::machine_model {
  public:
    /// `kind` must outlive the cell. Throws std::invalid_argument for a tandem cell of a family that has none.
    cell(const family& kind, const cell_settings& settings, std::uint64_t fleet_seed);
    // Parts of a cell refer to its family only, so it may be moved.

    /// When the next happening is due. Always some time ahead, for a machine never ends; `never` while it is without
    /// power.
    [[nodiscard]] sim_time next() const { return calendar_.next_time(); }
    /// Performs exactly that happening and tells `out`.
    void advance(happenings& out);
    /// Time of the last happening, or later if set_now said so.
    [[nodiscard]] sim_time now() const { return now_; }
    /// Records at once what host, link and keys have caused since the last happening; else the next advance() begins
    /// with it. Until then time stands still. Whether there was anything.
    bool record_news(happenings& out);
    /// Tells the time between happenings; ignored if it is earlier than now() or later than next().
    void set_now(sim_time t);

    /// What the machine's clock shows at its start (virtual time 0).
    void start_clock(std::chrono::sys_seconds shown);
    [[nodiscard]] std::chrono::sys_seconds machine_time() const { return clock_.at(now_); }
    /// Variable 4 of a cycle that ends now: machine_time(), held at the ends of 32 bits.
    [[nodiscard]] std::chrono::sys_seconds cycle_end_time() const {
        return std::chrono::sys_seconds(std::chrono::seconds(clock_.seconds_at(now_)));
    }

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
    /// What a variable is set to on that side, in its unit.
    [[nodiscard]] double set_point(protocol::tandem_side side, quantity q) const {
        return process_.set_point(clamp(side), q);
    }
    /// What that side is making, and the box that it fills.
    [[nodiscard]] const side_order& order(protocol::tandem_side side) const { return orders_[clamp(side)]; }
    [[nodiscard]] const influence_values& influences() const { return process_.surroundings().now(); }

    // protocol::machine_model. A machine with one side ignores `side`.
    void read(protocol::tandem_side side, protocol::variable_id id, protocol::value& out) const override;
    [[nodiscard]] protocol::machine_status status(protocol::tandem_side side) const override;
    protocol::result_code start(protocol::tandem_side side) override;
    /// SPC on the machine, of one variable; see spc_board.
    void spc(const protocol::spc_read& asked, protocol::spc_read_response& out) const override;
    protocol::result_code set_spc(const protocol::spc_write& to) override;
    /// Set-up 1 is what the machine runs by, 2 to 8 are kept for the host; see docs/set-ups.md.
    protocol::result_code setup(std::uint16_t number, std::string& out) override;
    protocol::result_code apply_setup(std::uint16_t number, std::span<const std::byte> whole) override;
    /// Parameters of a machine of this build, and set-up 1 as it is now.
    [[nodiscard]] setup::layout setup_layout() const { return setup::make_layout(*family_, build_); }
    [[nodiscard]] setup::values present_setup(const setup::layout& l) const;
    /// Changes one number of set-up 1 by keys, as a download of it alone would, or says what a download would be
    /// refused for. `parameter` is its place in setup_layout(); one that is not on_the_screen() is unknown.
    std::optional<setup::fault> set_parameter(std::size_t parameter, std::string_view digits);
    /// The machine's clock shows `host_time` now(), if the cell follows its host; of others nothing here does anything.
    void set_clock(std::chrono::sys_seconds host_time) override;
    /// The link to the host came or went; recorded as an event with the next advance().
    void host_linked(bool linked);
    /// The screen was sent to the printer, or a print was given up; recorded as that is.
    void print_requested();
    void print_lost();

    // What somebody does at the machine, now(). What it causes is told at once, or follows as if it had come by itself;
    // the same deeds at the same times give the same life. False where it cannot be done.
    /// From the next shot on the variable is set to that value, on both sides or on one; what both sides share on both
    /// in any case. Not for counters, nor where process::most_offsets variables are moved already.
    bool turn_set_point(quantity q, double to, happenings& out,
                        std::optional<protocol::tandem_side> side = std::nullopt);
    /// A message of the catalogue, by its number. A cycle interruption stops the machine at once. It stands until
    /// clear_message(); then the machine goes on as after a repair.
    bool raise_message(std::uint16_t id, happenings& out);
    bool clear_message(std::uint16_t id, happenings& out);
    /// Down to nine tenths of the mould's cavities.
    bool block_one_cavity(happenings& out);
    /// So many, or all.
    bool free_cavities(happenings& out, std::optional<std::int32_t> count = std::nullopt);
    /// The running cycle is lost, the machine stands in manual until press_start().
    bool press_stop(happenings& out);
    bool press_start(happenings& out);
    /// Nothing happens until power_on(), and nobody is told. Then the machine restarts, or begins from cold if the
    /// family purges after a stop of that length.
    bool power_off();
    bool power_on(happenings& out);
    [[nodiscard]] bool is_off() const { return before_power_off_ != nullptr; }

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
    [[nodiscard]] double shown(protocol::tandem_side side, quantity q) const;
    [[nodiscard]] double noise_now(quantity q) const;
    [[nodiscard]] protocol::tandem_side clamp(protocol::tandem_side side) const {
        return build_.tandem && side == 1 ? 1 : 0;
    }

    // Set-ups.
    void show_charts(const setup::layout& l, setup::values& v) const;
    void run_setup(const setup::layout& l, const setup::values& before, const setup::values& wanted);
    void run_charts(const setup::layout& l, const setup::values& before, const setup::values& wanted);
    void record_edit(const setup::machine_setups::edit& e, happenings& out);
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
    void announce_failures();

    // Stops.
    void fail(happenings& out);
    void stop(std::size_t which, happenings& out);
    void tell(std::size_t which, protocol::interruption_state state, happenings& out);
    void show_consequence(happenings& out);
    void plan_reason(double minutes);
    void enter_reason(happenings& out);
    void set_back(happenings& out);
    void leave_signature(std::size_t which);
    void repaired(happenings& out);

    // Messages in the log.
    void begin_alarm(std::size_t which, happenings& out);
    void end_alarm(happenings& out);
    void raise(std::size_t which, happenings& out);
    void clear(std::size_t which, happenings& out);
    void show_storm(happenings& out);
    void end_storm(happenings& out);

    // Rest.
    void set_heats(heats target);
    void run_pump(pump p);
    void pass_rest();
    void look_at_rest(happenings& out);
    void plan_look();
    void pass_zones();
    void move_zones();
    [[nodiscard]] bool zones_ready() const;
    void watch_zones();
    [[nodiscard]] bool oil_is_cold() const;
    [[nodiscard]] bool is_heating() const;
    void report_oil(happenings& out);

    // Procedures.
    void begin(procedure p, happenings& out);
    void begin_step(happenings& out);
    void end_step(happenings& out);
    void record_step(event_kind kind, happenings& out);
    void find_set_points();
    [[nodiscard]] double minutes_of(step_time t);
    [[nodiscard]] double start_up_shots();
    void choose_way_back();
    void go_on(happenings& out);
    [[nodiscard]] bool dry() const;
    void start_cycling();
    void stop_cycling();
    void enter(protocol::machine_mode mode, protocol::production_status production, happenings& out);
    void tell_status(happenings& out);

    // Orders.
    void begin_order(protocol::tandem_side side);
    void finish_order(protocol::tandem_side side, happenings& out);
    void go_to_next_order(happenings& out);
    void change_box(protocol::tandem_side side);
    void change_full_boxes();
    void block_cavity(happenings& out);
    void restore_cavities(std::int32_t count, happenings& out);

    // Crews.
    void plan_shift();
    void change_shift(happenings& out);
    /// How often things fail, against the usual.
    [[nodiscard]] double stop_rate() const;
    /// What is left of a week-end at which the machine rests; 0 at other times.
    [[nodiscard]] sim_time rest_left() const;
    [[nodiscard]] bool resting() const;
    void begin_at_weekend();
    bool goes_to_rest(happenings& out);
    void end_rest();

    // Log entries.
    void plan_log();
    void record(event_kind kind, std::initializer_list<multilingual> arguments, happenings& out,
                std::string_view code = {});
    void record_start(protocol::tandem_side side, happenings& out);
    void record_commands(happenings& out);
    void change_lot(happenings& out);
    void chatter(happenings& out);
    void plan_log_on();
    void log_on_or_off(happenings& out);
    void work_of_operator(happenings& out);
    void ask_for_sample(happenings& out);
    void change_set_point(happenings& out);
    void record_set_point(protocol::tandem_side side, quantity q, double old, happenings& out);
    void report_rules(protocol::tandem_side side, happenings& out);

    const family* family_;
    std::string serial_;
    std::array<std::string, protocol::tandem_sides> job_, mould_;
    machine_build build_;
    std::uint64_t member_seed_;

    sim_time now_{};
    calendar calendar_;
    machine_clock clock_;
    random_stream life_;
    process process_;
    std::unique_ptr<setup::machine_setups> setups_;  ///< none before the first download
    std::unique_ptr<calendar> before_power_off_;     ///< set while the machine is without power
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
    std::array<side_order, protocol::tandem_sides> orders_;
    std::array<std::optional<spc_board>, protocol::tandem_sides> spc_;  ///< of the sides that there are
    std::int32_t life_counter_;
    std::int32_t active_cavities_;
    double parts_to_reject_;  ///< parts until the vision system rejects one, times its rate

    bool cycling_ = false;
    sim_time running_since_{};
    double running_hours_ = 0;  ///< as failures count them: more in the hands of a new crew
    sim_time resting_since_{};
    sim_time rest_passed_{};  ///< up to when the surroundings know of this rest
    sim_time stopped_at_{};
    double stopped_minutes_ = 0;
    standing_messages messages_;
    std::bitset<interruption_count> in_storm_;  ///< of the messages that stand
    std::optional<procedure> procedure_;
    procedure next_procedure_ = procedure::restart;
    bool resume_ = false;
    bool waits_for_oil_ = false;    ///< before the next step may begin
    bool zones_move_ = false;       ///< to other set points
    bool waits_for_zones_ = false;  ///< the stop lasts until they are there
    std::uint8_t step_ = 0;
    std::optional<procedure> between_orders_;  ///< the order is whole, and this comes before the next one
    protocol::tandem_side newest_order_ = 0;   ///< the side that began an order last
    shift_plan shifts_;
    bool follows_host_;
    shift_part shift_part_ = shift_part::usual;
    bool weekend_due_ = false;              ///< the machine is switched off when the running cycle ends
    std::chrono::sys_seconds next_turn_{};  ///< of the shift, by the machine's clock
    bool maintenance_due_ = false;
    std::uint8_t stop_pending_ = no_stop;  ///< index of the catalogue: stops when the running cycle ends
    std::uint8_t stopped_by_ = no_stop;
    std::uint16_t start_up_left_ = 0;
    std::uint16_t clustered_ = 0;     ///< cycles after a restart in which rejects are likelier
    std::uint8_t started_sides_ = 0;  ///< bits: sides of which a start of job has not been recorded yet
    std::uint8_t storm_left_ = 0, chatter_left_ = 0;
    bool chatters_ = false;
    std::uint8_t host_news_ = 0;  ///< of clock, link and printer, not recorded yet
    bool host_is_linked_ = false;
    bool clock_follows_host_ = false;
    bool remote_ = false;
    bool consequence_shown_ = false;
    bool stopped_by_hand_ = false;
    bool logged_on_ = false;
    std::uint8_t user_ = 1;        ///< who is logged on, or was
    std::uint8_t trims_left_ = 0;  ///< set points that are still to be found in a start-up
    bool sample_due_ = false;
    std::uint32_t lot_number_;

    static constexpr std::uint8_t no_stop = 0xFF;
    static constexpr std::uint8_t clock_was_set = 1U, host_came = 2U, host_went = 4U, print_asked = 8U,
                                  print_failed = 16U;
};

}  // namespace husky::cells
