#include "server/watch/machine_snapshot.hpp"

namespace husky::host {

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
    return s;
}

}  // namespace husky::host
