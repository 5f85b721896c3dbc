#pragma once

#include <cstddef>
#include <cstdint>

namespace husky::host {

/// The number of no link.
constexpr std::uint64_t no_link = 0;

/// Names a link across shards.
struct link_id {
    std::size_t shard = 0;
    std::uint64_t number = no_link;
    friend bool operator==(const link_id&, const link_id&) = default;
};

}  // namespace husky::host
