#pragma once

#include <span>

#include "scenario/actions.hpp"
#include "settings/schema/form.hpp"

namespace husky::scenario {

class plan_reader;

/// How one action is written: its key, what that holds, and how that becomes what a step does.
struct action_row {
    std::string_view name;
    const settings::form* keys;
    std::string_view meaning;
    action (*make)(const settings::node& n, const plan_reader& in);
};

/// All actions, in the order of the reference.
std::span<const action_row> action_table();

}  // namespace husky::scenario
