#include "client/model/catalogues/units.hpp"

#include <algorithm>
#include <array>

namespace husky::cells {

namespace {

constexpr std::array<unit_pair, 20> pairs{{
    {dimension::time, "s", "s"},
    {dimension::hours, "h", "h"},
    {dimension::length, "mm", "in"},
    {dimension::pressure, "bar", "psi"},
    {dimension::speed, "mm/s", "in/s"},
    {dimension::rotation, "rpm", "rpm"},
    {dimension::percent, "%", "%"},
    {dimension::temperature, "°C", "°F"},
    {dimension::temperature_difference, "K", "°F"},
    {dimension::pressure_time, "bar·s", "psi·s"},
    {dimension::volume, "cm³", "in³"},
    {dimension::current, "A", "A"},
    {dimension::force, "kN", "tonf"},
    {dimension::flow, "l/min", "gpm"},
    {dimension::concentration, "ppm", "ppm"},
    {dimension::intrinsic_viscosity, "dl/g", "dl/g"},
    {dimension::mass, "g", "oz"},
    {dimension::energy, "kWh", "kWh"},
    {dimension::power, "kW", "kW"},
    {dimension::count, "", ""},
}};

}  // namespace

const unit_pair& units_of(dimension of) { return pairs[static_cast<std::size_t>(of)]; }

std::vector<std::string_view> all_units() {
    std::vector<std::string_view> names;
    for (const auto& pair : pairs)
        for (const auto name : {pair.si, pair.us})
            if (!name.empty() && std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
    return names;
}

}  // namespace husky::cells
