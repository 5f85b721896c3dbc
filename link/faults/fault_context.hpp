#pragma once

#include <functional>

#include "protocol/time.hpp"

namespace husky::link {

class fault_board;

/// What the faulty_sessions of one thread have in common. Must outlive them.
struct fault_context {
    fault_board* board = nullptr;
    std::function<protocol::instant()> now;  ///< the clock that the links are driven with
};

}  // namespace husky::link
