#include "client/model/cell/cell.hpp"

#include <algorithm>

namespace husky::cells {

namespace {

/// Nothing is done at a machine that is switched off for a week-end; operation::end_step() does it later.
bool waits_for_the_week(appointment a) {
    return a == appointment::alarm_over || a == appointment::chatter || a == appointment::lot_change ||
           a == appointment::log_on || a == appointment::operator_work;
}

}  // namespace

cell::cell(const cells::family& f, const cell_settings& settings, std::uint64_t fleet_seed)
    : serial_(settings.serial),
      member_seed_(hash_text(fleet_seed, settings.serial)),
      follows_host_(settings.follows_host),
      machine_(f, settings, fleet_seed) {}

void cell::set_now(sim_time t) {
    if (t > now() && t <= next()) machine_.context.now = t;
}

void cell::advance(happenings& out) {
    if (is_off()) return;
    auto& c = machine_.context;
    const appointment due = c.due.next();
    c.now = std::max(c.now, c.due.next_time());
    if (due == appointment::command) {
        record_news(out);
        return;
    }
    c.out = &out;
    c.due.cancel(due);
    if (!machine_.procedures.resting() || !waits_for_the_week(due)) perform(due);
}

void cell::perform(appointment due) {
    auto& m = machine_;
    auto& c = m.context;
    switch (due) {
        case appointment::cycle_end:
            return m.end_cycle();
        case appointment::failure:
            return m.fail();
        case appointment::storm:
            return m.messages.show_storm(c, m.stops.cause());
        case appointment::consequence:
            return m.stops.show_consequence(c);
        case appointment::reason:
            return m.stops.record_reason(c);
        case appointment::standby:
            return m.set_back();
        case appointment::repaired:
            return m.repaired();
        case appointment::cycle_start:
            return m.go_on();
        case appointment::step_end:
            return m.end_step();
        case appointment::alarm_over:
            return m.messages.end_next(c);
        case appointment::rest_look:
            return m.look_at_rest();
        case appointment::chatter:
            return m.messages.chatter(c);
        case appointment::lot_change:
            return m.operators.change_lot(c);
        case appointment::shift_change:
            return m.change_shift();
        case appointment::log_on:
            return m.log_on_or_off();
        case appointment::operator_work:
            if (m.work_of_operator() == operator_work::saved_setup) setups_.save_running();
            return;
        case appointment::command:  // see record_news()
        case appointment::count_:
            return;
    }
}

bool cell::record_news(happenings& out) {
    auto& c = machine_.context;
    if (!c.due.has(appointment::command)) return false;
    c.out = &out;
    c.due.cancel(appointment::command);
    machine_.news.record(c, machine_.orders);
    setups_.record_news(machine_);
    return true;
}

cell_controls cell::controls(happenings& out) {
    machine_.context.out = &out;
    return {machine_, before_power_off_};
}

void cell::set_clock(std::chrono::sys_seconds host_time) {
    if (follows_host_) machine_.set_clock(host_time);
}

void cell::host_linked(bool linked) {
    if (follows_host_) machine_.news.linked(machine_.context, linked);
}

void cell::print_requested() {
    if (follows_host_) machine_.news.print_requested(machine_.context);
}

void cell::print_lost() {
    if (follows_host_) machine_.news.print_lost(machine_.context);
}

protocol::result_code cell::start(protocol::tandem_side asked) {
    const auto side = clamp(asked);
    machine_.cycles.counters(side).clear_job();
    machine_.orders.of(side).begin_again();
    machine_.news.job_started(machine_.context, side);
    setups_.clear_running();
    return protocol::result_code::ok;
}

protocol::result_code cell::set_spc(const protocol::spc_write& to) {
    return machine_.cycles.spc(clamp(to.side)).set(family(), to);
}

protocol::result_code cell::setup(std::uint16_t number, std::string& out) {
    return setups_.write(machine_, number, out);
}

protocol::result_code cell::apply_setup(std::uint16_t number, std::span<const std::byte> whole) {
    return setups_.apply(machine_, number, whole);
}

std::optional<setup::fault> cell::set_parameter(std::size_t parameter, std::string_view digits) {
    return setups_.set_parameter(machine_, parameter, digits);
}

}  // namespace husky::cells
