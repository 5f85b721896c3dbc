#pragma once

#include <functional>

#include "protocol/time.hpp"

namespace husky::link {

class placed_faults;

/// What the faulty_sessions of one thread have in common. Must outlive them.
struct fault_context {
    placed_faults* placed = nullptr;
    std::function<protocol::instant()> now;  ///< the clock that the links are driven with
};

}  // namespace husky::link
