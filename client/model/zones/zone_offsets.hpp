#pragma once

#include <optional>
#include <span>
#include <vector>

#include "client/model/zones/zone_kind.hpp"

namespace husky::cells {

/// Single zones of a hot runner that are set apart from their mean. The mean is a separate model (heated_zones);
/// what a single one is off it moves in closed form: after the dead time, as fast as its heater can, at the end with
/// the time constant of the closed loop. Costs nothing while it is not asked for.
class zone_offsets {
  public:
    struct aim {
        std::size_t zone;      ///< manifold_zone or tip_zone
        std::uint16_t member;  ///< from 0
        float off_k;           ///< from the mean
    };

    /// All that are off from now on; others return to the mean. Setting the same again changes nothing.
    void set(std::span<const aim> all, const zone_kinds& kinds, sim_time now);
    /// From the mean, K.
    [[nodiscard]] double off(std::size_t zone, unsigned member, sim_time now) const;
    /// Whether one is further than its band from where it is to be; than its stop band, and of which kind it is.
    [[nodiscard]] bool ready(const zone_kinds& kinds, sim_time now) const;
    [[nodiscard]] std::optional<std::size_t> out_of_band(const zone_kinds& kinds, sim_time now) const;

  private:
    struct moved {
        std::size_t zone;
        std::uint16_t member;
        float from_k, to_k;
        sim_time since;
        float dead_time_s, full_rate;  ///< K/s at full output or none
    };

    /// The remaining difference.
    [[nodiscard]] static double left(const moved& m, sim_time now);

    std::vector<moved> zones_;
};

}  // namespace husky::cells
