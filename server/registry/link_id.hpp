#pragma once

#include <cstddef>
#include <cstdint>

namespace husky::host {

/// Names a link across shards.
struct link_id {
    std::size_t shard = 0;
    std::uint64_t number = 0;
    friend bool operator==(const link_id&, const link_id&) = default;
};

}  // namespace husky::host
