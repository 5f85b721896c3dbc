#pragma once

#include <string>
#include <vector>

#include "server/http/disk.hpp"
#include "server/http/live_view.hpp"
#include "server/http/route.hpp"
#include "server/store/store.hpp"

namespace husky::host {

/// What the API is made of. Everything must outlive its routes.
struct api_parts {
    live_view* live = nullptr;
    const store* kept = nullptr;
    disk* stored = nullptr;  ///< reads what `kept` keeps
    std::string version;     ///< "0.1.0"
};

/// /livez /readyz /healthz /version /metrics
std::vector<http_route> health_routes(const api_parts& parts);
/// /api/v1/machines and one of them
std::vector<http_route> machine_routes(const api_parts& parts);
/// cycles, gaps, events and interruptions of a machine
std::vector<http_route> history_routes(const api_parts& parts);

/// What a linked machine is asked: start of job, values, SPC, its variables
std::vector<http_route> question_routes(const api_parts& parts);

/// The screen of a machine
std::vector<http_route> display_routes(const api_parts& parts);

/// All of them, and /openapi.json that describes them.
std::vector<http_route> all_routes(const api_parts& parts);

}  // namespace husky::host
