#pragma once

#include <cstddef>
#include <cstdint>

#include "protocol/printing/lpd_receiver.hpp"
#include "protocol/time.hpp"

namespace husky::host {

struct printing_settings {
    std::uint16_t port = 1515;
    protocol::printing::lpd_limits limits;                ///< of one job
    std::size_t max_held_bytes = std::size_t{64} << 20U;  ///< of all jobs in transfer; at least one of the largest
    std::size_t max_connections = 256;                    ///< one more is closed at once
    protocol::duration idle_timeout = std::chrono::seconds(60);  ///< without a byte from a client
    protocol::duration job_timeout = std::chrono::seconds(300);  ///< for a whole job
    std::size_t max_jobs = 100;                                  ///< of one machine; the oldest are removed first
};

}  // namespace husky::host
