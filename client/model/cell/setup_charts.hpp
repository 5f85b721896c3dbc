#pragma once

#include "client/model/family/family.hpp"
#include "client/model/setup/values.hpp"
#include "client/model/work/production.hpp"

namespace husky::cells {

/// Writes the SPC pages of a machine into the parameters of a set-up that are about them.
void show_charts(const production& cycles, const setup::layout& l, setup::values& v);

/// Sets the SPC pages as a set-up says. A chart that is set as before goes on; a changed one starts again.
void run_charts(const family& f, production& cycles, const setup::layout& l, const setup::values& before,
                const setup::values& wanted);

}  // namespace husky::cells
