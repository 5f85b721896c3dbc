#pragma once

#include "client/model/family/family.hpp"
#include "client/model/setup/values.hpp"
#include "client/model/work/production.hpp"

namespace husky::cells {

/// Writes the SPC pages of a machine into the parameters of a set-up that are about them.
void show_charts(const production& cycles, const setup::layout& l, setup::values& v);

/// Sets the SPC pages as a set-up wants them. A chart that is set as it was goes on; one that is set anew starts anew.
void run_charts(const family& f, production& cycles, const setup::layout& l, const setup::values& before,
                const setup::values& wanted);

}  // namespace husky::cells
