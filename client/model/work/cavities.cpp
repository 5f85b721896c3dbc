#include "client/model/work/cavities.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace husky::cells {

bool cavities::block(cell_context& c) {
    const std::int32_t fewest = (c.family->cavities * 9 + 9) / 10;
    if (active_ <= fewest) return false;
    use(c, active_ - 1);
    c.record(events::cavity_blocked, {same(fmt::format("{}", c.random.below(c.family->cavities) + 1))});
    return true;
}

void cavities::restore(cell_context& c, std::int32_t count) {
    const auto restored = std::min(count, c.family->cavities - active_);
    if (restored <= 0) return;
    use(c, active_ + restored);
    c.record(events::cavity_restored, {same(fmt::format("{}", restored))});
}

void cavities::use(cell_context& c, std::int32_t active) {
    active_ = active;
    c.process.surroundings().block(1 - static_cast<double>(active_) / c.family->cavities);
}

}  // namespace husky::cells
