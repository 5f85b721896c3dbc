#pragma once

#include <vector>

#include "protocol/faults/fault_json.hpp"
#include "settings/schema.hpp"

namespace husky::link {

/// Reads a fault for this end of a link; one that could never be done there is a mistake.
protocol::fault_or_mistake parse_fault_at(protocol::sender end, const boost::json::value& given);

/// Declares the key `faults` of the configuration file of this end of a link.
void describe_faults(settings::schema& s, protocol::sender end, std::vector<protocol::fault>& into);

/// Appends what `--fault TEXT` says. Throws settings::error.
void add_faults(const std::vector<std::string>& texts, protocol::sender end, std::vector<protocol::fault>& to);

}  // namespace husky::link
