#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>

namespace husky::cells {

/// When crews change, by the machine's own clock. A day has as many shifts as starts; shift 1 begins with the first.
struct shift_plan {
    static constexpr std::size_t max = 6;

    std::array<std::uint16_t, max> starts_min{6 * 60, 14 * 60, 22 * 60};  ///< minutes of the day, rising
    std::uint8_t count = 3;                                               ///< of starts, at least 1
    std::uint8_t hand_over_min = 10;  ///< both crews are there; at most `fresh_crew`
    bool rests_on_weekends = false;   ///< from the first start of Saturday to that of Monday

    friend bool operator==(const shift_plan&, const shift_plan&) = default;
};

/// How long a crew is new at its machines.
constexpr std::chrono::minutes fresh_crew{30};

/// When the shift that `shown` lies in began, and the next one begins. Dates are the machine's.
std::chrono::sys_seconds shift_began(const shift_plan& plan, std::chrono::sys_seconds shown);
std::chrono::sys_seconds next_shift(const shift_plan& plan, std::chrono::sys_seconds shown);
/// The number of that shift in its day, from 1.
unsigned shift_number(const shift_plan& plan, std::chrono::sys_seconds shown);
/// When the week-end that `shown` lies in is over; empty on other days. A plan that does not rest has week-ends too.
std::optional<std::chrono::sys_seconds> weekend_end(const shift_plan& plan, std::chrono::sys_seconds shown);

}  // namespace husky::cells
