#pragma once

#include <functional>

#include "link/asio/shard.hpp"
#include "link/asio/task_group.hpp"
#include "link/faults/fault_context.hpp"
#include "link/net/endpoint.hpp"
#include "protocol/dialect/dialect.hpp"

namespace husky::link {
class capture;
}

namespace husky::cells {

class link_failures;
struct fleet_counts;

/// How the machines of a fleet reach their host: the same for all.
struct link_plan {
    link::host_port host;
    bool listens = false;  ///< machines wait for their host instead of dialling it
    const protocol::dialect* wire_dialect = nullptr;
    link::placed_faults* faults = nullptr;
    link_failures* failures = nullptr;
    link::capture* captured = nullptr;     ///< null where links are not captured
    std::function<void()> machine_linked;  ///< called on a shard's thread when a machine was initialised
};

/// What the links of one thread share. Must outlive them.
struct link_surroundings {
    const link_plan& plan;
    fleet_counts& counts;
    link::shard& thread;
    link::task_group& tasks;
    link::fault_context faults;
    bool stopping = false;  ///< no link is begun any more
};

}  // namespace husky::cells
