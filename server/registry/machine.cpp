#include "server/registry/machine.hpp"

namespace husky::host {

void machine::begin_anew(const forgetting& after) {
    ledger = cycle_ledger();
    last_cycle_at = {};
    for (production_meter& each : meters)
        each.begin_anew();
    jobs = {};
    stopped_by.reset();
    cycles = duplicates = gaps = events = interruptions = 0;
    forgetting_number = after.number;
    known = after.machine == every_machine ? known_by::link : known_by::nothing;
}

}  // namespace husky::host
