#include "client/model/cell/cell_controls.hpp"

#include <algorithm>
#include <cmath>

namespace husky::cells {

using protocol::interruption_state;
using protocol::machine_mode;
using protocol::production_status;

namespace {

/// The index of a message of the catalogue by its number on the wire.
std::optional<std::size_t> message_of(std::uint16_t id) {
    if (id < first_interruption_id || id >= first_interruption_id + interruption_count) return std::nullopt;
    return interruption_index(id);
}

bool stops_machine(std::size_t which) { return interruption_kinds()[which].sort == message_class::cycle_interruption; }

/// What the log records whether or not the machine is switched on.
constexpr std::array around_the_machine{appointment::lot_change, appointment::shift_change, appointment::log_on,
                                        appointment::operator_work, appointment::chatter};

}  // namespace

bool cell_controls::turn_set_point(process_variable q, double to, std::optional<protocol::tandem_side> side) {
    auto& process = c_.process;
    if (!c_.has(q) || is_counted(q) || is_off() || side.value_or(0) >= c_.sides()) return false;
    const auto told = side.value_or(0);
    const double old = process.set_point(told, q);
    for (protocol::tandem_side each = 0; each < protocol::tandem_sides; ++each)
        if (!side || *side == each || is_shared(q))
            process.offset(each, q, to - process.set_point(each, q) + process.offset(each, q));
    if (std::abs(process.set_point(told, q) - to) > 1e-3 * (1 + std::abs(to))) return false;
    m_.operators.record_set_point(c_, told, q, old);
    return true;
}

/// Cancels everything that would start the machine.
void cell_controls::cancel_start() {
    c_.due.cancel(appointment::cycle_start);
    m_.rest.wait_for(awaited::nothing);
}

bool cell_controls::raise_message(std::uint16_t id) {
    const auto which = message_of(id);
    if (!which || is_off() || m_.messages.active().is_active(*which)) return false;
    if (!stops_machine(*which)) {
        m_.messages.raise(c_, *which);
        if (*which == known_message::cavity_blocked) m_.cavities.block(c_);
        return true;
    }
    if (m_.stops.has_cause()) {
        c_.tell_interruption(*which, interruption_state::begins);
        m_.messages.raise(c_, *which);
        return true;
    }
    if (m_.rest.is_over()) m_.lose_cycle();
    cancel_start();
    m_.stop(*which);
    c_.due.cancel(appointment::repaired);
    c_.due.cancel(appointment::reason);
    return true;
}

bool cell_controls::clear_message(std::uint16_t id) {
    const auto which = message_of(id);
    if (!which || is_off() || !m_.messages.active().is_active(*which)) return false;
    if (m_.stops.has_cause() && m_.stops.cause() == *which) {
        m_.repaired();
        return true;
    }
    if (stops_machine(*which)) c_.tell_interruption(*which, interruption_state::ends);
    m_.messages.clear(c_, *which);
    return true;
}

bool cell_controls::block_one_cavity() { return !is_off() && m_.cavities.block(c_); }

bool cell_controls::free_cavities(std::optional<std::int32_t> count) {
    if (is_off() || m_.cavities.all_active(c_)) return false;
    m_.cavities.restore(c_, count.value_or(c_.family->cavities));
    return true;
}

bool cell_controls::press_stop() {
    if (is_off() || m_.stops.has_cause() || m_.stops.by_operator()) return false;
    if (m_.rest.is_over()) m_.lose_cycle();
    m_.stop_cycling();
    c_.due.cancel(appointment::step_end);
    c_.due.cancel(appointment::rest_look);
    cancel_start();
    m_.stops.begin_by_hand(c_);
    m_.rest.run_pump(c_, pump::idling);
    m_.enter(machine_mode::manual, production_status::no_production);
    return true;
}

bool cell_controls::press_start() {
    if (is_off() || !m_.stops.by_operator()) return false;
    m_.stops.end_by_hand(c_);
    m_.procedures.choose_way_back(c_, false, m_.stops.minutes());
    m_.go_on();
    return true;
}

bool cell_controls::power_off() {
    if (is_off()) return false;
    m_.stop_cycling();
    m_.rest.run_pump(c_, pump::off);
    m_.rest.set_heats(c_, heats::off);
    c_.due.cancel(appointment::rest_look);
    before_power_off_ = std::make_unique<calendar>(c_.due);
    c_.due = calendar();
    m_.stops.begin_power_off(c_);
    m_.set_off();
    m_.news.forget();
    return true;
}

/// After a short while the machine goes on as after a stop, after a longer one it begins from cold.
bool cell_controls::power_on() {
    if (!is_off()) return false;
    for (const auto a : around_the_machine)
        if (before_power_off_->has(a)) c_.due.set(a, std::max(before_power_off_->at(a), c_.now));
    before_power_off_.reset();
    c_.due.set(appointment::alarm_over, m_.messages.active().next_time());
    m_.stops.end_power_off(c_, m_.messages);
    m_.rest.wait_for(awaited::nothing);
    m_.orders.change_full_boxes();
    m_.procedures.end();
    m_.shifts.plan_rest(c_);
    const bool cold = m_.stops.minutes() > c_.family->start_up.purge_after_min;
    m_.procedures.go_on_with(cold ? procedure::cold_start : procedure::restart);
    m_.enter(machine_mode::idle, production_status::no_production);
    c_.plan(appointment::cycle_start, c_.random.uniform(5, 20));
    return true;
}

}  // namespace husky::cells
