#include "client/model/zones/zone_offsets.hpp"

#include <algorithm>
#include <cmath>

namespace husky::cells {

namespace {

/// Half the gain at which a loop would swing by itself makes two dead times.
constexpr double dead_times_of_loop = 2;
constexpr double arrived_k = 0.05;

}  // namespace

double zone_offsets::left(const moved& m, sim_time now) {
    const double way = static_cast<double>(m.to_k - m.from_k), dead_time_s = static_cast<double>(m.dead_time_s);
    const double seconds = std::max(to_seconds(now - m.since) - dead_time_s, 0.0);
    const double tau_s = dead_times_of_loop * dead_time_s, rate = static_cast<double>(m.full_rate);
    // The heater is saturated until the remaining difference needs less.
    const double full_s = std::max(std::fabs(way) / rate - tau_s, 0.0);
    const double full = std::copysign(std::max(std::fabs(way) - rate * std::min(seconds, full_s), 0.0), way);
    return seconds <= full_s ? full : full * std::exp(-(seconds - full_s) / tau_s);
}

void zone_offsets::set(std::span<const aim> all, const zone_kinds& kinds, sim_time now) {
    std::vector<moved> next;
    const auto same = [](const auto& a, const auto& b) { return a.zone == b.zone && a.member == b.member; };
    for (const auto& a : all) {
        const auto old = std::find_if(zones_.begin(), zones_.end(), [&](const moved& m) { return same(m, a); });
        if (old != zones_.end() && old->to_k == a.off_k) {
            next.push_back(*old);
            continue;
        }
        const zone_kind& k = kinds[a.zone];
        const auto from = static_cast<float>(off(a.zone, a.member, now));
        const double rate =
            static_cast<double>(k.approach * (k.gain_k - k.depth_k)) / to_seconds(controller_step(a.zone));
        const auto dead_time_s = static_cast<float>(k.delay * to_seconds(controller_step(a.zone)));
        next.push_back({a.zone, a.member, from, a.off_k, now, dead_time_s, static_cast<float>(rate)});
    }
    for (moved m : zones_) {
        if (std::any_of(all.begin(), all.end(), [&](const aim& a) { return same(m, a); })) continue;
        const double at = off(m.zone, m.member, now);
        if (std::fabs(at) < arrived_k) continue;
        if (m.to_k != 0) {
            m.from_k = static_cast<float>(at);
            m.to_k = 0;
            m.since = now;
        }
        next.push_back(m);
    }
    next.shrink_to_fit();
    zones_ = std::move(next);
}

double zone_offsets::off(std::size_t zone, unsigned member, sim_time now) const {
    for (const auto& m : zones_)
        if (m.zone == zone && m.member == member) return static_cast<double>(m.to_k) - left(m, now);
    return 0;
}

bool zone_offsets::ready(const zone_kinds& kinds, sim_time now) const {
    return std::all_of(zones_.begin(), zones_.end(), [&](const moved& m) {
        return std::fabs(left(m, now)) <= static_cast<double>(kinds[m.zone].band_k);
    });
}

std::optional<std::size_t> zone_offsets::out_of_band(const zone_kinds& kinds, sim_time now) const {
    for (const auto& m : zones_)
        if (std::fabs(left(m, now)) > static_cast<double>(kinds[m.zone].stop_k)) return m.zone;
    return std::nullopt;
}

}  // namespace husky::cells
