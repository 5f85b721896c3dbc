#pragma once

#include <cstdint>
#include <span>

#include "client/model/catalogues/variables.hpp"

namespace husky::cells {

/// What the last cycle before an interruption shows of its cause, where that comes at once. Its parts are bad.
/// What comes slowly is a failure_ramp.
struct signature {
    std::uint16_t id;  ///< of the interruption
    process_variable variable;
    bool relative;           ///< the variable is multiplied, else added to
    double low, high;        ///< uniform between these
    bool lengthens = false;  ///< the cycle takes as much longer as the variable does
};

std::span<const signature> signatures();

}  // namespace husky::cells
