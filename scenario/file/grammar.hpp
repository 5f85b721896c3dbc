#pragma once

#include "settings/schema/form.hpp"

/// Every key of a scenario file, once.
namespace husky::scenario {

using settings::form;
using settings::form_key;

extern const form scenario_form;

// Forms that more than one file uses.
extern const form text_form;
extern const form count_form;  ///< a whole number from 0 to 2^32 - 1
extern const form duration_form;
extern const form boolean_form;
extern const form side_form;
extern const form file_form;
extern const form condition_form;      ///< the keys of a condition
extern const form any_condition_form;  ///< what one value must be
extern const form conditions_form;     ///< conditions by field
extern const form anything_form;
extern const form fault_form;
extern const form variable_form;  ///< a variable by number or name
extern const form no_keys_form;

}  // namespace husky::scenario
