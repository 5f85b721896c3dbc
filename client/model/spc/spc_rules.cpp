#include "client/model/spc/spc_rules.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>

namespace husky::cells::spc {

namespace {

void remember(std::uint16_t& bits, bool now) {
    bits = static_cast<std::uint16_t>(unsigned{bits} << 1U | (now ? 1U : 0U));
}

/// How many of the newest `n` points carry the bit.
int among(std::uint16_t bits, unsigned n) { return std::popcount(static_cast<unsigned>(bits) & ((1U << n) - 1U)); }

bool all(std::uint16_t bits, unsigned n) { return among(bits, n) == static_cast<int>(n); }

/// The newest 13 steps go up and down in turn.
bool alternates(std::uint16_t rises, std::uint16_t falls) {
    constexpr unsigned steps = (1U << 13U) - 1U;
    constexpr unsigned odd = 0x1555U & steps;
    constexpr unsigned even = 0x2AAAU & steps;
    const auto is = [](unsigned bits, unsigned wanted) { return (bits & wanted) == wanted; };
    return (is(rises, odd) && is(falls, even & steps)) || (is(falls, odd) && is(rises, even & steps));
}

}  // namespace

std::string_view name_of_first(std::uint16_t rules) {
    constexpr std::array<std::string_view, 9> names{"Nelson 1", "Nelson 2", "Nelson 3", "Nelson 4",          "Nelson 5",
                                                    "Nelson 6", "Nelson 7", "Nelson 8", "Western Electric 4"};
    return names.at(static_cast<std::size_t>(std::countr_zero(rules)));
}

std::uint16_t rule_watch::push(double z) {
    constexpr unsigned window = 15;
    remember(rises_, points_ > 0 && z > static_cast<double>(last_));
    remember(falls_, points_ > 0 && z < static_cast<double>(last_));
    remember(above_, z > 0);
    remember(below_, z < 0);
    remember(over_1_, z > 1);
    remember(under_1_, z < -1);
    remember(over_2_, z > 2);
    remember(under_2_, z < -2);
    last_ = static_cast<float>(z);
    points_ = static_cast<std::uint8_t>(std::min(points_ + 1U, window));

    const auto beyond_1 = static_cast<std::uint16_t>(over_1_ | under_1_);
    const auto when = [](bool fired, std::uint16_t which) { return fired ? which : std::uint16_t{0}; };
    std::uint16_t fired = when(std::fabs(z) > 3, rule::beyond_3_sigma);
    fired |= when(all(above_, 9) || all(below_, 9), rule::nine_on_one_side);
    fired |= when(all(above_, 8) || all(below_, 8), rule::eight_on_one_side);
    fired |= when(all(rises_, 5) || all(falls_, 5), rule::six_in_a_trend);
    fired |= when(alternates(rises_, falls_), rule::fourteen_alternating);
    fired |=
        when((z > 2 && among(over_2_, 3) >= 2) || (z < -2 && among(under_2_, 3) >= 2), rule::two_of_three_beyond_2);
    fired |=
        when((z > 1 && among(over_1_, 5) >= 4) || (z < -1 && among(under_1_, 5) >= 4), rule::four_of_five_beyond_1);
    fired |= when(points_ == window && among(beyond_1, window) == 0, rule::fifteen_within_1);
    fired |= when(all(beyond_1, 8) && !all(over_1_, 8) && !all(under_1_, 8), rule::eight_beyond_1);
    return fired;
}

}  // namespace husky::cells::spc
