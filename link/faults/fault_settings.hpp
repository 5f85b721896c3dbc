#pragma once

#include <vector>

#include "program/options.hpp"
#include "protocol/faults/fault_json.hpp"
#include "settings/schema/schema.hpp"

namespace husky::link {

/// Reads a fault for this end of a link; throws settings::error, also for one that could
/// never act there.
protocol::fault parse_fault_at(protocol::sender end, const settings::node& given);

/// Declares the key `faults` of the configuration file of this end of a link.
void describe_faults(settings::schema& s, protocol::sender end, std::vector<protocol::fault>& into);

/// Declares `--fault TEXT`, which may be given again.
void add_fault_flag(program::options& to, std::vector<std::string>& texts);

/// Appends what `--fault TEXT` says. Throws settings::error.
void add_faults(const std::vector<std::string>& texts, protocol::sender end, std::vector<protocol::fault>& to);

}  // namespace husky::link
