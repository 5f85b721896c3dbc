#pragma once

#include <string>

#include "tools/link/replay/match.hpp"
#include "tools/link/replay/recording.hpp"

namespace husky::tools {

/// A recording as a scenario file to edit (docs/testing/scenarios.md): a puppet for each connection says what that side
/// said, when the other side had said what it had, and an expectation for each message of the other side. Fields that
/// the rules ignore are not asked for. `name` of the file is made into the scenario's.
std::string scenario_of(const recording& from, bool as_machine, const std::string& file, const match_rules& rules,
                        const frame_judge& judge);

}  // namespace husky::tools
