#pragma once

#include <boost/json/object.hpp>
#include <optional>
#include <string>
#include <vector>

#include "protocol/by_name/message_layouts.hpp"

namespace husky::protocol {

/// Numbers for the head of a built message instead of the right ones.
struct head_override {
    std::optional<std::uint16_t> size{}, command{};
};

/// Appends the bytes of a message to `out`, from its fields by name; `out` is untouched where there is a problem.
///
/// What is not given is 0 or empty. Numbers may be given by their word ("auto"), an f32 as null (NaN) or "inf", bytes
/// as hexadecimal text. A list is an array of objects, or of numbers where its elements are numbers; the count of a
/// list, the size of bytes and the value_type of a value follow from what is given, but may be given too, right or
/// wrong. The values of cycle and read_response may be given by variable: {"variables": {"1": 17, "CycleTime": 5.5}}.
std::optional<field_problem> build_frame(const message_layouts& layouts, message_index message,
                                         const boost::json::object& fields, const head_override& head,
                                         std::vector<std::byte>& out);

/// Whether a field can hold this value at all: a sentence that says what it holds, if it cannot.
std::optional<std::string> cannot_hold(const field_layout& field, const boost::json::value& v);

/// The values of cycle and read_response as the list that goes over the wire: {"CycleTime": 5.5} by variable.
std::optional<field_problem> values_by_variable(const boost::json::object& keyed, boost::json::array& out);

}  // namespace husky::protocol
