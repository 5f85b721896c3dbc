#include "protocol/wire/frame_queue.hpp"

namespace husky::protocol {

namespace {

/// Memory above this is given back when the queue runs empty.
constexpr std::size_t max_kept_queue = 64 * 1024;

template <class T>
void drop_front(std::vector<T>& items, std::size_t& from) {
    items.erase(items.begin(), items.begin() + static_cast<std::ptrdiff_t>(from));
    from = 0;
}

}  // namespace

frame_queue::added frame_queue::add(std::span<const std::byte> message) {
    if (!has_room(message.size())) return added::full;
    std::memcpy(extend(message.size()), message.data(), message.size());
    return added::yes;
}

std::byte* frame_queue::extend(std::size_t size) {
    compact();
    const auto at = bytes_.size();
    bytes_.resize(at + size);
    sizes_.push_back(static_cast<std::uint32_t>(size));
    return bytes_.data() + at;
}

/// Moves what waits to the front once more is consumed than waits, so that moving stays cheap on the whole.
void frame_queue::compact() {
    if (from_ > bytes_.size() / 2) drop_front(bytes_, from_);
    if (first_ > sizes_.size() / 2) drop_front(sizes_, first_);
}

void frame_queue::consume(std::size_t count) {
    from_ += count;
    if (count > 0) cut_ = false;
    while (count > 0 && count >= sizes_[first_])
        count -= sizes_[first_++];
    if (count > 0) {
        sizes_[first_] -= static_cast<std::uint32_t>(count);
        cut_ = true;
    }
    if (empty()) clear();
}

void frame_queue::clear() {
    bytes_.clear();
    sizes_.clear();
    from_ = first_ = 0;
    cut_ = false;
    if (bytes_.capacity() > max_kept_queue) {
        bytes_.shrink_to_fit();
        sizes_.shrink_to_fit();
    }
}

}  // namespace husky::protocol
