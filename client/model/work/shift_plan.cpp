#include "client/model/work/shift_plan.hpp"

namespace husky::cells {

using namespace std::chrono;

namespace {

minutes start(const shift_plan& plan, int i) { return minutes(plan.starts_min[static_cast<std::size_t>(i)]); }

/// Index of the last start at or before that time of the day; -1: it is the last of the day before.
int last_start(const shift_plan& plan, sys_seconds shown) {
    const auto of_day = floor<minutes>(shown - floor<days>(shown));
    int found = -1;
    for (int i = 0; i < plan.count; ++i)
        if (start(plan, i) <= of_day) found = i;
    return found;
}

}  // namespace

sys_seconds shift_began(const shift_plan& plan, sys_seconds shown) {
    const auto day = floor<days>(shown);
    const int i = last_start(plan, shown);
    return i >= 0 ? day + start(plan, i) : day - days(1) + start(plan, plan.count - 1);
}

sys_seconds next_shift(const shift_plan& plan, sys_seconds shown) {
    const auto day = floor<days>(shown);
    const int i = last_start(plan, shown) + 1;
    return i < plan.count ? day + start(plan, i) : day + days(1) + start(plan, 0);
}

unsigned shift_number(const shift_plan& plan, sys_seconds shown) {
    const int i = last_start(plan, shown);
    return static_cast<unsigned>(i >= 0 ? i + 1 : plan.count);
}

std::optional<sys_seconds> weekend_end(const shift_plan& plan, sys_seconds shown) {
    const minutes first = start(plan, 0);
    const auto working_day = floor<days>(shown - first);
    const weekday day(working_day);
    if (day == Saturday) return working_day + days(2) + first;
    if (day == Sunday) return working_day + days(1) + first;
    return std::nullopt;
}

}  // namespace husky::cells
