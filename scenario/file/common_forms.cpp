#include "protocol/faults/fault_json.hpp"
#include "protocol/messages/variable_names.hpp"
#include "scenario/file/grammar.hpp"

namespace husky::scenario {

namespace {

bool is_known_variable(std::string_view name) { return protocol::variable_by_name(name).has_value(); }

const form any_value_form{.is = form::kind::scalar};
const form any_number_form{.is = form::kind::number, .expected = "a number", .min = -1e300, .max = 1e300};
const form values_form{.is = form::kind::list, .items = &any_value_form};

/// A value, or one of several.
const form wanted_form{
    .is = form::kind::either, .expected = "a value or a list of values", .choices = {&values_form, &any_value_form}};

}  // namespace

const form text_form{.is = form::kind::text};
const form count_form{.is = form::kind::integer, .min = 0, .max = 4294967295.0};
const form duration_form{.is = form::kind::duration};
const form boolean_form{.is = form::kind::boolean};
const form side_form{.is = form::kind::integer, .min = 0, .max = 1};

const form file_form{.is = form::kind::text,
                     .expected = "a file name, relative to this file",
                     .right = [](std::string_view name) { return !name.empty() && name.size() <= 4096; }};

const form condition_form{.is = form::kind::group,
                          .keys = {{"equals", &any_value_form, "it is this value"},
                                   {"one_of", &values_form, "it is one of these values"},
                                   {"least", &any_number_form, "it is not below this number"},
                                   {"most", &any_number_form, "it is not above this number"},
                                   {"contains", &text_form, "it is a text that contains this one"},
                                   {"not", &wanted_form, "it is present, and is neither this value nor one of these"},
                                   {"absent", &boolean_form,
                                    "`true`: the message has no such field, or its value is null "
                                    "(unavailable, or a limit that is not set)"}},
                          .title = "Conditions"};

const form any_condition_form{.is = form::kind::either,
                              .expected = "a value, a list of values or a condition",
                              .choices = {&any_value_form, &values_form, &condition_form}};

const form conditions_form{.is = form::kind::group, .expected = "conditions by field", .others = &any_condition_form};
const form anything_form{.is = form::kind::anything};

const form fault_form{.is = form::kind::anything,
                      .expected = "a fault as [faults](../faults.md) describes it",
                      .own_schema = protocol::fault_json_schema,
                      .title = "Fault"};

const form variable_form{
    .is = form::kind::text, .expected = "a variable by its number or name", .right = is_known_variable};

const form no_keys_form{.is = form::kind::group};

}  // namespace husky::scenario
