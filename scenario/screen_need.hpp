#pragma once

#include "scenario/plan.hpp"

namespace husky::scenario {

/// Whether machines of a scenario need their display links: a key is pressed, or a message of a display link is waited
/// for, expected or changed, except at puppets. Otherwise they open none, so that no unexpected messages pass.
bool needs_screens(const plan& p);

}  // namespace husky::scenario
