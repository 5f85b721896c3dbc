#include "server/trace/frame_ring.hpp"

#include <algorithm>
#include <bit>
#include <cstring>

namespace husky::host {

frame_ring::room frame_ring::share_of(std::size_t threads) {
    return {std::max(of_host.frames / threads, smallest.frames), std::max(of_host.bytes / threads, smallest.bytes)};
}

/// Bytes that never pass take no memory: nothing touches them.
frame_ring::frame_ring(room wanted)
    : slots_(std::bit_ceil(wanted.frames)),
      bytes_(std::bit_ceil(wanted.bytes)),
      data_(std::make_unique_for_overwrite<std::byte[]>(bytes_)) {}

void frame_ring::add(const frame_mark& about, std::span<const std::byte> bytes) {
    if (bytes.empty() || bytes.size() > bytes_) return;
    const auto offset = end_ & (bytes_ - 1);
    const auto begin = offset + bytes.size() > bytes_ ? end_ + (bytes_ - offset) : end_;
    end_ = begin + bytes.size();
    if (next_ - oldest_ == slots_.size()) ++oldest_;
    while (oldest_ < next_ && slot_of(oldest_).begin + bytes_ < end_)
        ++oldest_;
    std::memcpy(data_.get() + (begin & (bytes_ - 1)), bytes.data(), bytes.size());
    slot_of(next_++) = {about, begin, bytes.size()};
}

void frame_ring::name_link(std::uint64_t link, std::string_view serial) {
    forget_names();
    serials_.insert_or_assign(link, std::string(serial));
}

void frame_ring::end_link(std::uint64_t link) {
    forget_names();
    if (serials_.contains(link)) ended_.emplace_back(link, next_);
}

/// Of links that ended before the oldest frame passed.
void frame_ring::forget_names() {
    for (; !ended_.empty() && ended_.front().second <= oldest_; ended_.pop_front())
        serials_.erase(ended_.front().first);
}

void frame_ring::clear() {
    oldest_ = next_;
    forget_names();
}

void frame_ring::forget(std::string_view serial) {
    for (auto position = oldest_; position < next_; ++position)
        if (slot& each = slot_of(position); serial_of(each.about.link) == serial) each.size = 0;
}

std::string_view frame_ring::serial_of(std::uint64_t link) const {
    const auto at = serials_.find(link);
    return at == serials_.end() ? std::string_view() : std::string_view(at->second);
}

std::optional<kept_frame> frame_ring::at(std::uint64_t position) const {
    if (position < oldest_ || position >= next_) return std::nullopt;
    const slot& found = slot_of(position);
    if (found.size == 0) return std::nullopt;
    return kept_frame{
        found.about, serial_of(found.about.link), {data_.get() + (found.begin & (bytes_ - 1)), found.size}};
}

}  // namespace husky::host
