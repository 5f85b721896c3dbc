#pragma once

#include <boost/json/object.hpp>
#include <string>
#include <string_view>

#include "protocol/faults/fault.hpp"
#include "settings/schema/node.hpp"

namespace husky::protocol {

/// Reads a fault: {"machine": "HY-0001", "message": "cycle", "every": 10, "do": {"delay": "200ms"}}, or a text as
/// parse_fault_text() reads it. Strict: throws settings::error, "do.delay.mean: expected a duration as 200ms, got
/// 'soon'", for an unknown key, a value of another type or out of its range, an unknown message or field, and what
/// could never happen. Numbers may be given as texts.
fault parse_fault(const settings::node& n);

/// The same in a line for a command line: "message=cycle every=10 do=delay mean=200ms", "do=drop", "do=delay:200ms".
/// Words with spaces are quoted: name='two words'.
fault parse_fault_text(std::string_view text, const settings::place& where = {});

/// Why this fault could never act at this end, which is a machine's or a host's; empty if it could.
std::string why_never(const fault& f, sender end);

/// As parse_fault() reads it, without defaults.
boost::json::object to_json(const fault& f);

/// The JSON Schema of a fault.
std::string_view fault_json_schema();

}  // namespace husky::protocol
