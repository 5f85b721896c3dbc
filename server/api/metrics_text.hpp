#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "link/faults/placed_faults.hpp"
#include "server/metrics/counters.hpp"
#include "server/store/store_health.hpp"

namespace husky::host {

/// The counters of all shards together, and the store's with its lag, in the text format of Prometheus. Labels come
/// from enumerations and the catalogue only: never a serial or an address.
std::string metrics_text(const std::vector<const counters*>& shards, const store_health& store,
                         const histogram& store_lag, const link::placed_faults& faults, std::string_view version);

}  // namespace husky::host
