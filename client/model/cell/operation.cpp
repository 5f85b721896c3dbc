// How a machine begins its life, and how it lives with its crews.
#include "client/model/cell/operation.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

namespace husky::cells {

using protocol::machine_mode;

namespace {

/// 0 up to 5 years of age, 1 from 15 on.
double ageing(double years) { return std::clamp((years - 5) / 10, 0.0, 1.0); }

constexpr double old_years = 12;

cell_context context_of(const family& f, const cell_settings& s, std::uint64_t seed) {
    if (s.tandem && !f.tandem) throw std::invalid_argument("family " + f.name + " has no tandem machines");
    cell_context c{.family = &f,
                   .build = {.tandem = s.tandem, .old = s.age_years >= old_years},
                   .random = random_stream(seed, s.serial, "life"),
                   .process = process(f, 1 + 0.5 * ageing(s.age_years), random_stream(seed, s.serial, "process"))};
    c.clock.set_faults(s.defects.clock);
    return c;
}

/// How a life begins that does not begin in production, in the order of start_state.
constexpr std::array ways_in{procedure::restart, procedure::cold_start, procedure::mould_change, procedure::no_order,
                             procedure::maintenance};

}  // namespace

operation::operation(const cells::family& f, const cell_settings& settings, std::uint64_t fleet_seed)
    : context(context_of(f, settings, fleet_seed)),
      failures(f, 1 + ageing(settings.age_years), context.random),
      messages(context.random),
      cavities(f),
      orders(f, settings.job, settings.mould),
      cycles(context, std::max(settings.life_counter, 0),
             defects(f, settings.defects, random_stream(fleet_seed, settings.serial, "defects"))),
      shifts(settings.shifts) {
    // The order of random draws is part of the meaning of a seed.
    for (int side = 0; side < context.sides(); ++side)
        orders.begin(context, static_cast<protocol::tandem_side>(side));
    cycles.begin_life(context);
    operators.begin_life(context);
    messages.plan_chatter(context);
    operators.plan_log_on(context, shifts.log_on_rate());
    plan_shift();
    if (settings.start == start_state::production)
        begin_in_production();
    else
        begin_at_rest(ways_in[static_cast<std::size_t>(settings.start)]);
}

void operation::begin_in_production() {
    auto& c = context;
    for (int side = 0; side < c.sides(); ++side) {
        const double made = c.random.uniform();
        orders.of(static_cast<protocol::tandem_side>(side)).begin_within(made, c.random.uniform());
    }
    start_cycling();
    // The machine starts somewhere in its cycle, so that the machines of a fleet are not in step.
    c.plan(appointment::cycle_end, to_seconds(c.due.at(appointment::cycle_end)) * (1 - c.random.uniform()));
}

void operation::begin_at_rest(procedure way) {
    auto& c = context;
    set_off();
    const bool cold = way == procedure::cold_start;
    c.process.zones().begin_at_rest(cold ? heats::off : heats::on, {});
    if (cold) c.process.surroundings().cool_oil();
    rest.run_pump(c, cold ? pump::off : pump::idling);
    procedures.go_on_with(way);
    c.plan(appointment::cycle_start, c.random.uniform(0, 60));
}

void operation::begin_at_weekend() {
    auto& c = context;
    stop_cycling();
    c.due.cancel(appointment::cycle_start);
    set_off();
    c.process.zones().begin_at_rest(heats::off, {});
    c.process.surroundings().cool_oil();
    rest.run_pump(c, pump::off);
    procedures.begin(procedure::weekend);
    shifts.take_rest(c);
    c.due.set(appointment::step_end, c.now + shifts.rest_left(c));
}

void operation::start_clock(std::chrono::sys_seconds shown) {
    context.clock.set(shown, sim_time{});
    plan_shift();
    if (shifts.rest_is_due()) begin_at_weekend();
}

void operation::set_clock(std::chrono::sys_seconds shown) {
    using namespace std::chrono_literals;
    auto& c = context;
    const auto before = c.clock.at(c.now);
    c.clock.set(shown, c.now);
    plan_shift();
    if (procedures.resting()) c.due.set(appointment::step_end, c.now + shifts.rest_left(c));
    news.clock_set(c, std::chrono::abs(c.clock.at(c.now) - before) >= 2s);
}

void operation::plan_shift() {
    // The running time until now belongs to the old part of the shift.
    if (rest.is_over()) failures.count(context, shifts.failure_rate());
    shifts.plan(context, procedures.resting());
    if (rest.is_over()) failures.plan(context, shifts.failure_rate());
}

void operation::change_shift() {
    auto& c = context;
    if (!shifts.part_is_over(c)) return plan_shift();
    const auto before = shifts.part();
    plan_shift();
    operators.plan_log_on(c, shifts.log_on_rate());
    const bool resting = procedures.resting();
    if (before == shift_part::settled && !resting) c.out->shift_ended();
    if (resting || shifts.rest_is_due()) return;
    if (before == shift_part::settled) shifts.record_change(c);
    if (before != shift_part::fresh && shifts.part() != shift_part::hand_over) ask_for_sample();
}

operator_work operation::work_of_operator() {
    const auto done = operators.work(context, shifts.log_on_rate(), orders.mould(0));
    if (done == operator_work::wants_sample) ask_for_sample();
    return done;
}

void operation::ask_for_sample() {
    if (rest.is_over()) cycles.ask_for_sample(context);
}

void operation::enter(machine_mode mode, protocol::production_status production) {
    if (mode == mode_ && production == production_) return;
    const bool of_mode = mode != mode_;
    mode_ = mode;
    production_ = production;
    context.tell_status();
    if (of_mode) context.record(events::mode_changed, {word_of(mode)});
}

void operation::set_off() {
    mode_ = machine_mode::off;
    production_ = protocol::production_status::no_production;
}

}  // namespace husky::cells
