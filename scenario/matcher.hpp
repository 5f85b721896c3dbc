#pragma once

#include <vector>

#include "protocol/by_name/message_layouts.hpp"
#include "scenario/stage.hpp"

namespace husky::scenario {

/// A pattern, prepared for checking frames. Refers to the pattern and the layouts.
class matcher {
  public:
    matcher(const message_pattern& pattern, const protocol::message_layouts& layouts);

    /// Whether it is that message, going that way, whatever its fields.
    [[nodiscard]] bool is_kind(const sighting& s) const;
    [[nodiscard]] bool matches(const sighting& s) const { return is_kind(s) && fields_hold(s) && form_holds(s); }

  private:
    [[nodiscard]] bool fields_hold(const sighting& s) const;
    [[nodiscard]] bool form_holds(const sighting& s) const;

    const message_pattern* pattern_;
    const protocol::message_layouts* layouts_;
    std::vector<protocol::field_path> paths_;  ///< of pattern_->fields; empty where any message is meant
};

/// The value of a field in a frame, if it is there.
std::optional<boost::json::value> value_in(const sighting& s, const std::string& path,
                                           const protocol::message_layouts& layouts);

}  // namespace husky::scenario
