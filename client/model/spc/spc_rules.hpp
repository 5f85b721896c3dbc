#pragma once

#include <cstdint>
#include <string_view>

namespace husky::cells::spc {

/// Run rules of control charts, as bits of a set. Numbers are Nelson's.
namespace rule {
constexpr std::uint16_t beyond_3_sigma = 1U << 0U;         ///< 1: one point
constexpr std::uint16_t nine_on_one_side = 1U << 1U;       ///< 2
constexpr std::uint16_t six_in_a_trend = 1U << 2U;         ///< 3: rising or falling
constexpr std::uint16_t fourteen_alternating = 1U << 3U;   ///< 4
constexpr std::uint16_t two_of_three_beyond_2 = 1U << 4U;  ///< 5: same side
constexpr std::uint16_t four_of_five_beyond_1 = 1U << 5U;  ///< 6: same side
constexpr std::uint16_t fifteen_within_1 = 1U << 6U;       ///< 7
constexpr std::uint16_t eight_beyond_1 = 1U << 7U;         ///< 8: both sides
constexpr std::uint16_t eight_on_one_side = 1U << 8U;      ///< Western Electric's fourth
}  // namespace rule

/// The rule with the lowest number of a set that is not empty, as people write it: "Nelson 1".
std::string_view name_of_first(std::uint16_t rules);

/// Watches one chart point by point. Remembers the last fifteen points as bits, so it is small and never allocates.
class rule_watch {
  public:
    /// `z` is the point's distance from the centre line in standard deviations of what is plotted. Returns every rule
    /// that this point completes.
    std::uint16_t push(double z);

  private:
    // Newest point in bit 0.
    std::uint16_t above_ = 0, below_ = 0, over_2_ = 0, under_2_ = 0, over_1_ = 0, under_1_ = 0;
    std::uint16_t rises_ = 0, falls_ = 0;
    std::uint8_t points_ = 0;  ///< so far, at most 15
    float last_ = 0;
};

}  // namespace husky::cells::spc
