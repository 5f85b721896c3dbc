#include "server/store/oee.hpp"

#include <algorithm>

namespace husky::host {

namespace {

const production_sums::lost_time& lost_in(const production_sums& sums, stop_kind kind) {
    return sums.lost[static_cast<std::size_t>(kind)];
}

}  // namespace

oee_figures oee_of(const production_sums& sums, const oee_rules& rules) {
    const auto& down = lost_in(sums, stop_kind::down);
    const auto& set_up = lost_in(sums, stop_kind::set_up);
    const double change_over = rules.change_over_planned ? 0 : set_up.short_ms + set_up.long_ms;
    const double slow = rules.short_stops_slow ? down.short_ms : 0;
    const double production = static_cast<double>(sums.busy_ms) + slow;
    const double planned = static_cast<double>(sums.busy_ms) + down.short_ms + down.long_ms + change_over;
    const double parts = static_cast<double>(sums.good) + static_cast<double>(sums.bad);
    oee_figures figures;
    if (planned > 0) figures.availability = production / planned;
    if (production > 0 && sums.counted > 0) figures.performance = static_cast<double>(sums.ideal_ms) / production;
    if (parts > 0) figures.quality = static_cast<double>(sums.good) / parts;
    if (figures.availability && figures.performance && figures.quality)
        figures.oee = *figures.availability * *figures.performance * *figures.quality;
    else if (planned > 0 && (production <= 0 || (sums.counted > 0 && sums.good == 0)))
        figures.oee = 0;
    return figures;
}

void add_stop(production_sums& to, const stop_record& stop, wall_time from, wall_time until) {
    const auto kind = static_cast<std::size_t>(stop.kind);
    const auto whole = stop.end - stop.begin;
    const auto inside = std::min(stop.end, until) - std::max(stop.begin, from);
    if (kind >= to.lost.size() || whole.count() <= 0 || inside.count() <= 0) return;
    const double lost = static_cast<double>(stop.lost.count()) * static_cast<double>(inside.count()) /
                        static_cast<double>(whole.count());
    (stop.lost < longest_short_stop ? to.lost[kind].short_ms : to.lost[kind].long_ms) += lost;
}

}  // namespace husky::host
