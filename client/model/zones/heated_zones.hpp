#pragma once

#include <array>
#include <cstdint>

#include "client/model/random.hpp"
#include "client/model/time.hpp"
#include "client/model/zones/zone_kind.hpp"

namespace husky::cells {

/// Which set points the controllers of barrel and hot runner hold.
enum class heats : std::uint8_t { off, set_back, on };

/// How the controllers come to their set points from a cold machine.
struct heat_up_plan {
    double minutes = 50;            ///< in which the barrel's set points rise from cold
    double soft_start_minutes = 7;  ///< in which a cold hot runner stays below 100 °C to dry
    double set_back_k = 80;         ///< below the set point, while set back
};

/// Barrel and hot runner of one machine with their controllers:
///   T' = (gain * u(t - dead time) + hall + production - T) / tau
/// where u is the output of a PI controller whose proportional part acts in steps, so that a zone in control swings
/// with a period of about four dead times. Moves on a fixed grid of virtual time: what happens does not depend on how
/// often it is asked.
class heated_zones {
  public:
    /// `kinds` must outlive the zones. In control, in production.
    heated_zones(const zone_kinds& kinds, random_stream& random);

    /// At rest at time 0, as after a long time with these heats.
    void begin_at_rest(heats state, const heat_up_plan& plan);

    /// Set points move to this many K from the family's; pass() must have been called for `now`. While zones are in
    /// control their controllers get the new ones at once; while they heat up, the rise goes on to them.
    void set_points(const std::array<float, zone_count>& raised_k, sim_time now);
    /// From now on; pass() must have been called for `now`.
    void set(heats target, const heat_up_plan& plan, sim_time now);
    /// Whether shots heat the zones; pass() must have been called for `now`.
    void produce(bool shots, sim_time now);
    /// Time passes, up to `until`. The hall is `hall_k` above its mean.
    void pass(sim_time until, double hall_k);
    [[nodiscard]] heated_zones at(sim_time t) const;

    [[nodiscard]] heats target() const { return target_; }
    /// From the family's set point, K.
    [[nodiscard]] double off(std::size_t zone) const { return static_cast<double>(off_[zone]); }
    /// From the set point, K.
    [[nodiscard]] double deviation(std::size_t zone) const { return static_cast<double>(off_[zone] - raised_[zone]); }
    /// Every zone is within its band at full heat.
    [[nodiscard]] bool ready() const;
    /// Mean output of the hot runner's zones, 0 to 1; of the barrel where there is no hot runner.
    [[nodiscard]] double duty() const;
    /// Heat of all zones as a part of what holds them at their set points in a machine at rest.
    [[nodiscard]] double power() const;
    /// From then on a rest changes nothing.
    [[nodiscard]] sim_time settled_from() const { return settled_from_; }

  private:
    enum group : std::uint8_t { slow, quick, groups };

    [[nodiscard]] float aim(std::size_t zone) const;
    [[nodiscard]] double output(std::size_t zone) const;
    void run_zone(std::size_t zone, std::int64_t steps);
    void run(group g, sim_time until);
    void settle(sim_time now, double minutes);

    const zone_kinds* kinds_;
    std::array<std::uint64_t, zone_count> line_{};  ///< outputs not yet at the sensor, a byte each, newest lowest
    std::array<float, zone_count> off_{}, integral_{}, reference_{}, raised_{};
    std::array<sim_time, groups> next_{};  ///< of each group's steps
    sim_time settled_from_{};
    std::array<float, groups> load_{};  ///< share of the heat of production that is present, 0 to 1
    float hall_k_ = 0, set_back_k_ = 80;
    float barrel_rate_ = 0, manifold_rate_ = 0, tip_rate_ = 0;  ///< rise in a step, parts of the way from cold
    std::uint16_t manifold_soft_ = 0, tip_soft_ = 0;            ///< steps of the soft start left
    heats target_ = heats::on;
    bool producing_ = true;
};

}  // namespace husky::cells
