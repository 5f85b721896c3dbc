#pragma once

#include "client/model/family.hpp"

namespace husky::cells {

/// Variables and interruptions of a family in all languages.
protocol::machine_directory make_directory(const family& of, bool tandem);

/// Fills family::interruption_texts.
void add_interruption_texts(family& f);

}  // namespace husky::cells
