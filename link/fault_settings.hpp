#pragma once

#include <vector>

#include "protocol/faults/fault.hpp"
#include "settings/schema.hpp"

namespace husky::link {

/// Declares the key `faults` of a configuration file.
void describe_faults(settings::schema& s, std::vector<protocol::fault>& into);

/// Appends what `--fault TEXT` says. Throws settings::error.
void add_faults(const std::vector<std::string>& texts, std::vector<protocol::fault>& to);

}  // namespace husky::link
