#pragma once

#include <functional>

#include "server/api/live/live_queue.hpp"
#include "server/records/records.hpp"

namespace husky::host {

/// Calls `tell` for each report of the batch, in their order, with the fields that the machine's histories have too.
void each_row(const batch& reports,
              const std::function<void(const std::string& serial, live_list to, shared_text row)>& tell);

}  // namespace husky::host
