#pragma once

#include "server/watch/machine_changes.hpp"
#include "server/watch/watch_list.hpp"

namespace husky::host {

/// Copies what passes the links of one thread while somebody watches that, out of the thread's ring. Pure.
class frame_reader {
  public:
    /// Between two calls of take(); further frames are counted as lost.
    static constexpr std::size_t max_frames = 128;
    static constexpr std::size_t max_bytes = std::size_t{128} << 10;

    explicit frame_reader(const frame_ring& ring) : ring_(&ring) {}

    /// From now on frames of these; null: none. Those that passed before frames were watched are not told.
    void watch(const watch_list* wanted);
    /// Numbered by their positions.
    void take(const watch_list& wanted, machine_changes& into);

  private:
    const frame_ring* ring_;
    std::uint64_t next_ = 0;  ///< position of the next one
    bool reads_ = false;
};

}  // namespace husky::host
