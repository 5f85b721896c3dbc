#pragma once

#include <array>
#include <string>
#include <utility>
#include <vector>

#include "client/model/setup/parameter.hpp"

namespace husky::cells::setup {

/// A set-up: one value for each parameter of a layout, and the texts.
struct values {
    std::vector<steps> of;
    std::array<std::string, protocol::tandem_sides> moulds;

    friend bool operator==(const values&, const values&) = default;
};

/// The family's own values.
values default_values(const layout& l);

/// A set-up as a machine keeps it: what differs from its family.
class packed_values {
  public:
    packed_values() = default;
    packed_values(const layout& l, const values& v);

    [[nodiscard]] values unpack(const layout& l) const;

  private:
    std::vector<std::pair<std::uint16_t, steps>> differing_;  ///< parameter and value
    std::array<std::string, protocol::tandem_sides> moulds_;
};

}  // namespace husky::cells::setup
