#include "client/model/catalogues/units.hpp"

#include <array>

namespace husky::cells {

namespace {

/// In the order of the dimensions.
constexpr std::array<unit_pair, 20> pairs{{
    {"s", "s"},       {"h", "h"},  {"mm", "in"},   {"bar", "psi"},   {"mm/s", "in/s"},
    {"rpm", "rpm"},   {"%", "%"},  {"°C", "°F"},   {"K", "°F"},      {"bar·s", "psi·s"},
    {"cm³", "in³"},   {"A", "A"},  {"kN", "tonf"}, {"l/min", "gpm"}, {"ppm", "ppm"},
    {"dl/g", "dl/g"}, {"g", "oz"}, {"kWh", "kWh"}, {"kW", "kW"},     {"", ""},
}};

}  // namespace

const unit_pair& units_of(dimension of) { return pairs[static_cast<std::size_t>(of)]; }

}  // namespace husky::cells
