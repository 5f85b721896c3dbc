#pragma once

#include <optional>
#include <vector>

#include "client/model/family/family.hpp"
#include "client/model/process/process_changes.hpp"
#include "client/model/setup/parameter.hpp"
#include "client/model/setup/values.hpp"
#include "client/model/zones/zone_offsets.hpp"

namespace husky::cells::setup {

/// How a machine runs by these values instead of its family's; nothing if there is no difference. What a set point
/// moves besides its own variable: fill time by the speeds of injection (-1), peak and transition pressure by the
/// highest of them (0.4), volume and recovery by the shot size (1), movements by their speeds (-1) and, for the mould,
/// by half the change of its stroke, clamp-up by tonnage (1), the rise of the cooling water by its flow (-1); the mould
/// follows the water, the hopper the drying air. Couplings of the family do the rest.
std::optional<process_changes> effects_of(const family& f, const layout& l, const values& v);

/// Zones of the hot runner that are set apart from their mean.
std::vector<zone_offsets::aim> single_zones_of(const family& f, const layout& l, const values& v);

}  // namespace husky::cells::setup
