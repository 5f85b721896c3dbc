#pragma once

#include "protocol/faults/fault.hpp"
#include "scenario/file/node.hpp"

namespace husky::scenario {

/// A fault as it stands in a scenario. Throws settings::error.
protocol::fault read_fault(const node& n);

}  // namespace husky::scenario
