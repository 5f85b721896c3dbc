#pragma once

#include <string>
#include <vector>

#include "tools/link/captures/message_stream.hpp"

namespace husky::tools {

/// Which fields of a message may differ from the recording. A pattern is "MESSAGE.FIELD": names as in PROTOCOL.md
/// with `_` for spaces, `*` for any name; a variable's value is "variables.ID", other elements of lists are "LIST.N",
/// from 0. A pattern covers all that is below it. A number after the message `*` is the id of a variable, not a place.
class match_rules {
  public:
    /// Times and counters: what differs between two runs of one plant.
    static match_rules defaults();
    static match_rules none() { return {}; }

    void ignore(const std::string& pattern);
    /// Takes away what ignores this.
    void compare(const std::string& pattern);
    /// `by_place`: the number in `field` is a place in a list.
    [[nodiscard]] bool ignores(std::string_view message, std::string_view field, bool by_place = false) const;

  private:
    using words = std::vector<std::string>;
    std::vector<words> ignored_;
    std::vector<words> compared_;
};

/// The rules of a YAML text: `ignore: [...]`, `compare: [...]`, `usual: false`. Throws settings::error.
match_rules parse_rules(const std::string& yaml, const std::string& source);
/// What parse_rules starts from, as a pattern a line.
const std::vector<std::string>& default_patterns();

/// A field of a message, flat: "values.0" and the like.
struct flat_field {
    std::string path;
    bool by_place = false;  ///< its number is a place in a list, not the id of a variable
    std::span<const std::byte> bytes;
    std::string text;  ///< as people read it
};
std::vector<flat_field> flat_fields(const protocol::frame& f, const protocol::message_layout& layout,
                                    const protocol::dialect& d);

struct field_difference {
    std::string field;
    std::string expected;
    std::string came;
};

/// How a message differs from the recorded one, as far as the rules compare. Both are of one kind of link.
std::vector<field_difference> differences(const protocol::frame& expected, const protocol::frame& came,
                                          protocol::link_kind on, const frame_judge& judge, const match_rules& rules);

}  // namespace husky::tools
