#pragma once

#include <cstdint>
#include <cstdlib>
#include <random>

namespace husky::protocol {

/// Seed of a random test: HUSKY_SEED if it is set, else a new one each time.
inline std::uint64_t test_seed() {
    if (const char* given = std::getenv("HUSKY_SEED")) return std::strtoull(given, nullptr, 10);
    return std::random_device{}();
}

}  // namespace husky::protocol
