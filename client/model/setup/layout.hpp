#pragma once

#include "client/model/family/family.hpp"
#include "client/model/setup/parameter.hpp"

namespace husky::cells::setup {

/// The parameters of a machine of that family and build. Refers to texts of the family. Made anew for each transfer:
/// a machine without transfers stores none.
layout make_layout(const family& f, machine_build build);

}  // namespace husky::cells::setup
