#include "client/model/zones/heated_zones.hpp"

#include <algorithm>
#include <cmath>

namespace husky::cells {

namespace {

constexpr float full_output = 255;
constexpr float output_step = 1.0F / 16;  ///< of the proportional part
constexpr float ramp_ends_k = 20;         ///< below the set point; from there at full power
constexpr float soft_start_k = 68;        ///< above the hall
constexpr double hot_runner_share = 0.6;  ///< of the barrel's time to heat up
constexpr double production_lag_s = 300;  ///< until shots heat the zones as in steady production
constexpr double settling_time_constants = 8;

constexpr std::size_t first_zone(bool quick) { return quick ? tip_zone : 0; }
constexpr std::size_t end_of_zones(bool quick) { return quick ? zone_count : tip_zone; }

/// std::clamp without a branch that processors cannot predict.
constexpr float between(float y, float low, float high) {
    const float above = y > low ? y : low;
    return above < high ? above : high;
}

/// The whole number below; larger ones than these saturate the output anyway.
constexpr float whole(float y) {
    constexpr float max = 2048;
    return static_cast<float>(static_cast<int>(between(y, -max, max) + max)) - max;
}

/// The part of the heat of production that is present, a step later.
float next_load(float load, bool producing, bool is_quick) {
    const auto part = static_cast<float>(to_seconds(controller_step(first_zone(is_quick))) / production_lag_s);
    return load + ((producing ? 1.0F : 0.0F) - load) * part;
}

constexpr std::uint64_t constant_line(float duty) {
    return 0x0101010101010101U * static_cast<std::uint64_t>(duty * full_output + 0.5F);
}

std::uint16_t steps_in(double minutes, std::size_t zone) {
    return static_cast<std::uint16_t>(std::min(60 * minutes / to_seconds(controller_step(zone)), 65535.0));
}

float rate_of(double minutes, std::size_t zone) {
    return static_cast<float>(to_seconds(controller_step(zone)) / std::max(60 * minutes, 1.0));
}

}  // namespace

heated_zones::heated_zones(const zone_kinds& kinds, random_stream& random) : kinds_(&kinds), load_{1, 1} {
    for (std::size_t z = 0; z < zone_count; ++z) {
        const auto& k = kinds[z];
        if (!k.present) continue;
        // Each zone somewhere in its swing.
        off_[z] = static_cast<float>(random.uniform(-0.3, 0.3));
        integral_[z] = std::clamp((k.depth_k - k.production_k) / k.gain_k, 0.0F, 1.0F);
        line_[z] = constant_line(integral_[z]);
    }
}

void heated_zones::begin_at_rest(heats state, const heat_up_plan& plan) {
    target_ = state;
    set_back_k_ = static_cast<float>(plan.set_back_k);
    producing_ = false;
    load_ = {};
    for (std::size_t z = 0; z < zone_count; ++z) {
        const auto& k = (*kinds_)[z];
        if (!k.present) continue;
        off_[z] += aim(z);
        reference_[z] = aim(z);
        integral_[z] = std::clamp((k.depth_k + aim(z)) / k.gain_k, 0.0F, 1.0F);
        line_[z] = constant_line(integral_[z]);
    }
}

float heated_zones::aim(std::size_t zone) const {
    const float cold = -(*kinds_)[zone].depth_k;
    const float full = raised_[zone];
    return target_ == heats::on ? full : target_ == heats::set_back ? std::max(full - set_back_k_, cold) : cold;
}

void heated_zones::set_points(const std::array<float, zone_count>& raised_k, sim_time now) {
    for (std::size_t z = 0; z < zone_count; ++z) {
        if (!(*kinds_)[z].present) continue;
        const bool rises = reference_[z] != aim(z);
        raised_[z] = raised_k[z];
        if (!rises) reference_[z] = aim(z);
    }
    settle(now, 0);
}

void heated_zones::settle(sim_time now, double minutes) {
    double slowest_s = 0;
    for (std::size_t z = 0; z < zone_count; ++z)
        if ((*kinds_)[z].present)
            slowest_s =
                std::max(slowest_s, to_seconds(controller_step(z)) / static_cast<double>((*kinds_)[z].approach));
    settled_from_ = std::max(settled_from_, now + from_seconds(60 * minutes + settling_time_constants * slowest_s));
}

void heated_zones::set(heats target, const heat_up_plan& plan, sim_time now) {
    target_ = target;
    set_back_k_ = static_cast<float>(plan.set_back_k);
    barrel_rate_ = rate_of(plan.minutes, 0);
    manifold_rate_ = rate_of(plan.minutes * hot_runner_share, manifold_zone);
    tip_rate_ = rate_of(plan.minutes * hot_runner_share, tip_zone);
    for (std::size_t z = 0; z < zone_count; ++z)
        reference_[z] = std::min(off_[z], aim(z));
    const std::size_t first = (*kinds_)[manifold_zone].present ? manifold_zone : tip_zone;
    const bool cold = target != heats::off && off_[first] < soft_start_k - (*kinds_)[first].depth_k;
    // Tips follow the manifold, so that it has grown before they are hot.
    manifold_soft_ = cold ? steps_in(plan.soft_start_minutes, manifold_zone) : std::uint16_t{0};
    tip_soft_ = cold ? steps_in(2 * plan.soft_start_minutes, tip_zone) : std::uint16_t{0};
    settle(now, plan.minutes + 2 * plan.soft_start_minutes);
}

void heated_zones::produce(bool shots, sim_time now) {
    if (shots == producing_) return;
    producing_ = shots;
    settle(now, production_lag_s / 60);
}

void heated_zones::run_zone(std::size_t z, sim_time::rep steps) {
    const zone_kind k = (*kinds_)[z];
    const std::size_t g = z == tip_zone ? quick : slow;
    const float goal = aim(z);
    const float soft_goal = std::min(soft_start_k - k.depth_k, goal);
    const float rise = k.depth_k * (z == tip_zone ? tip_rate_ : z == manifold_zone ? manifold_rate_ : barrel_rate_);
    const unsigned delay = 8U * (k.delay - 1U);
    const float full_k = k.gain_k / full_output;
    const bool heated = target_ != heats::off;
    unsigned soft = z == tip_zone ? tip_soft_ : z == manifold_zone ? manifold_soft_ : 0U;
    float load = load_[g], x = off_[z], integral = integral_[z], reference = reference_[z];
    std::uint64_t line = line_[z];
    for (sim_time::rep i = 0; i < steps; ++i) {
        load = next_load(load, producing_, g == quick);
        const float surroundings = hall_k_ - k.depth_k + k.production_k * load;
        const auto arriving = static_cast<float>(static_cast<int>((line >> delay) & 0xFFU));
        x += (full_k * arriving + surroundings - x) * k.approach;
        if (soft > 0) {
            --soft;
            reference = soft_goal;
        } else {
            reference = reference < goal - ramp_ends_k ? reference + rise : goal;
        }
        const float error = reference - x;
        const float wanted = integral + output_step * (whole(k.proportional * error / output_step) + 0.5F);
        const float given = heated ? between(wanted, 0.0F, 1.0F) : 0.0F;
        // Anti-windup: an output at its end does not integrate further.
        const float more = given == wanted ? k.integral * error : 0.0F;
        integral = heated ? between(integral + more, 0.0F, 1.0F) : 0.0F;
        line = (line << 8U) | static_cast<std::uint64_t>(static_cast<int>(given * full_output + 0.5F));
    }
    off_[z] = x;
    integral_[z] = integral;
    reference_[z] = reference;
    line_[z] = line;
}

void heated_zones::run(group g, sim_time until) {
    if (next_[g] > until) return;
    const bool is_quick = g == quick;
    const sim_time every = controller_step(first_zone(is_quick));
    const auto steps = (until - next_[g]) / every + 1;
    for (std::size_t z = first_zone(is_quick); z < end_of_zones(is_quick); ++z)
        if ((*kinds_)[z].present) run_zone(z, steps);
    for (sim_time::rep i = 0; i < steps; ++i)
        load_[g] = next_load(load_[g], producing_, is_quick);
    auto& soft = is_quick ? tip_soft_ : manifold_soft_;
    soft = static_cast<std::uint16_t>(soft - std::min<sim_time::rep>(soft, steps));
    next_[g] += steps * every;
}

void heated_zones::pass(sim_time until, double hall_k) {
    hall_k_ = static_cast<float>(hall_k);
    for (const auto g : {slow, quick}) {
        run(g, producing_ ? until : std::min(until, settled_from_));
        // Long rests cost nothing: settled zones stay constant.
        const sim_time every = controller_step(first_zone(g == quick));
        if (next_[g] <= until) next_[g] += ((until - next_[g]) / every + 1) * every;
    }
}

heated_zones heated_zones::at(sim_time t) const {
    heated_zones then = *this;
    then.pass(t, static_cast<double>(hall_k_));
    return then;
}

bool heated_zones::ready() const {
    if (target_ != heats::on) return false;
    for (std::size_t z = 0; z < zone_count; ++z)
        if ((*kinds_)[z].present && std::fabs(off_[z] - raised_[z]) > (*kinds_)[z].band_k) return false;
    return true;
}

double heated_zones::output(std::size_t zone) const {
    unsigned sum = 0;
    for (unsigned i = 0; i < max_dead_time_steps; ++i)
        sum += static_cast<unsigned>((line_[zone] >> (8U * i)) & 0xFFU);
    return sum / (static_cast<double>(full_output) * max_dead_time_steps);
}

double heated_zones::duty() const {
    const auto& kinds = *kinds_;
    const bool has_hot_runner = kinds[manifold_zone].present || kinds[tip_zone].present;
    double sum = 0, count = 0;
    for (std::size_t z = has_hot_runner ? manifold_zone : 0; z < zone_count; ++z) {
        if (!kinds[z].present) continue;
        sum += output(z) * kinds[z].count;
        count += kinds[z].count;
    }
    return count > 0 ? sum / count : 0;
}

double heated_zones::power() const {
    double given = 0, holds = 0;
    for (std::size_t z = 0; z < zone_count; ++z) {
        const auto& k = (*kinds_)[z];
        if (!k.present) continue;
        given += output(z);
        holds += static_cast<double>(k.depth_k / k.gain_k);
    }
    return holds > 0 ? given / holds : 0;
}

}  // namespace husky::cells
