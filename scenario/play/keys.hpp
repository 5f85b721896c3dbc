#pragma once

#include <cstdint>
#include <vector>

#include "scenario/actions.hpp"

namespace husky::play {

/// The keys of a step `key`: its code, or a key for each character of its text in Latin-1.
std::vector<std::uint16_t> keys_of(const scenario::key_action& what);

}  // namespace husky::play
