#pragma once

#include "scenario/plan.hpp"

namespace husky::check {

/// Whether machines of a scenario need their display links: a key is pressed, or a message of a display link is waited
/// for, expected or changed, but at puppets. Elsewhere they open none, so that nothing else passes than what is meant.
bool needs_screens(const scenario::plan& p);

}  // namespace husky::check
