#pragma once

#include "scenario/plan.hpp"

namespace husky::scenario {

/// Whether machines of a scenario need their display links: a key is pressed, or a message of a display link is waited
/// for, expected or changed, but at puppets. Elsewhere they open none, so that nothing else passes than what is meant.
bool needs_screens(const plan& p);

}  // namespace husky::scenario
