#pragma once

#include <deque>
#include <vector>

#include "protocol/time.hpp"

namespace husky::protocol {

/// How a direction of a link ends by a fault.
enum class fault_end : std::uint8_t { none, half_open, reset, close };

/// What goes over a link at once, or the link's end.
struct wire_piece {
    instant at{};  ///< not before
    std::vector<std::byte> bytes;
    fault_end end = fault_end::none;
    bool own_write = false;  ///< not in one write with what goes before
};

/// Pieces by the time at which they are sent; those of one time in the order in which they came.
class piece_queue {
  public:
    void add(wire_piece piece);
    /// Nothing waits any longer.
    void hurry() { hurried_ = pieces_.size(); }
    /// The oldest pieces beyond these bounds wait no longer. False if there are none.
    bool hurry_past(std::size_t max_pieces, std::size_t max_bytes);
    /// Nothing is sent before this time, except what is hurried.
    void stand_until(instant at) { stands_until_ = std::max(stands_until_, at); }

    [[nodiscard]] bool empty() const { return pieces_.empty(); }
    [[nodiscard]] std::size_t size() const { return pieces_.size(); }
    [[nodiscard]] std::size_t bytes() const { return bytes_; }
    [[nodiscard]] const wire_piece& front() const { return pieces_.front(); }
    [[nodiscard]] instant due() const {
        if (empty()) return never;
        return hurried_ > 0 ? instant::min() : std::max(pieces_.front().at, stands_until_);
    }
    wire_piece pop();
    void clear();

  private:
    std::deque<wire_piece> pieces_;
    std::size_t bytes_ = 0;
    std::size_t hurried_ = 0;
    instant stands_until_ = instant::min();
};

}  // namespace husky::protocol
