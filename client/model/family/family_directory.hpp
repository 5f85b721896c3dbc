#pragma once

#include "client/model/family/family.hpp"

namespace husky::cells {

/// Variables and interruptions of a family in the languages of the machine.
protocol::machine_directory make_directory(const family& of, machine_build build);

/// Old machines have no energy meter; all others measure all that their family has.
bool has_meter(process_variable q, machine_build build);

/// Fills family::interruption_texts.
void add_interruption_texts(family& f);

}  // namespace husky::cells
