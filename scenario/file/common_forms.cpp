#include "protocol/faults/fault_json.hpp"
#include "protocol/messages/variable_names.hpp"
#include "scenario/file/grammar.hpp"

namespace husky::scenario::forms {

namespace {

bool is_known_variable(std::string_view name) { return protocol::variable_by_name(name).has_value(); }

const form& any_value() {
    static const form s{.is = form::kind::scalar};
    return s;
}

const form& any_number() {
    static const form s{.is = form::kind::number, .expected = "a number", .min = -1e300, .max = 1e300};
    return s;
}

const form& values() {
    static const form s{.is = form::kind::list, .items = &any_value()};
    return s;
}

/// A value, or one of several.
const form& wanted() {
    static const form s{
        .is = form::kind::either, .expected = "a value or a list of values", .choices = {&values(), &any_value()}};
    return s;
}

const form& condition_group() {
    static const form s{.is = form::kind::group,
                        .keys = {{"equals", &any_value(), "it is this value"},
                                 {"one_of", &values(), "it is one of these values"},
                                 {"least", &any_number(), "it is not below this number"},
                                 {"most", &any_number(), "it is not above this number"},
                                 {"contains", &text(), "it is a text that contains this one"},
                                 {"not", &wanted(), "it is present, and is neither this value nor one of these"},
                                 {"absent", &boolean(),
                                  "`true`: the message has no such field, or its value is null "
                                  "(unavailable, or a limit that is not set)"}},
                        .title = "Conditions"};
    return s;
}

}  // namespace

const form& text() {
    static const form s{.is = form::kind::text};
    return s;
}

const form& count() {
    static const form s{.is = form::kind::integer, .min = 0, .max = 4294967295.0};
    return s;
}

const form& a_duration() {
    static const form s{.is = form::kind::duration};
    return s;
}

const form& boolean() {
    static const form s{.is = form::kind::boolean};
    return s;
}

const form& side() {
    static const form s{.is = form::kind::integer, .min = 0, .max = 1};
    return s;
}

const form& file() {
    static const form s{.is = form::kind::text,
                        .expected = "a file name, relative to this file",
                        .right = [](std::string_view name) { return !name.empty() && name.size() <= 4096; }};
    return s;
}

const form& any_condition() {
    static const form s{.is = form::kind::either,
                        .expected = "a value, a list of values or a condition",
                        .choices = {&any_value(), &values(), &condition_group()}};
    return s;
}

const form& conditions() {
    static const form s{.is = form::kind::group, .expected = "conditions by field", .others = &any_condition()};
    return s;
}

const form& fields() {
    static const form s{.is = form::kind::group, .others = &anything_at_all()};
    return s;
}

const form& anything_at_all() {
    static const form s{.is = form::kind::anything};
    return s;
}

const form& fault() {
    static const form s{.is = form::kind::anything,
                        .expected = "a fault as [faults](../faults.md) describes it",
                        .own_schema = protocol::fault_json_schema,
                        .title = "Fault"};
    return s;
}

const form& variable() {
    static const form s{
        .is = form::kind::text, .expected = "a variable by its number or name", .right = is_known_variable};
    return s;
}

const form& nothing() {
    static const form s{.is = form::kind::group};
    return s;
}

}  // namespace husky::scenario::forms
