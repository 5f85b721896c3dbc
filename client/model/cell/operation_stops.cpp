// What leads into a stop and back, step by step.
#include <cmath>

#include "client/model/cell/operation.hpp"

namespace husky::cells {

using protocol::machine_mode;
using protocol::production_status;

void operation::fail() {
    const auto which = failures.take(context, shifts.failure_rate());
    const auto& kind = interruption_kinds()[which];
    if (kind.sort != message_class::cycle_interruption) {
        messages.raise(context, which);
        if (which == known_message::maintenance_due) orders.ask_for_maintenance();
        if (which == known_message::cavity_blocked) cavities.block(context);
        messages.plan_end(context, which);
    } else if (kind.stops == stop_point::at_once || procedures.dry()) {
        lose_cycle();
        return stop(which);
    } else if (!stops.pending()) {
        stops.stop_at_cycle_end(which);
        cycles.leave_signature(context, which);
    }
    failures.plan(context, shifts.failure_rate());
}

void operation::stop(std::size_t which) {
    const bool dead = which == known_message::power_failure;
    stop_cycling();
    context.due.cancel(appointment::step_end);
    stops.begin(context, which, messages);
    enter(dead ? machine_mode::off : machine_mode::interrupted, production_status::no_production);
    rest.run_pump(context, dead || which == known_message::emergency_stop ? pump::off : pump::idling);
    if (dead) rest.set_heats(context, heats::off);
    if (rest.awaits() == awaited::zones) return rest.plan_look(context);
    stops.plan_repair(context, messages);
}

void operation::set_back() {
    rest.set_heats(context, heats::set_back);
    rest.run_pump(context, pump::off);
    enter(machine_mode::standby, production_status::no_production);
}

void operation::repaired() {
    auto& c = context;
    const auto cause = stops.cause();
    stops.end(c, messages);
    orders.change_full_boxes();
    if (cause == known_message::vacuum_low) c.process.surroundings().change_cups();
    if (cause == known_message::accumulator_slow) c.process.surroundings().recharge_accumulator();
    procedures.choose_way_back(c, cause == known_message::power_failure, stops.minutes());
    stops.forget_cause();
    rest.wait_for(awaited::nothing);
    c.plan(appointment::cycle_start, c.random.uniform(5, 20));
}

void operation::go_on() {
    if (goes_to_rest()) return;
    if (orders.waits()) return go_to_next_order();
    if (const auto way = procedures.take_way_back()) return begin(*way);
    begin_step();
}

bool operation::goes_to_rest() {
    if (!shifts.take_rest(context)) return false;
    operators.log_off(context, shifts.log_on_rate());
    begin(procedure::weekend);
    return true;
}

void operation::begin(procedure p) {
    procedures.begin(p);
    stop_cycling();
    begin_step();
}

void operation::begin_step() {
    auto& c = context;
    rest.wait_for(awaited::nothing);
    if (goes_to_rest()) return;
    const step* s = procedures.present();
    if (s == nullptr) {
        procedures.end();
        enter(machine_mode::automatic, production_status::production);
        return start_cycling();
    }
    if (s->heat != c.process.zones().target()) rest.set_heats(c, s->heat);
    rest.run_pump(c, s->pumps ? pump::working : pump::off);
    const bool oil_is_cold = cells::rest::oil_is_cold(c);
    if (s->pumps && oil_is_cold) messages.raise(c, known_message::oil_cold);
    if (s->doing != activity::waiting && oil_is_cold) {
        rest.wait_for(awaited::oil);
        return rest.plan_look(c);
    }
    if (s->begins) c.record(*s->begins, {same(orders.newest_mould())});
    enter(s->mode, s->production);
    if (s->doing == activity::start_up_shots) return begin_start_up(*s);
    if (s->doing == activity::waiting)
        stop_cycling();
    else
        start_cycling();
    if (s->lasts == step_time::heat) {
        rest.wait_for(awaited::heat);
        return rest.plan_look(c);
    }
    c.plan(appointment::step_end, 60 * procedure_run::draw_minutes(c, s->lasts, shifts.rest_left(c)));
}

void operation::begin_start_up(const step& s) {
    constexpr double semi_automatic_shots = 4;
    const bool semi = s.mode == machine_mode::semi_auto;
    const double drawn = semi ? semi_automatic_shots : procedures.draw_start_up_shots(context, stops.minutes());
    const auto shots = static_cast<std::uint16_t>(std::ceil(drawn * context.family->rejects.start_up_scale));
    cycles.begin_start_up(shots);
    if (semi) operators.begin_trimming(context);
    if (shots == 0) return end_step();
    start_cycling();
}

void operation::end_step() {
    const step& s = *procedures.present();
    if (s.ends) context.record(*s.ends, {same(orders.newest_mould())});
    if (s.doing == activity::dry_cycles) stop_cycling();
    if (procedures.resting()) {
        // What waited for the end of the rest happens in the first hour after it.
        cells::operators::end_rest(context);
        messages.end_rest(context);
    }
    if (s.lasts == step_time::maintenance) messages.clear(context, known_message::maintenance_due);
    procedures.next_step();
    begin_step();
}

void operation::look_at_rest() {
    auto& c = context;
    rest.pass(c);
    if (!cells::rest::oil_is_cold(c)) messages.clear(c, known_message::oil_cold);
    const auto awaits = rest.awaits();
    if (awaits == awaited::zones && rest.zones_ready(c))
        repaired();
    else if (awaits == awaited::heat && rest.zones_ready(c))
        end_step();
    else if (awaits == awaited::oil && !cells::rest::oil_is_cold(c))
        begin_step();
    rest.plan_look(c);
}

}  // namespace husky::cells
