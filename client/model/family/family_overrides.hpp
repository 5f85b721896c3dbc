#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "client/model/family/family_draft.hpp"

namespace husky::cells {

/// How some machines of a family differ.
struct family_overrides {
    struct variable {
        family_draft::variable written;
        std::vector<std::pair<std::string, std::string>> keys;  ///< those that were given, with their texts
    };

    double cycle_time_s = 0;     ///< 0: the family's
    double mtbf_scale = 0;       ///< 0: the family's
    std::uint16_t cavities = 0;  ///< 0: the family's
    std::vector<variable> variables;

    [[nodiscard]] bool any() const { return cycle_time_s > 0 || mtbf_scale > 0 || cavities > 0 || !variables.empty(); }
};

/// Declares the keys of `o` in the schema's present group. `o` must outlive the schema.
void describe_overrides(settings::schema& s, family_overrides& o);

/// Changes a family before it is checked. A changed set point of CycleTime is the family's cycle time, and parts are
/// weighed from as many cavities as there are.
void apply(const family_overrides& o, family_draft& draft);

}  // namespace husky::cells
