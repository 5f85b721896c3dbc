#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace husky::cells::setup {

/// Why a set-up is refused.
enum class fault : std::uint8_t {
    not_text,       ///< not UTF-8, a control character, or one that Latin-1 lacks
    line_too_long,  ///< above max_line
    malformed,      ///< neither a section, nor name = value, nor a remark
    no_head,        ///< the first line, or a key of the head, is missing
    other_machine,  ///< the head names another family, model, screw, number of cavities or sides, or format
    other_units,    ///< of the head
    unknown_section,
    unknown_parameter,
    given_twice,
    wrong_unit,
    bad_value,      ///< not a number of that resolution, or not a word of the parameter
    out_of_limits,  ///< of what the machine can be set to
    contradiction,  ///< a lower limit that is not below its upper one
};

constexpr std::size_t max_line = 200;

/// The text as a set-up can hold it: other than printable characters of Latin-1 become '?', spaces at the ends go, and
/// it ends at half a line.
std::string printable(std::string_view text);

/// One line that is not empty. The views are into the text.
struct line {
    enum class sort : std::uint8_t { title, section, entry };
    sort is = sort::title;
    std::string_view name;   ///< of the section or the parameter; the title's text
    std::string_view value;  ///< of an entry, its unit with it
};

/// Reads a set-up line by line. Lines end with LF or CRLF; empty ones and those that begin with # say nothing.
class lines {
  public:
    explicit lines(std::string_view text) : rest_(text) {}

    /// The next line, or nothing at the end and after a fault.
    std::optional<line> next();
    [[nodiscard]] std::optional<fault> wrong() const { return wrong_; }
    /// Number of the line read last, from 1.
    [[nodiscard]] std::uint32_t number() const { return number_; }

  private:
    std::optional<std::string_view> take();
    std::optional<line> fail(fault f);

    std::string_view rest_;
    std::optional<fault> wrong_;
    std::uint32_t number_ = 0;
    bool begun_ = false;
};

}  // namespace husky::cells::setup
