#pragma once

#include <boost/json/value.hpp>
#include <optional>
#include <string>

namespace husky::settings {

/// JSON text with numbers as people write them: the shortest form that reads back the same, 5.665 and not 5.665E0. What
/// JSON cannot express, NaN and infinite numbers, is null.
std::string json_text(const boost::json::value& v);

/// The number that stands in the shortest text that reads back as the same f32: 0.1 and not 0.10000000149011612.
double as_written(float f32);

/// A JSON number that is whole, however it is written: 1000, 1e3, 1000.0. Empty for anything else.
std::optional<std::int64_t> whole_number(const boost::json::value& v);

}  // namespace husky::settings
