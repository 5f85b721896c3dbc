#pragma once

#include <cstdint>
#include <span>

#include "client/model/catalogues/variables.hpp"

namespace husky::cells {

/// How the last cycle before an interruption shows a sudden cause. Its parts are bad.
/// A slow cause is a failure_ramp.
struct signature {
    std::uint16_t id;  ///< of the interruption
    process_variable variable;
    bool relative;           ///< the variable is multiplied, else added to
    double low, high;        ///< uniform between these
    bool lengthens = false;  ///< the cycle gets longer by as much as the variable
};

std::span<const signature> signatures();

}  // namespace husky::cells
