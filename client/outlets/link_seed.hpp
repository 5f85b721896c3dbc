#pragma once

#include <cstdint>
#include <string>

namespace husky::cells {

/// The pauses of a link use separate random numbers: how often it is lost does not affect the process.
inline std::uint64_t link_seed(std::uint64_t fleet_seed, const std::string& serial) {
    std::uint64_t hash = fleet_seed ^ 0xCBF29CE484222325U;
    for (const char c : serial)
        hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3U;
    return hash;
}

}  // namespace husky::cells
