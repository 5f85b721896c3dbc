#pragma once

#include "scenario/file/shape.hpp"
#include "scenario/plan.hpp"

/// Every key of a scenario file, once.
namespace husky::scenario {

const shape& scenario_shape();

/// Which actors an action fits.
enum class fits : std::uint8_t { every, machines, host, nobody };

class plan_reader;

/// One action: what its key holds, and how that becomes what a step does.
struct action_kind {
    std::string_view name;
    const shape* holds;
    fits whom;
    action (*make)(const node& n, plan_reader& in);
    std::string_view meaning;
};

/// All actions, in the order of the reference.
const std::vector<action_kind>& action_kinds();

// Shapes that more than one place uses.
namespace shapes {
const shape& text();
const shape& count();  ///< a whole number from 0 to 2^32 - 1
const shape& a_duration();
const shape& boolean();
const shape& side();
const shape& file();
const shape& any_condition();  ///< what one value must be
const shape& conditions();     ///< conditions by field
const shape& fields();         ///< values by field
const shape& anything_at_all();
const shape& fault();
const shape& variable();  ///< a variable by number or name
const shape& nothing();   ///< no keys
}  // namespace shapes

}  // namespace husky::scenario
