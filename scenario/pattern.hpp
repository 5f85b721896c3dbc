#pragma once

#include <boost/json/value.hpp>
#include <optional>
#include <string>
#include <vector>

#include "protocol/messages/catalogue.hpp"
#include "settings/error.hpp"

namespace husky::scenario {

/// Where something stands in a scenario file, or in one that it extends.
using settings::place;

/// What one value must be. All that is given must hold; a value that is absent fulfils nothing but `absent`.
struct condition {
    std::string field;  ///< as in the catalogue; "variables.101" is a variable of cycle, read and the like
    std::optional<boost::json::value> equals;
    std::vector<boost::json::value> one_of;
    std::optional<double> min, max;
    std::optional<std::string> contains;  ///< in a text
    bool negated = false;                 ///< `not: ...`
    bool absent = false;
};

/// Whether a value fulfils a condition. `value` is null for what the message does not have.
bool holds(const condition& c, const boost::json::value* value);

/// "code is 2", "variables.101 is from 4 to 9": what was expected, for reports.
std::string text_of(const condition& c);

/// A value as reports show it: 17, 5.5, "HY-0001", null.
std::string text_of(const boost::json::value& v);

/// Which way a message goes, seen from the actor on whose link it passes.
enum class direction : std::uint8_t { sent, received };

/// Which messages match.
struct message_pattern {
    std::optional<protocol::message_index> message;  ///< none: any
    std::optional<direction> way;                    ///< none: as the message goes, seen from either end
    std::vector<condition> fields;
    std::optional<bool>
        malformed;  ///< only those that the catalogue knows and whose fields fill them (false), or the others
};

/// "init_response with result is 2"
std::string text_of(const message_pattern& p);

}  // namespace husky::scenario
