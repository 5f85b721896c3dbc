#pragma once

#include <cstddef>

#include "protocol/setups/setup_transfer.hpp"
#include "protocol/time.hpp"

namespace husky::host {

struct setup_settings {
    std::size_t max_size = protocol::default_max_setup_size;  ///< bytes of one set-up, in either direction
    /// How long a transfer waits for a machine that lost its link: the first three tries of one that dials by the
    /// rules take 3.5 s on average.
    protocol::duration resume = std::chrono::seconds(5);
    protocol::duration timeout = std::chrono::seconds(300);  ///< of a whole transfer
};

}  // namespace husky::host
