// What a cell answers when it is asked.
#include <algorithm>
#include <cmath>

#include "client/model/cell.hpp"
#include "client/model/family_directory.hpp"

namespace husky::cells {

using protocol::value;
using protocol::variable_id;

namespace {

void put_text(value& out, const std::string& text) {
    if (auto* held = std::get_if<std::string>(&out))
        *held = text;
    else
        out = text;
}

}  // namespace

const protocol::machine_directory& cell::directory() const { return family_->directory(build_); }

void cell::read(protocol::tandem_side asked, variable_id id, value& out) const {
    const auto side = clamp(asked);
    const auto& done = last_[side];
    const auto& counts = counters_[side];
    if (const auto q = quantity_of(id)) {
        if (kind_of(*q).counted)
            out = counted(side, *q);
        else
            read_measured(side, *q, out);
        return;
    }
    switch (id) {
        case protocol::variable::life_cycle_counter:
            out = life_counter_;
            return;
        case protocol::variable::job_cycle_counter:
            out = counts.job_cycles();
            return;
        case protocol::variable::side_cycle_counter:
            out = counts.life_cycles();
            return;
        case protocol::variable::cycle_end_time:
            out = done.end_time;
            return;
        case protocol::variable::cycle_quality:
            out = static_cast<std::int32_t>(done.quality);
            return;
        case protocol::variable::machine_model:
            return put_text(out, family_->model);
        case protocol::variable::software_version:
            return put_text(out, family_->software);
        case protocol::variable::job:
            return put_text(out, job_[side]);
        case protocol::variable::mould:
            return put_text(out, mould_[side]);
        default:
            read_member(side, id, out);
    }
}

bool cell::has(quantity q) const { return family_->of(q).present && has_meter(q, build_); }

std::int32_t cell::counted(protocol::tandem_side asked, quantity q) const {
    const auto side = clamp(asked);
    const auto& counts = counters_[side];
    switch (q) {
        case quantity::cycle_counter:
            return life_counter_;
        case quantity::job_cycle_counter:
            return counts.job_cycles();
        case quantity::good_parts:
            return counts.good();
        case quantity::bad_parts:
            return counts.bad();
        case quantity::total_parts:
            return counts.total();
        case quantity::test_samples:
            return counts.test();
        case quantity::active_cavities:
            return last_[side].active_cavities;
        default:
            return counts.consecutive_rejects();
    }
}

void cell::read_measured(protocol::tandem_side side, quantity q, value& out) const {
    if (!has(q)) {
        out = {};
        return;
    }
    out = static_cast<float>(shown(side, q));
}

double cell::shown(protocol::tandem_side side, quantity q) const {
    const auto last = static_cast<double>(last_[side].values[index(q)]);
    if (cycling_) return last;
    // While no cycles run these go on by themselves.
    const channel& c = family_->of(q);
    const double usual = process_.set_point(side, q);
    const auto zone = zone_of(q);
    if (zone)
        return process_.shown(q, c.set_point + c.per_kelvin * process_.zones().at(now_).off(*zone) + noise_now(q));
    if (q == quantity::zone_duty) return process_.shown(q, 100 * process_.zones().at(now_).duty());
    const double seconds = to_seconds(now_ - rest_passed_);
    if (q == quantity::oil_temperature)
        return process_.shown(q, usual + c.per_kelvin * process_.surroundings().oil_after(seconds));
    // Pumps idle, heats hold.
    constexpr double standing_power = 0.2;
    if (q == quantity::active_power)
        return process_.shown(q, usual * standing_power * process_.zones().at(now_).power());
    return last;
}

/// Of a sensor, another each second.
double cell::noise_now(quantity q) const {
    const auto second = static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::seconds>(now_).count());
    return family_->of(q).white * normal_at(member_seed_, second, id_of(q));
}

void cell::read_member(protocol::tandem_side side, variable_id id, value& out) const {
    out = {};
    for (const auto& range : member_ranges()) {
        const channel& c = family_->of(range.mean);
        if (c.present && id >= range.first_id && id < range.first_id + c.members)
            out = member(side, range.mean, id - range.first_id);
    }
}

float cell::member(protocol::tandem_side asked, quantity q, unsigned member) const {
    const auto side = clamp(asked);
    const channel& c = family_->of(q);
    // Members come in pairs that differ from their mean by the same amount up and down, so that it is their mean.
    const unsigned partner = c.members - 1U - member;
    const std::uint64_t pair = id_of(q) * 256U + std::min(member, partner);
    const double sign = member < partner ? 1 : member > partner ? -1 : 0;
    const auto cycle = static_cast<std::uint64_t>(counters_[side].life_cycles());
    const double off = c.member_spread * normal_at(member_seed_ + side, 0, pair) +
                       c.member_sigma * normal_at(member_seed_ + side, cycle + 1, pair);
    double y = shown(side, q) + sign * off;
    if (setups_ && zone_of(q)) y += c.per_kelvin * setups_->set_off.off(*zone_of(q), member, now_);
    return static_cast<float>(c.resolution > 0 ? std::round(y / c.resolution) * c.resolution : y);
}

protocol::machine_status cell::status(protocol::tandem_side asked) const {
    const auto side = clamp(asked);
    const auto& counts = counters_[side];
    return {.side = side,
            .mode = mode_,
            .production = production_,
            .job = job_[side],
            .mould = mould_[side],
            .cycles = static_cast<std::uint32_t>(counts.job_cycles()),
            .good_parts = static_cast<std::uint32_t>(counts.good()),
            .bad_parts = static_cast<std::uint32_t>(counts.bad())};
}

void cell::spc(const protocol::spc_read& asked, protocol::spc_read_response& out) const {
    spc_[clamp(asked.side)]->report(*family_, asked, out);
}

protocol::result_code cell::set_spc(const protocol::spc_write& to) { return spc_[clamp(to.side)]->set(*family_, to); }

protocol::result_code cell::start(protocol::tandem_side asked) {
    const auto side = clamp(asked);
    counters_[side].clear_job();
    orders_[side].begin_again();
    setup_cleared_ = true;
    started_sides_ = static_cast<std::uint8_t>(started_sides_ | (1U << side));
    calendar_.set(appointment::command, now_);
    return protocol::result_code::ok;
}

}  // namespace husky::cells
