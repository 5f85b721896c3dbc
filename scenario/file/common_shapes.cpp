#include "protocol/faults/fault_json.hpp"
#include "protocol/variable_names.hpp"
#include "scenario/file/grammar.hpp"

namespace husky::scenario::shapes {

namespace {

using enum shape::kind;

bool is_known_variable(std::string_view name) { return protocol::variable_by_name(name).has_value(); }

const shape& any_value() {
    static const shape s{.is = scalar};
    return s;
}

const shape& any_number() {
    static const shape s{.is = number, .expected = "a number", .least = -1e300, .most = 1e300};
    return s;
}

const shape& values() {
    static const shape s{.is = list, .items = &any_value()};
    return s;
}

/// A value, or one of several.
const shape& wanted() {
    static const shape s{.is = either, .expected = "a value or a list of values", .choices = {&values(), &any_value()}};
    return s;
}

const shape& condition_group() {
    static const shape s{.is = group,
                         .keys = {{"equals", &any_value(), "it is this value"},
                                  {"one_of", &values(), "it is one of these values"},
                                  {"least", &any_number(), "it is not below this number"},
                                  {"most", &any_number(), "it is not above this number"},
                                  {"contains", &text(), "it is a text that holds this one"},
                                  {"not", &wanted(), "it is there, and is neither this value nor one of these"},
                                  {"absent", &boolean(),
                                   "`true`: the message has no such field, or its value is null "
                                   "(unavailable, or a limit that is not set)"}},
                         .title = "Conditions"};
    return s;
}

}  // namespace

const shape& text() {
    static const shape s{.is = shape::kind::string};
    return s;
}

const shape& count() {
    static const shape s{.is = integer, .least = 0, .most = 4294967295.0};
    return s;
}

const shape& a_duration() {
    static const shape s{.is = shape::kind::time_span};
    return s;
}

const shape& boolean() {
    static const shape s{.is = shape::kind::truth};
    return s;
}

const shape& side() {
    static const shape s{.is = integer, .least = 0, .most = 1};
    return s;
}

const shape& file() {
    static const shape s{.is = shape::kind::string,
                         .expected = "a file's name, seen from this file",
                         .right = [](std::string_view name) { return !name.empty() && name.size() <= 4096; }};
    return s;
}

const shape& any_condition() {
    static const shape s{.is = either,
                         .expected = "a value, a list of values or a condition",
                         .choices = {&any_value(), &values(), &condition_group()}};
    return s;
}

const shape& conditions() {
    static const shape s{.is = group, .expected = "conditions by field", .others = &any_condition()};
    return s;
}

const shape& fields() {
    static const shape s{.is = group, .others = &anything_at_all()};
    return s;
}

const shape& anything_at_all() {
    static const shape s{.is = anything};
    return s;
}

const shape& fault() {
    static const shape s{.is = anything,
                         .expected = "a fault as [faults](../faults.md) describes it",
                         .own_schema = protocol::fault_json_schema,
                         .title = "Fault"};
    return s;
}

const shape& variable() {
    static const shape s{
        .is = shape::kind::string, .expected = "a variable by its number or name", .right = is_known_variable};
    return s;
}

const shape& nothing() {
    static const shape s{.is = group};
    return s;
}

}  // namespace husky::scenario::shapes
