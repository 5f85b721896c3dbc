#pragma once

#include <cstdint>

#include "client/model/catalogues/influences.hpp"

namespace husky::cells {

/// How one variable follows one influence: `gain` units of the variable for one unit of the influence.
struct coupling {
    influence source = influence::flow;
    double gain = 0;
};

/// One process variable of a family, in the unit its family file names:
///   y = set point + sum(gain * influence) + a + e, rounded to the controller's resolution
///   a: first-order autoregressive, standard deviation `sigma`, lag-1 coefficient `phi`
///   e: white, standard deviation `white`
/// Temperatures of heated zones and the duty of their heaters come from the zones instead of the set point.
struct variable_rule {
    double set_point = 0;
    double sigma = 0;
    double phi = 0;
    double white = 0;
    double resolution = 0;
    double low = 0;   ///< alarm band below the set point, 0 or negative; both 0: no band
    double high = 0;  ///< alarm band above the set point
    bool present = false;
    bool rejects = false;  ///< a shot outside the band is a bad one
    bool charted = false;  ///< SPC on the machine from the start
    std::uint16_t members = 0;
    double member_spread = 0;          ///< standard deviation of the members' constant offsets
    double member_sigma = 0;           ///< standard deviation of one member from cycle to cycle
    std::uint16_t first_coupling = 0;  ///< into family::couplings
    std::uint16_t couplings = 0;

    double step = 0;            ///< sqrt(1 - phi^2) * sigma, computed
    double steps_per_unit = 0;  ///< 1 / resolution, computed; 0 for none
    double per_kelvin = 1;      ///< units for 1 K, computed; 1 if it is not a temperature
};

}  // namespace husky::cells
