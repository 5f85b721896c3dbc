#pragma once

#include <functional>

#include "client/machine/pace.hpp"
#include "link/asio/shard.hpp"
#include "link/asio/task_group.hpp"
#include "link/faults/fault_context.hpp"
#include "link/net/endpoint.hpp"
#include "protocol/dialect/dialect.hpp"

namespace husky::link {
class capture;
class tls_context;
}  // namespace husky::link

namespace husky::cells {

class link_failures;
class print_thread;
struct fleet_counts;
struct printing_keys;

/// How a fleet runs and reaches its host: the same for all its shards.
struct run_plan {
    time_scale scale;
    protocol::instant start;
    link::host_port host;
    bool listens = false;  ///< machines wait for their host instead of dialling it
    const protocol::dialect* wire_dialect = nullptr;
    link::placed_faults* faults = nullptr;
    link_failures* failures = nullptr;
    link::capture* captured = nullptr;       ///< null where links are not captured
    const link::tls_context* tls = nullptr;  ///< null: links are plain
    const printing_keys* printing = nullptr;
    print_thread* prints = nullptr;  ///< none if no machine prints
    // Called on a shard's thread.
    std::function<void()> machine_linked;    ///< a machine was initialised
    std::function<void()> machine_finished;  ///< a machine delivered its last cycle
};

/// What the links of one thread share. Must outlive them.
struct link_surroundings {
    const run_plan& plan;
    fleet_counts& counts;
    link::shard& thread;
    link::task_group& tasks;
    link::fault_context faults;
    bool stopping = false;  ///< no link is begun any more
};

}  // namespace husky::cells
