#pragma once

#include <span>

#include "tests/conversations/run.hpp"

namespace husky::conversations {

/// Every conversation of both ends.
std::span<const conversation> all_conversations();

}  // namespace husky::conversations
