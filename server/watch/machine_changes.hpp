#pragma once

#include <cstdint>
#include <vector>

#include "server/records/records.hpp"
#include "server/trace/frame_ring.hpp"
#include "server/watch/machine_snapshot.hpp"

namespace husky::host {

/// What changed at machines since it was last taken.
struct machine_changes {
    bool begins_anew = false;                ///< machines are no longer known: what is not here is gone
    std::vector<machine_snapshot> machines;  ///< the newest state of each that changed
    batch reports;                           ///< cycles, events, interruptions; each follows the record of its machine
    std::uint64_t lost = 0;                  ///< further reports that did not fit
    std::vector<copied_frame> frames;        ///< that passed the links
    std::uint64_t lost_frames = 0;           ///< further ones that did not fit
};

}  // namespace husky::host
