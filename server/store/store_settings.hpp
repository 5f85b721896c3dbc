#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace husky::host {

struct store_settings {
    std::size_t max_queued_batches = 4096;
    std::size_t max_queued_bytes = std::size_t{64} << 20U;  ///< in the queue and not committed yet
    std::chrono::milliseconds commit_interval{100};  ///< from a transaction's first record to its commit, at most
    std::chrono::milliseconds retry_interval{1000};  ///< between attempts while the store fails
    bool fresh = false;                  ///< what the database of an earlier host holds is deleted when it is opened
    std::size_t remembered_gaps = 1024;  ///< newest open gaps of a machine that remembered() gives
    std::size_t max_setup_bytes = 0;     ///< set-ups kept, the newest. 0: all
    std::size_t max_prints = 0;          ///< prints of one machine kept, the newest. 0: all
    std::size_t max_print_bytes = 0;     ///< prints of all machines kept, likewise. 0: all
    std::uint32_t max_pages = 0;         ///< of 4096 bytes; the file grows no further. 0: no limit
};

}  // namespace husky::host
