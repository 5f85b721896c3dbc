#pragma once

#include <chrono>
#include <string>

#include "client/fleet/fleet.hpp"

namespace husky::cells {

/// One line on the progress of a run: "12 machines, 12 linked, 340 cycles, 8 events", and the share done if the
/// run is bounded. With a bar, bar and share come first, because a narrow terminal cuts the end.
std::string progress_line(const fleet& f, const run_bounds& bounds, std::chrono::nanoseconds elapsed, bool with_bar);

}  // namespace husky::cells
