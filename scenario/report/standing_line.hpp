#pragma once

#include <string>
#include <vector>

#include "scenario/engine.hpp"

namespace husky::scenario {

/// How a scenario stands, as one line of JSON: {"scenario","outcome":null,"steps":[{"name","state"}],
/// "expectations":[{"name","state"}]}. A step is waiting or done, an expectation open, met or missed.
std::string standing_line(const plan& p, const std::vector<engine::standing>& now);

/// The same at its end: with outcome, "PASS" and so on, reason, and of each expectation what came; one that was not
/// judged is left out. `last`: how it stood last, nothing if it was not played.
std::string standing_line(const plan& p, const std::vector<engine::standing>& last, const verdict& result);

}  // namespace husky::scenario
