#include "server/watch/machine_snapshot.hpp"

#include <cmath>

namespace husky::host {

namespace {

/// A number with as many digits as the machine's has.
std::optional<double> shown(std::optional<float> seconds) {
    return seconds ? std::optional(std::round(static_cast<double>(*seconds) * 1e6) / 1e6) : std::nullopt;
}

void show_production(const machine& m, machine_snapshot& s) {
    const wall_time now = wall_now();
    for (std::size_t side = 0; side < m.meters.size(); ++side)
        for (stop_record& each : m.meters[side].standing(now)) {
            each.machine = m.id;
            each.side = static_cast<protocol::tandem_side>(side);
            s.standing.push_back(each);
        }
    const auto& meter = m.meters[m.newest_side];
    s.cycle_time = shown(meter.cycle_time());
    s.ideal_cycle_time = shown(meter.ideal_cycle_time());
    s.stopped_by = m.stopped_by;
}

}  // namespace

machine_snapshot snapshot_of(const machine& m, bool online) {
    machine_snapshot s;
    s.is_forgotten = m.known == known_by::nothing;
    s.id = m.id;
    s.serial = m.serial;
    s.online = online;
    s.address = m.address;
    s.epoch = m.ledger.epoch();
    s.life_counter = m.ledger.highest_counter();
    if (s.epoch > 0) s.last_cycle_at = m.ledger.highest_time();
    if (online) s.linked_since = m.linked_since;
    for (const auto& side : m.sides)
        if (side) s.sides.push_back(*side);
    s.tandem = m.tandem;
    s.cycles_stored = m.cycles;
    s.duplicates = m.duplicates;
    s.gaps = m.gaps;
    s.events = m.events;
    s.interruptions = m.interruptions;
    s.languages = m.languages;
    s.variables = m.variables;
    show_production(m, s);
    return s;
}

}  // namespace husky::host
