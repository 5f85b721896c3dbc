#pragma once

#include <chrono>
#include <string>

#include "client/fleet/fleet.hpp"

namespace husky::cells {

/// One line that says how a run is going: "12 machines, 12 linked, 340 cycles, 8 events", with a bar and the share done
/// where the run is bounded.
std::string progress_line(const fleet& f, const run_bounds& bounds, std::chrono::nanoseconds elapsed, bool with_bar);

}  // namespace husky::cells
