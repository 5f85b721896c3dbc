#pragma once

#include <string>
#include <vector>

#include "client/model/work/shift_plan.hpp"
#include "settings/schema/places.hpp"
#include "settings/schema/schema.hpp"

namespace husky::cells {

/// The crews of a plant as a fleet file gives them.
struct shift_keys {
    std::vector<std::string> starts{"06:00", "14:00", "22:00"};
    std::uint32_t hand_over_min = 10;
};

/// Declares them as the group "shifts"; the keys must outlive the schema.
void describe_shifts(settings::schema& s, shift_keys& keys);

/// Throws settings::error, at the place of the key, for starts that are not times of the day, do not rise, or are less
/// than an hour apart.
shift_plan make_shift_plan(const shift_keys& keys, const settings::places& given);

}  // namespace husky::cells
