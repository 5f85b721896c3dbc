#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace husky::link {

/// Of a text in the format of Prometheus, the sum of all samples that have this name and these labels, and perhaps
/// others. None: there is no such sample, or its value is no number. Lines that are none of that format are passed
/// over.
std::optional<double> metric_value(std::string_view text, std::string_view name,
                                   const std::map<std::string, std::string>& labels);

}  // namespace husky::link
