#include "server/records/machine_marks.hpp"

#include <algorithm>
#include <type_traits>
#include <utility>
#include <variant>

namespace husky::host {

void machine_marks::restore(machine_id machine, machine_mark stored) { marks_[machine].now = std::move(stored); }

void machine_marks::add(const batch& records) {
    for (const record& each : records.records)
        std::visit(
            [&](const auto& one) {
                if constexpr (std::is_same_v<decltype(one), const machine_record&>)
                    seen(one.machine, records.view(one.serial), one.seen);
                else if constexpr (requires { this->add(one); })
                    this->add(one);
            },
            each);
}

void machine_marks::seen(machine_id machine, std::string_view serial, wall_time at) {
    machine_mark& m = change(machine, at);
    if (m.serial.empty()) m.first_seen = at;
    m.serial = serial;
}

void machine_marks::add(const cycle_record& cycle) {
    machine_mark& m = change(cycle.machine, cycle.receive_time);
    ++m.cycles;
    m.last_cycle_received = std::max(m.last_cycle_received, cycle.receive_time);
    if (cycle.epoch < m.epoch) return;
    if (cycle.epoch > m.epoch) {
        m.epoch = cycle.epoch;
        m.highest_counter = 0;
    }
    if (cycle.life_counter > m.highest_counter) {
        m.highest_counter = cycle.life_counter;
        m.highest_time = cycle.machine_time;
    }
}

void machine_marks::add(const gap_record& gap) {
    machine_mark& m = change(gap.machine, gap.detected_at);
    m.next_gap = std::max(m.next_gap, gap.gap + 1);
}

void machine_marks::add(const event_record& event) { ++change(event.machine, event.receive_time).events; }

void machine_marks::add(const interruption_record& interruption) {
    ++change(interruption.machine, interruption.receive_time).interruptions;
}

void machine_marks::forget(machine_id machine) {
    std::erase_if(marks_, [&](const auto& each) {
        if (machine != every_machine && machine != each.first) return false;
        remember_before(each.first, each.second);
        return true;
    });
}

void machine_marks::keep() {
    before_.clear();
    ++transaction_;
}

/// Backwards: a machine that was forgotten and came again changed twice.
void machine_marks::undo() {
    for (auto at = before_.rbegin(); at != before_.rend(); ++at)
        marks_[at->first].now = std::move(at->second);
    keep();
}

void machine_marks::remember_before(machine_id machine, const entry& changing) {
    if (changing.changed_in != transaction_) before_.emplace_back(machine, changing.now);
}

machine_mark& machine_marks::change(machine_id machine, wall_time at) {
    entry& found = marks_[machine];
    remember_before(machine, found);
    found.changed_in = transaction_;
    found.now.last_seen = std::max(found.now.last_seen, at);
    return found.now;
}

}  // namespace husky::host
