#pragma once

#include <vector>

#include "scenario/plan.hpp"
#include "scenario/play/reference/reference_host.hpp"

namespace husky::play {

/// A host of a scenario: its settings, and the machines that it dials.
struct reference_config {
    reference_settings settings;
    struct address {
        std::string serial, at;  ///< ADDRESS:PORT
    };
    std::vector<address> dials;
};

/// The keys that a host actor takes from a host file: name, unknown_machines, max_machines, machines (serial, address)
/// and the timers and bounds of its links. Throws settings::error at the scenario's own lines.
reference_config load_reference(const scenario::host_actor& from);

/// Throws settings::error for a host of the plan, actor or counterpart, that cannot be.
void require_hosts(const scenario::plan& p);

}  // namespace husky::play
