#pragma once

#include <cstdint>

namespace husky::host {

/// Times as the tables keep them: whole ticks of their clock since 1970.
template <class Time>
std::int64_t ticks(Time time) {
    return time.time_since_epoch().count();
}

template <class Time>
Time from_ticks(std::int64_t count) {
    return Time{typename Time::duration{count}};
}

}  // namespace husky::host
