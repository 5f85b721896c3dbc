#include "link/capture/capture_queue.hpp"

#include <cstring>

namespace husky::link {

namespace {

/// How a record lies in the queue; its bytes follow.
struct stored_record {
    captured kind;
    protocol::traced_moment moment;
    std::size_t size;
};
static_assert(std::is_trivially_copyable_v<stored_record>);

}  // namespace

bool capture_queue::push(const capture_record& r) {
    const stored_record head{r.kind, r.moment, r.bytes.size()};
    const auto* start = reinterpret_cast<const std::byte*>(&head);
    const std::scoped_lock lock(mutex_);
    if (closed_ || filling_.size() + sizeof(head) + r.bytes.size() > max_bytes_) {
        ++counts_.left_out;
        counts_.left_out_bytes += r.bytes.size();
        return false;
    }
    ++counts_.taken;
    const bool was_empty = filling_.empty();
    filling_.insert(filling_.end(), start, start + sizeof(head));
    filling_.insert(filling_.end(), r.bytes.begin(), r.bytes.end());
    if (was_empty) news_.notify_one();
    return true;
}

bool capture_queue::take(std::chrono::milliseconds timeout, const std::function<void(const capture_record&)>& to) {
    {
        std::unique_lock lock(mutex_);
        news_.wait_for(lock, timeout, [&] { return closed_ || !filling_.empty(); });
        if (closed_ && filling_.empty()) return false;
        std::swap(filling_, draining_);
    }
    for (std::size_t at = 0; at < draining_.size();) {
        stored_record head;
        std::memcpy(&head, draining_.data() + at, sizeof(head));
        at += sizeof(head);
        to({head.kind, head.moment, std::span(draining_).subspan(at, head.size)});
        at += head.size;
    }
    draining_.clear();
    return true;
}

void capture_queue::close() {
    const std::scoped_lock lock(mutex_);
    closed_ = true;
    news_.notify_one();
}

capture_queue::counts capture_queue::counted() const {
    const std::scoped_lock lock(mutex_);
    return counts_;
}

}  // namespace husky::link
