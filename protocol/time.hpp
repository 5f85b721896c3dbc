#pragma once

#include <chrono>

namespace husky::protocol {

/// The clock of a link's timers. It has no now(): the driver of a state machine provides the time, real or virtual.
struct link_clock {
    using duration = std::chrono::nanoseconds;
    using rep = duration::rep;
    using period = duration::period;
    using time_point = std::chrono::time_point<link_clock>;
    static constexpr bool is_steady = true;
};

using duration = link_clock::duration;
using instant = link_clock::time_point;

/// No deadline.
constexpr instant never = instant::max();

constexpr double in_seconds(duration d) { return std::chrono::duration<double>(d).count(); }

}  // namespace husky::protocol
