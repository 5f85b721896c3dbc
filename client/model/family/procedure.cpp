#include "client/model/family/procedure.hpp"

#include <array>

namespace husky::cells {

namespace {

using enum activity;
using protocol::machine_mode;
using protocol::production_status;

constexpr bool pumps = true, no_pumps = false;

/// A step in which no cycles run.
constexpr step at_rest(machine_mode mode, step_time lasts, heats heat, bool pumps_run,
                       const event_kind* begins = nullptr, const event_kind* ends = nullptr) {
    return {mode, production_status::no_production, waiting, lasts, heat, pumps_run, begins, ends};
}

constexpr step with_cycles(machine_mode mode, production_status production, activity doing, step_time lasts,
                           const event_kind* begins = nullptr, const event_kind* ends = nullptr) {
    return {mode, production, doing, lasts, heats::on, pumps, begins, ends};
}

constexpr step boot = at_rest(machine_mode::idle, step_time::boot, heats::off, no_pumps);
constexpr step heat = at_rest(machine_mode::heating, step_time::heat, heats::on, pumps, &events::heats_on);
constexpr step reheat_step = at_rest(machine_mode::heating, step_time::heat, heats::on, pumps);
constexpr step soak =
    at_rest(machine_mode::heating, step_time::soak, heats::on, pumps, &events::soak_started, &events::soak_ended);
constexpr step purge_step = at_rest(machine_mode::purge, step_time::purge, heats::on, pumps);
constexpr step set_up =
    at_rest(machine_mode::set_up, step_time::set_up, heats::set_back, pumps, nullptr, &events::setup_loaded);
constexpr step service = at_rest(machine_mode::maintenance, step_time::maintenance, heats::set_back, no_pumps);
constexpr step idle = at_rest(machine_mode::standby, step_time::no_order, heats::set_back, no_pumps);
constexpr step switched_off = at_rest(machine_mode::off, step_time::weekend, heats::off, no_pumps, &events::heats_off);

constexpr step dry = with_cycles(machine_mode::dry_cycle, production_status::dry_run, dry_cycles, step_time::dry);
constexpr step semi =
    with_cycles(machine_mode::semi_auto, production_status::start_up, start_up_shots, step_time::none);
constexpr step start_up =
    with_cycles(machine_mode::automatic, production_status::start_up, start_up_shots, step_time::none);
constexpr step inspect = with_cycles(machine_mode::automatic, production_status::ready, inspection,
                                     step_time::inspection, &events::sample_requested, &events::sample_taken);

constexpr std::array cold_start_steps{boot, heat, soak, purge_step, dry, semi, start_up, inspect};
constexpr std::array mould_change_steps{set_up, reheat_step, purge_step, dry, semi, start_up, inspect};
constexpr std::array maintenance_steps{service, reheat_step, purge_step, dry, start_up};
constexpr std::array reheat_steps{reheat_step, purge_step, start_up};
constexpr std::array purge_steps{purge_step, start_up};
constexpr std::array restart_steps{start_up};
constexpr std::array no_order_steps{idle, reheat_step, purge_step, semi, start_up, inspect};
constexpr std::array weekend_steps{switched_off, boot, heat, soak, purge_step, dry, semi, start_up, inspect};

/// In the order of the procedures.
constexpr std::array<std::span<const step>, 8> all_steps{cold_start_steps, mould_change_steps, maintenance_steps,
                                                         reheat_steps,     purge_steps,        restart_steps,
                                                         no_order_steps,   weekend_steps};

}  // namespace

std::span<const step> steps_of(procedure p) { return all_steps[static_cast<std::size_t>(p)]; }

}  // namespace husky::cells
