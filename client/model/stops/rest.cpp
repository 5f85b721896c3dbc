#include "client/model/stops/rest.hpp"

#include <cmath>

namespace husky::cells {

namespace {

constexpr auto between_looks = std::chrono::seconds(30);

}  // namespace

void rest::begin(cell_context& c) {
    over_ = false;
    began_ = passed_ = c.now;
    pass_zones(c);
    c.process.zones().produce(false, c.now);
    plan_look(c);
}

void rest::end(cell_context& c) {
    pass(c);
    over_ = true;
    c.due.cancel(appointment::rest_look);
    c.process.surroundings().restart(c.since(began_));
}

void rest::set_heats(cell_context& c, heats target) {
    const auto& times = c.family->start_up;
    pass(c);
    c.process.zones().set(target,
                          {.minutes = c.random.uniform(times.heat.low, times.heat.high),
                           .soft_start_minutes = c.random.uniform(times.soft_start.low, times.soft_start.high),
                           .set_back_k = times.set_back_k},
                          c.now);
    plan_look(c);
}

void rest::run_pump(cell_context& c, pump p) {
    pass(c);
    c.process.surroundings().run_pump(p);
}

void rest::pass(cell_context& c) {
    if (over_) return;
    c.process.rest(c.since(passed_));
    pass_zones(c);
    passed_ = c.now;
}

void rest::pass_zones(cell_context& c) { c.process.zones().pass(c.now, c.process.surroundings().of(influence::hall)); }

void rest::move_zones(cell_context& c) {
    if (over_)
        pass_zones(c);
    else
        pass(c);
    c.process.zones().set_points(c.process.zones_raised(), c.now);
    zones_move_ = true;
}

bool rest::zones_ready(const cell_context& c) const {
    return c.process.zones().ready() && offsets_.ready(c.family->zones, c.now);
}

std::optional<std::size_t> rest::watch_zones(cell_context& c) {
    pass_zones(c);
    zones_move_ = !zones_ready(c);
    if (!zones_move_) return std::nullopt;
    for (std::size_t z = 0; z < zone_count; ++z) {
        const auto& kind = c.family->zones[z];
        const double off = c.process.zones().deviation(z);
        if (!kind.present || std::fabs(off) <= static_cast<double>(kind.stop_k)) continue;
        if (z >= manifold_zone) return known_message::hot_runner_off;
        return off < 0 ? known_message::barrel_low : known_message::barrel_high;
    }
    if (offsets_.out_of_band(c.family->zones, c.now)) return known_message::hot_runner_off;
    return std::nullopt;
}

void rest::plan_look(cell_context& c) const {
    const bool settled = c.now >= c.process.zones().settled_from() && awaits_ == awaited::nothing;
    if (over_ || settled)
        c.due.cancel(appointment::rest_look);
    else
        c.due.set(appointment::rest_look, c.now + between_looks);
}

bool rest::oil_is_cold(const cell_context& c) {
    return c.family->oil_lowest_k < 0 &&
           c.process.surroundings().of(influence::oil) < static_cast<double>(c.family->oil_lowest_k);
}

double rest::oil(const cell_context& c) const { return c.process.surroundings().oil_after(c.since(passed_)); }

}  // namespace husky::cells
