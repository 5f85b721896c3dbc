#pragma once

#include <boost/json/object.hpp>
#include <string>
#include <string_view>
#include <variant>

#include "protocol/faults/fault.hpp"

namespace husky::protocol {

/// What is wrong with a fault, and where: {"do.delay.mean", "expected a duration as 200ms, got 'soon'"}.
struct fault_mistake {
    std::string path;  ///< empty: the whole
    std::string problem;

    /// "do.delay.mean: expected ..."
    [[nodiscard]] std::string line() const { return path.empty() ? problem : path + ": " + problem; }
};

using fault_or_mistake = std::variant<fault, fault_mistake>;

/// Reads a fault: {"machine": "HY-0001", "message": "cycle", "every": 10, "do": {"delay": "200ms"}}, or a text as
/// parse_fault_text() reads it. Strict: an unknown key, a value of another type or out of its range, an unknown message
/// or field, and what could never happen are mistakes. Numbers may be given as texts, so that YAML need not know types.
fault_or_mistake parse_fault(const boost::json::value& v);

/// The same in a line for a command line: "message=cycle every=10 do=delay mean=200ms", "do=drop", "do=delay:200ms".
/// Words with spaces are quoted: name='two words'.
fault_or_mistake parse_fault_text(std::string_view text);

/// Why this fault could never be done at this end, which is a machine's or a host's; empty if it could.
std::string why_never(const fault& f, sender end);

/// As parse_fault() reads it, without what is as it is anyway.
boost::json::object to_json(const fault& f);

/// A message as files and flags name it: the catalogue's name with underscores, "init_response". Found with blanks,
/// too.
std::string message_key(message_index message);
std::optional<message_index> message_named(std::string_view key);

/// The JSON Schema of a fault.
std::string_view fault_json_schema();

}  // namespace husky::protocol
