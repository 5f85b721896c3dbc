#include "client/model/process/conditions.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace husky::cells {

namespace {

constexpr double day_s = 86400;
constexpr double oil_per_hall = 0.05;
constexpr double month_s = 30 * day_s;
constexpr double cup_life_h = 500;
constexpr double dew_point_jump_k = 8;
constexpr double dew_point_recovery_s = 600;
constexpr double moisture_lag_s = 2 * 3600;
constexpr double idling_oil = 0.1;  ///< oil cools by this share in a stop, because the pump idles on

double approach(double x, double target, double seconds, double tau) {
    return target + (x - target) * std::exp(-seconds / tau);
}

double wave(double seconds, double period, double phase) {
    return std::sin(2 * std::numbers::pi * (seconds / period + phase));
}

}  // namespace

conditions::conditions(const family& f, random_stream& random)
    : constants_(&f.process),
      day_phase_(random.uniform()),
      chiller_phase_(random.uniform()),
      bed_phase_(random.uniform()),
      ring_shots_(random.uniform(0, f.process.ring_life_shots)),
      cup_hours_(random.uniform(0, cup_life_h)) {
    pellets_ = random.normal();
    flow_rest_ = random.normal();
    new_lot(random);
    lot_ = lot_target_;
    now_[index(influence::precharge)] = random.uniform(0, 6);
    pass(0, true);
}

void conditions::pass(double seconds, bool production) {
    const auto& c = *constants_;
    clock_s_ += seconds;
    auto& hall = now_[index(influence::hall)];
    auto& water = now_[index(influence::water)];
    hall = c.hall_swing_k * wave(clock_s_, day_s, day_phase_);
    water = c.chiller_swing_k * wave(clock_s_, c.chiller_period_s, chiller_phase_);
    auto& mould = now_[index(influence::mould)];
    mould = approach(mould, water + c.mould_per_hall * hall - (production ? 0 : c.mould_stop_drop_k), seconds,
                     c.mould_tau_s);
    auto& oil = now_[index(influence::oil)];
    oil = production ? approach(oil, oil_per_hall * hall, seconds, c.oil_tau_s) : oil_after(seconds);
    pellets_cold_ = approach(pellets_cold_, production ? 0 : -c.pellet_stop_drop_k, seconds, c.restart_tau_s);

    auto& dew = now_[index(influence::dew_point)];
    const double bed_s = c.bed_change_h * 3600;
    dew = dew_point_jump_k * std::exp(-std::fmod(clock_s_ + bed_phase_ * bed_s, bed_s) / dew_point_recovery_s);
    auto& moisture = now_[index(influence::moisture)];
    moisture = approach(moisture, c.moisture_per_k * dew, seconds, moisture_lag_s);

    if (!production) return;
    lot_ = approach(lot_, lot_target_, seconds, c.hopper_tau_s);
    auto& warm_up = now_[index(influence::warm_up)];
    warm_up = approach(warm_up, 0, seconds, c.restart_tau_s);
    cup_hours_ += seconds / 3600;
    if (cup_hours_ > cup_life_h) cup_hours_ = 0;
    now_[index(influence::cup_wear)] = cup_hours_ / cup_life_h;
    auto& precharge = now_[index(influence::precharge)];
    precharge += seconds / month_s;
    if (precharge > 6) precharge = 0;
}

double conditions::oil_after(double seconds) const {
    const auto& c = *constants_;
    const double oil = of(influence::oil);
    switch (pump_) {
        case pump::working:
            return approach(oil, oil_per_hall * of(influence::hall), seconds, c.oil_tau_s);
        case pump::idling:
            return approach(oil, idling_oil * c.oil_cold_k, seconds, 4 * c.oil_tau_s);
        case pump::off:
            break;
    }
    return approach(oil, c.oil_cold_k, seconds, 4 * c.oil_tau_s);
}

void conditions::next_shot(random_stream& random) {
    const auto& c = *constants_;
    pellets_ = c.pellet_phi * pellets_ + std::sqrt(1 - c.pellet_phi * c.pellet_phi) * random.normal();
    flow_rest_ = c.flow_phi * flow_rest_ + std::sqrt(1 - c.flow_phi * c.flow_phi) * random.normal();
    const double cold = c.pellet_sigma_k > 0 ? pellets_cold_ / c.pellet_sigma_k : 0;
    now_[index(influence::hopper)] = c.pellet_sigma_k * pellets_ + pellets_cold_;
    now_[index(influence::flow)] =
        std::sqrt(1 - c.pellet_share * c.pellet_share) * flow_rest_ - c.pellet_share * (pellets_ + cold);

    ring_shots_ += 1;
    if (ring_shots_ > c.ring_life_shots) ring_shots_ = 0;
    now_[index(influence::ring_wear)] = ring_shots_ * 1e-5;
    const bool late = random.chance(c.late_close_per_shot * (1 + 3 * ring_wear()));
    now_[index(influence::late_close)] = late ? random.uniform(0.5, 3) : 0;
}

void conditions::melt(double target_k, double seconds) {
    const auto& c = *constants_;
    auto& melt = now_[index(influence::melt)];
    melt = approach(melt, target_k, seconds, c.melt_tau_s);
    now_[index(influence::viscosity)] = 100 * std::expm1(0.01 * lot_ - c.viscosity_per_k * melt);
}

void conditions::restart(double stopped_seconds) {
    auto& warm_up = now_[index(influence::warm_up)];
    warm_up = std::max(warm_up, std::min(1.0, stopped_seconds / 600));
}

void conditions::new_lot(random_stream& random) {
    lot_target_ = std::clamp(random.normal(), -2.5, 2.5) * constants_->lot_sigma_percent;
}

}  // namespace husky::cells
