#pragma once

#include "settings/schema/form.hpp"

/// Every key of a scenario file, once.
namespace husky::scenario {

using settings::form;
using settings::form_key;

const form& scenario_form();

// Forms that more than one place uses.
namespace forms {
const form& text();
const form& count();  ///< a whole number from 0 to 2^32 - 1
const form& a_duration();
const form& boolean();
const form& side();
const form& file();
const form& any_condition();  ///< what one value must be
const form& conditions();     ///< conditions by field
const form& fields();         ///< values by field
const form& anything_at_all();
const form& fault();
const form& variable();  ///< a variable by number or name
const form& nothing();   ///< no keys
}  // namespace forms

}  // namespace husky::scenario
