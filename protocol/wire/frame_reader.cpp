#include "protocol/wire/frame_reader.hpp"

#include "protocol/wire/codec.hpp"

namespace husky::protocol {

namespace {

/// Memory that a rare large split message needed is given back above this.
constexpr std::size_t max_kept_buffer = 16 * 1024;

}  // namespace

/// Size of the whole message that starts here, known from its first two bytes.
std::optional<std::size_t> frame_reader::size_of(std::span<const std::byte> start) {
    if (start.size() < 2) return std::nullopt;
    const std::size_t size = wire_reader(start, *dialect_).take<std::uint16_t>();
    if (size < dialect_->min_size_field()) {
        broken_ = true;
        return std::nullopt;
    }
    return size + dialect_->size_offset();
}

/// Moves input behind what is held until `size` bytes are held. False if the input ends before.
bool frame_reader::top_up(std::size_t size) {
    const auto missing = size - std::min(size, waiting().size());
    const auto taken = input_.first(std::min(missing, input_.size()));
    held_.insert(held_.end(), taken.begin(), taken.end());
    input_ = input_.subspan(taken.size());
    return waiting().size() >= size;
}

std::optional<frame> frame_reader::next() {
    if (broken_) return std::nullopt;
    if (held_at_ == held_.size()) {
        held_.clear();
        held_at_ = 0;
        if (held_.capacity() > max_kept_buffer) held_.shrink_to_fit();
        const auto size = size_of(input_);
        if (size && *size <= input_.size()) {
            const auto bytes = input_.first(*size);
            input_ = input_.subspan(*size);
            return frame_of(bytes, *dialect_);
        }
        if (!broken_) hold();
        return std::nullopt;
    }
    // Moved to the front once more lies behind than ahead: many small messages that are held cost no more than few.
    if (held_at_ > held_.size() / 2) {
        held_.erase(held_.begin(), held_.begin() + static_cast<std::ptrdiff_t>(held_at_));
        held_at_ = 0;
    }
    if (!top_up(2)) return std::nullopt;
    const auto size = size_of(waiting());
    if (!size || !top_up(*size)) return std::nullopt;
    const auto bytes = waiting().first(*size);
    held_at_ += *size;
    return frame_of(bytes, *dialect_);
}

void frame_reader::hold() {
    held_.insert(held_.end(), input_.begin(), input_.end());
    input_ = {};
}

}  // namespace husky::protocol
