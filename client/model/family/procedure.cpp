#include "client/model/family/procedure.hpp"

#include <array>

namespace husky::cells {

namespace {

using enum activity;
using protocol::machine_mode;
using protocol::production_status;

constexpr bool pumps = true, no_pumps = false;

constexpr step boot{
    machine_mode::idle, production_status::no_production, waiting, step_time::boot, heats::off, no_pumps, {}, {}};
constexpr step heat{machine_mode::heating,
                    production_status::no_production,
                    waiting,
                    step_time::heat,
                    heats::on,
                    pumps,
                    event_kind::heats_on,
                    {}};
constexpr step reheat_step{
    machine_mode::heating, production_status::no_production, waiting, step_time::heat, heats::on, pumps, {}, {}};
constexpr step soak{machine_mode::heating,
                    production_status::no_production,
                    waiting,
                    step_time::soak,
                    heats::on,
                    pumps,
                    event_kind::soak_started,
                    event_kind::soak_ended};
constexpr step purge_step{
    machine_mode::purge, production_status::no_production, waiting, step_time::purge, heats::on, pumps, {}, {}};
constexpr step dry{
    machine_mode::dry_cycle, production_status::dry_run, dry_cycles, step_time::dry, heats::on, pumps, {}, {}};
constexpr step semi{
    machine_mode::semi_auto, production_status::start_up, start_up_shots, step_time::none, heats::on, pumps, {}, {}};
constexpr step start_up{
    machine_mode::automatic, production_status::start_up, start_up_shots, step_time::none, heats::on, pumps, {}, {}};
constexpr step start_again{
    machine_mode::automatic, production_status::start_up, start_up_shots, step_time::none, heats::on, pumps, {}, {}};
constexpr step inspect{
    machine_mode::automatic,      production_status::ready, inspection, step_time::inspection, heats::on, pumps,
    event_kind::sample_requested, event_kind::sample_taken};
constexpr step set_up{
    machine_mode::set_up,    production_status::no_production, waiting, step_time::set_up, heats::set_back, pumps, {},
    event_kind::setup_loaded};
constexpr step service{machine_mode::maintenance,
                       production_status::no_production,
                       waiting,
                       step_time::maintenance,
                       heats::set_back,
                       no_pumps,
                       {},
                       {}};
constexpr step idle{machine_mode::standby,
                    production_status::no_production,
                    waiting,
                    step_time::no_order,
                    heats::set_back,
                    no_pumps,
                    {},
                    {}};

constexpr step switched_off{machine_mode::off,
                            production_status::no_production,
                            waiting,
                            step_time::weekend,
                            heats::off,
                            no_pumps,
                            event_kind::heats_off,
                            {}};

constexpr std::array cold_start_steps{boot, heat, soak, purge_step, dry, semi, start_up, inspect};
constexpr std::array mould_change_steps{set_up, reheat_step, purge_step, dry, semi, start_up, inspect};
constexpr std::array maintenance_steps{service, reheat_step, purge_step, dry, start_up};
constexpr std::array reheat_steps{reheat_step, purge_step, start_up};
constexpr std::array purge_steps{purge_step, start_up};
constexpr std::array restart_steps{start_again};
constexpr std::array no_order_steps{idle, reheat_step, purge_step, semi, start_up, inspect};
constexpr std::array weekend_steps{switched_off, boot, heat, soak, purge_step, dry, semi, start_up, inspect};

}  // namespace

std::span<const step> steps_of(procedure p) {
    switch (p) {
        case procedure::cold_start:
            return cold_start_steps;
        case procedure::mould_change:
            return mould_change_steps;
        case procedure::maintenance:
            return maintenance_steps;
        case procedure::reheat:
            return reheat_steps;
        case procedure::purge:
            return purge_steps;
        case procedure::restart:
            return restart_steps;
        case procedure::no_order:
            return no_order_steps;
        case procedure::weekend:
            return weekend_steps;
    }
    return {};
}

}  // namespace husky::cells
