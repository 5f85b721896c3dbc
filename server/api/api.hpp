#pragma once

#include <boost/json/object.hpp>
#include <string>
#include <vector>

#include "server/api/live/live_service.hpp"
#include "server/archive/archive.hpp"
#include "server/http/route.hpp"
#include "server/live/live_view.hpp"
#include "server/scenarios/scenario_runs.hpp"
#include "server/setups/setup_transfers.hpp"
#include "server/storage/storage.hpp"

namespace husky::host {

/// What the API uses. Everything must outlive its routes.
struct api_parts {
    live_view* live = nullptr;
    husky::host::storage* storage = nullptr;
    std::string version;  ///< "0.1.0"
    setup_transfers* transfers = nullptr;
    husky::host::archive* archive = nullptr;  ///< of the storage
    live_service* feed = nullptr;
    std::string store_url = {};          ///< without a password
    boost::json::object settings = {};   ///< in force; without secrets
    scenario_runs* scenarios = nullptr;  ///< null: no scenarios are played
};

/// /livez /readyz /healthz /version /metrics
std::vector<http_route> health_routes(const api_parts& parts);
/// /api/v1/machines and one of them
std::vector<http_route> machine_routes(const api_parts& parts);
/// cycles, gaps, events, interruptions, jobs, subgroups of a variable, archived set-ups and prints of a machine
std::vector<http_route> history_routes(const api_parts& parts);
/// OEE of all machines and of one
std::vector<http_route> oee_routes(const api_parts& parts);

/// What a linked machine is asked: start of job, values, SPC, its variables
std::vector<http_route> question_routes(const api_parts& parts);

/// One set-up of a machine: read, written, compared
std::vector<http_route> setup_routes(const api_parts& parts);
/// The files of a machine's prints
std::vector<http_route> print_routes(const api_parts& parts);
/// The screen of a machine
std::vector<http_route> display_routes(const api_parts& parts);

/// The live feed
std::vector<http_route> live_routes(const api_parts& parts);

/// Faults of the host's links
std::vector<http_route> fault_routes(const api_parts& parts);
/// Scenarios that are played against this host
std::vector<http_route> scenario_routes(const api_parts& parts);

/// Between tests: one machine, or everything, is forgotten
std::vector<http_route> forget_routes(const api_parts& parts);

/// The host itself: version, links, store, settings
std::vector<http_route> host_routes(const api_parts& parts);
/// What passed the links
std::vector<http_route> trace_routes(const api_parts& parts);

/// All of them, and /openapi.json that describes them.
std::vector<http_route> all_routes(const api_parts& parts);

}  // namespace husky::host
