#include "protocol/faults/piece_queue.hpp"

#include <algorithm>

namespace husky::protocol {

void piece_queue::add(wire_piece piece) {
    bytes_ += piece.bytes.size();
    const auto behind = std::upper_bound(pieces_.begin() + static_cast<std::ptrdiff_t>(hurried_), pieces_.end(),
                                         piece.at, [](instant at, const wire_piece& p) { return at < p.at; });
    pieces_.insert(behind, std::move(piece));
}

bool piece_queue::hurry_past(std::size_t max_pieces, std::size_t max_bytes) {
    std::size_t count = 0, rest = bytes_;
    while (pieces_.size() - count > max_pieces || rest > max_bytes)
        rest -= pieces_[count++].bytes.size();
    const bool more = count > hurried_;
    if (more) hurried_ = count;
    return more;
}

wire_piece piece_queue::pop() {
    auto first = std::move(pieces_.front());
    pieces_.pop_front();
    bytes_ -= first.bytes.size();
    if (hurried_ > 0) --hurried_;
    return first;
}

void piece_queue::clear() {
    pieces_.clear();
    bytes_ = hurried_ = 0;
    stands_until_ = instant::min();
}

}  // namespace husky::protocol
