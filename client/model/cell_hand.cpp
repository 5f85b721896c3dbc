// What somebody does at the machine: its set points, its keys, its main switch.
#include <fmt/format.h>

#include <algorithm>

#include "client/model/cell.hpp"

namespace husky::cells {

using protocol::interruption_state;
using protocol::machine_mode;
using protocol::production_status;

namespace {

constexpr std::uint16_t cavity_blocked = 147;

/// The index of a message of the catalogue by its number on the wire.
std::optional<std::size_t> message_of(std::uint16_t id) {
    if (id < first_interruption_id || id >= first_interruption_id + interruption_count) return std::nullopt;
    return interruption_index(id);
}

bool stops_machine(std::size_t which) { return interruption_kinds()[which].sort == message_class::cycle_interruption; }

/// What goes on in the log whether or not the machine is switched on.
constexpr std::array around_the_machine{appointment::lot_change, appointment::shift_change, appointment::log_on,
                                        appointment::operator_work, appointment::chatter};

}  // namespace

bool cell::turn_set_point(quantity q, double to, happenings& out, std::optional<protocol::tandem_side> side) {
    if (!has(q) || kind_of(q).counted || is_off() || side.value_or(0) >= sides()) return false;
    const auto told = side.value_or(0);
    const double old = process_.set_point(told, q);
    for (protocol::tandem_side each = 0; each < protocol::tandem_sides; ++each)
        if (!side || *side == each || kind_of(q).shared)
            process_.offset(each, q, to - process_.set_point(each, q) + process_.offset(each, q));
    if (std::abs(process_.set_point(told, q) - to) > 1e-3 * (1 + std::abs(to))) return false;
    record_set_point(told, q, old, out);
    return true;
}

bool cell::raise_message(std::uint16_t id, happenings& out) {
    const auto which = message_of(id);
    if (!which || is_off() || messages_.stands(*which)) return false;
    if (!stops_machine(*which)) {
        raise(*which, out);
        if (id == cavity_blocked) block_cavity(out);
        return true;
    }
    if (stopped_by_ != no_stop) {
        tell(*which, interruption_state::begins, out);
        raise(*which, out);
        return true;
    }
    if (cycling_) lose_cycle(out);
    calendar_.cancel(appointment::cycle_start);
    waits_for_oil_ = waits_for_zones_ = false;
    stop(*which, out);
    calendar_.cancel(appointment::repaired);
    calendar_.cancel(appointment::reason);
    return true;
}

bool cell::clear_message(std::uint16_t id, happenings& out) {
    const auto which = message_of(id);
    if (!which || is_off() || !messages_.stands(*which)) return false;
    if (stopped_by_ == *which) {
        for (const auto a :
             {appointment::repaired, appointment::reason, appointment::consequence, appointment::standby})
            calendar_.cancel(a);
        repaired(out);
        return true;
    }
    if (stops_machine(*which)) tell(*which, interruption_state::ends, out);
    clear(*which, out);
    return true;
}

bool cell::block_one_cavity(happenings& out) {
    const auto before = active_cavities_;
    if (!is_off()) block_cavity(out);
    return active_cavities_ < before;
}

bool cell::free_cavities(happenings& out, std::optional<std::int32_t> count) {
    if (is_off() || active_cavities_ == family_->cavities) return false;
    restore_cavities(count.value_or(family_->cavities), out);
    return true;
}

bool cell::press_stop(happenings& out) {
    if (is_off() || stopped_by_ != no_stop || stopped_by_hand_) return false;
    if (cycling_) lose_cycle(out);
    stop_cycling();
    calendar_.cancel(appointment::step_end);
    calendar_.cancel(appointment::cycle_start);
    calendar_.cancel(appointment::rest_look);
    waits_for_oil_ = waits_for_zones_ = false;
    stopped_by_hand_ = true;
    stopped_at_ = now_;
    run_pump(pump::idling);
    enter(machine_mode::manual, production_status::no_production, out);
    return true;
}

bool cell::press_start(happenings& out) {
    if (is_off() || !stopped_by_hand_) return false;
    stopped_by_hand_ = false;
    stopped_minutes_ = to_seconds(now_ - stopped_at_) / 60;
    choose_way_back();
    go_on(out);
    return true;
}

bool cell::power_off() {
    if (is_off()) return false;
    stop_cycling();
    run_pump(pump::off);
    set_heats(heats::off);
    calendar_.cancel(appointment::rest_look);
    before_power_off_ = std::make_unique<calendar>(calendar_);
    calendar_ = calendar();
    stopped_at_ = now_;
    mode_ = machine_mode::off;
    production_ = production_status::no_production;
    host_news_ = started_sides_ = 0;
    host_is_linked_ = false;
    return true;
}

/// After a short while the machine goes on as after a stop, after a longer one it begins from cold.
bool cell::power_on(happenings& out) {
    if (!is_off()) return false;
    for (const auto a : around_the_machine)
        if (before_power_off_->has(a)) calendar_.set(a, std::max(before_power_off_->at(a), now_));
    before_power_off_.reset();
    calendar_.set(appointment::alarm_over, messages_.next_time());
    end_storm(out);
    consequence_shown_ = stopped_by_hand_ = resume_ = waits_for_oil_ = waits_for_zones_ = false;
    if (stopped_by_ != no_stop) {
        tell(stopped_by_, interruption_state::ends, out);
        clear(stopped_by_, out);
        stopped_by_ = no_stop;
    }
    change_full_boxes();
    procedure_.reset();
    weekend_due_ = rest_left() > sim_time{};
    stopped_minutes_ = to_seconds(now_ - stopped_at_) / 60;
    next_procedure_ = stopped_minutes_ > family_->start_up.purge_after_min ? procedure::cold_start : procedure::restart;
    enter(machine_mode::idle, production_status::no_production, out);
    calendar_.set(appointment::cycle_start, now_ + from_seconds(life_.uniform(5, 20)));
    return true;
}

}  // namespace husky::cells
