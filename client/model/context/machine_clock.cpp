#include "client/model/context/machine_clock.hpp"

#include <algorithm>
#include <limits>

namespace husky::cells {

using namespace std::chrono;

bool is_summer_time(sys_seconds t) {
    const auto year = year_month_day(floor<days>(t)).year();
    const auto change = [&](month m) { return sys_seconds(sys_days(year / m / Sunday[last])) + std::chrono::hours(1); };
    return t >= change(March) && t < change(October);
}

void machine_clock::set(sys_seconds shown, sim_time now) {
    constexpr sys_seconds first = sys_days(year(-9999) / 1 / 1), last_day = sys_days(year(9999) / 12 / 31);
    shown_ = std::clamp(shown, first, last_day) + floor<seconds>(duration<double>(faults_.offset_s));
    at_ = now;
}

sys_seconds machine_clock::at(sim_time t) const {
    const sim_time drift = from_seconds(to_seconds(t - at_) * faults_.drift_s_per_day / 86400);
    const sys_seconds gmt = shown_ + floor<seconds>(t - at_ + drift);
    return faults_.summer_time && is_summer_time(gmt) ? gmt + std::chrono::hours(1) : gmt;
}

sim_time machine_clock::when(sys_seconds shown, sim_time now) const {
    constexpr double slowest = 1e-3;  // of a clock that almost stands still
    const double rate = std::max(1 + faults_.drift_s_per_day / 86400, slowest);
    sim_time t = now;
    // The second step accounts for summer time that begins or ends in between.
    for (int look = 0; look < 2; ++look)
        t += from_seconds(static_cast<double>((shown - at(t)).count()) / rate);
    if (at(t) < shown) t += seconds(1);
    return std::max(t, now);
}

std::int32_t machine_clock::seconds_at(sim_time t) const {
    const auto s = at(t).time_since_epoch().count();
    return static_cast<std::int32_t>(
        std::clamp<decltype(s)>(s, std::numeric_limits<std::int32_t>::min(), std::numeric_limits<std::int32_t>::max()));
}

}  // namespace husky::cells
