#pragma once

#include "scenario/plan.hpp"

namespace husky::check {

/// Throws settings::error, at its line, for what is found only when a scenario is cast: machines or a host that cannot
/// be as their keys say, and an unknown actor.
void require_playable(const scenario::plan& p);

}  // namespace husky::check
