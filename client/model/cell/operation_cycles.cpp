// What leads from one cycle to the next, and from one order to the next.
#include "client/model/cell/operation.hpp"

namespace husky::cells {

using protocol::cycle_quality;

void operation::begin_cycle(double elapsed_s) {
    auto& c = context;
    const bool dry = procedures.dry();
    cells::rest::pass_zones(c);
    c.process.zones().produce(!dry, c.now);
    cycles.begin(c, elapsed_s, dry);
    if (!dry) failures.announce(c, messages.active(), cycles.running());
    // On a tandem machine one side is clamped while the other opens: each half period one of them ends its cycle.
    c.plan(appointment::cycle_end, cycles.running().cycle_s / c.sides());
}

void operation::end_cycle() {
    const double elapsed = cycles.elapsed(context);
    const auto side = context.side;
    if (procedures.dry())
        finish_cycle(cycle_quality::test_sample, 0);
    else
        finish_cycle(cycles.judge(), cavities.active());
    stop_for_rejects(side);
    if (rest.zones_move()) stop_for_zones();
    if (orders.of(side).whole(cycles.counters(side).good())) orders.finish(context, side, cycles.counters(side));
    if (orders.of(side).box_full()) change_box(side);
    if (stops.pending()) return stop(stops.pending_cause());
    if (goes_to_rest()) return;
    if (orders.waits()) return go_to_next_order();
    if (cycles.ends_start_up()) end_step();
    if (rest.is_over()) begin_cycle(elapsed);
}

void operation::lose_cycle() {
    constexpr double injected_after = 0.3;  // part of the cycle after which a lost cycle has filled the mould
    context.due.cancel(appointment::cycle_end);
    if (cycles.done(context) >= injected_after && !procedures.dry())
        finish_cycle(cycle_quality::failed, cavities.active());
}

void operation::finish_cycle(cycle_quality quality, std::int32_t parts) {
    cycles.finish(context, quality, parts, orders.of(context.side));
}

void operation::stop_for_rejects(protocol::tandem_side side) {
    if (!stops.pending() && production_ == protocol::production_status::production &&
        cycles.counters(side).consecutive_rejects() >= context.family->rejects.consecutive_limit)
        stops.stop_at_cycle_end(known_message::rejects_in_a_row);
}

/// Where a zone is too far off its new set point, the machine stops until it is there.
void operation::stop_for_zones() {
    const auto fault = rest.watch_zones(context);
    if (!fault || stops.pending()) return;
    stops.stop_at_cycle_end(*fault);
    rest.wait_for(awaited::zones);
}

/// A change that is late stops the machine, and the box is changed when that stop is over.
void operation::change_box(protocol::tandem_side side) {
    const double rate = shifts.failure_rate() * failures.rate_scale();
    if (!stops.pending() && orders.box_is_late(context, side, rate))
        stops.stop_at_cycle_end(known_message::box_full);
    else
        orders.of(side).change_box();
}

void operation::go_to_next_order() {
    const auto way = orders.take_procedure(context);
    if (way != procedure::no_order) cavities.restore_all(context);
    begin(way);
}

void operation::start_cycling() {
    if (rest.is_over()) return;
    rest.end(context);
    cycles.forget_rejects();
    failures.begin(context);
    failures.plan(context, shifts.failure_rate());
    begin_cycle(0);
}

void operation::stop_cycling() {
    context.due.cancel(appointment::cycle_end);
    context.due.cancel(appointment::failure);
    if (!rest.is_over()) return;
    failures.count(context, shifts.failure_rate());
    rest.begin(context);
    cycles.break_off_start_up();
    stops.forget_pending();
}

}  // namespace husky::cells
