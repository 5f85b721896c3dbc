#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace husky::host {

/// Lines of one set-up that a comparison looks at.
constexpr std::size_t max_compared_lines = 100'000;

struct changed_parameter {
    std::string parameter;  ///< "Section.Name", or "line 12" for a line that is not a parameter
    std::string from, to;   ///< value and unit as they stand there, UTF-8
    friend bool operator==(const changed_parameter&, const changed_parameter&) = default;
};

/// How one set-up differs from another. Those that are new come in the order of the new one, all others in that of the
/// old one.
struct setup_difference {
    enum class result { compared, no_text, too_long } outcome = result::compared;
    std::vector<changed_parameter> changed{}, added{}, removed{};
};

/// Compares two set-ups by parameter: lines "Name = value unit" below "[section]". Blank lines and those that begin
/// with
/// '#' or ';' do not count; any other line is compared with the line of the same number. Texts are UTF-8 or Latin-1.
setup_difference compare_setups(std::string_view from, std::string_view to);

}  // namespace husky::host
