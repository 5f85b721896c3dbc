#pragma once

#include <chrono>
#include <cstdint>

#include "client/model/cell/cell_settings.hpp"
#include "client/model/context/cell_context.hpp"
#include "client/model/stops/failures.hpp"
#include "client/model/stops/message_log.hpp"
#include "client/model/stops/procedure_run.hpp"
#include "client/model/stops/rest.hpp"
#include "client/model/stops/stoppage.hpp"
#include "client/model/work/cavities.hpp"
#include "client/model/work/host_news.hpp"
#include "client/model/work/operators.hpp"
#include "client/model/work/orders.hpp"
#include "client/model/work/production.hpp"
#include "client/model/work/shifts.hpp"

namespace husky::cells {

/// How a machine works: what leads from one cycle to the next, into a stop and back, from an order to the next, into a
/// rest. The parts own their state; here they are connected.
class operation {
  public:
    /// Throws std::invalid_argument for a tandem machine of a family that has none.
    operation(const cells::family& f, const cell_settings& settings, std::uint64_t fleet_seed);

    cell_context context;
    cells::failures failures;
    message_log messages;
    cells::rest rest;
    stoppage stops;
    procedure_run procedures;
    cells::cavities cavities;
    cells::orders orders;
    production cycles;
    cells::operators operators;
    cells::shifts shifts;
    host_news news;

    [[nodiscard]] protocol::machine_mode mode() const { return mode_; }
    [[nodiscard]] protocol::production_status production_status() const { return production_; }
    void enter(protocol::machine_mode mode, protocol::production_status production);
    /// The same without reports: no power, or no time yet.
    void set_off();

    // Cycles.
    void end_cycle();
    void lose_cycle();
    void start_cycling();
    void stop_cycling();

    // Stops.
    void fail();
    void stop(std::size_t which);
    /// Heats are set back in a long stop.
    void set_back();
    void repaired();
    /// In the chosen way, unless a rest or another order comes first.
    void go_on();

    // Procedures.
    void begin(procedure p);
    void end_step();
    void look_at_rest();

    // Crews. The clock shows this from now on.
    void set_clock(std::chrono::sys_seconds shown);
    void start_clock(std::chrono::sys_seconds shown);
    void change_shift();
    operator_work work_of_operator();
    void log_on_or_off() { operators.log_on_or_off(context, shifts.log_on_rate()); }

  private:
    void begin_in_production();
    void begin_at_rest(procedure way);
    void begin_at_weekend();
    void begin_cycle(double elapsed_s);
    void finish_cycle(protocol::cycle_quality quality, std::int32_t parts);
    void stop_for_rejects(protocol::tandem_side side);
    void stop_for_zones();
    void change_box(protocol::tandem_side side);
    void begin_step();
    void begin_start_up(const step& s);
    bool goes_to_rest();
    void go_to_next_order();
    void plan_shift();
    void ask_for_sample();

    protocol::machine_mode mode_ = protocol::machine_mode::automatic;
    protocol::production_status production_ = protocol::production_status::production;
};

}  // namespace husky::cells
