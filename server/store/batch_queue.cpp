#include "server/store/batch_queue.hpp"

#include <utility>

namespace husky::host {

namespace {

constexpr std::size_t max_spares = 16;
constexpr std::size_t max_spare_bytes = std::size_t{1} << 20U;

}  // namespace

bool batch_queue::push(batch& records, std::function<void()> room) {
    if (records.empty()) return true;
    const std::size_t size = records.bytes();
    {
        const std::lock_guard lock(mutex_);
        if (closed_) return false;
        if (batches_ > 0 && (batches_ == max_batches_ || bytes_ + size > max_bytes_)) {
            if (room) refused_.push_back(std::move(room));
            return false;
        }
        append(records);
    }
    changed_.notify_one();
    return true;
}

bool batch_queue::push_over(batch& records) {
    {
        const std::lock_guard lock(mutex_);
        if (closed_) return false;
        append(records);
    }
    changed_.notify_one();
    return true;
}

void batch_queue::append(batch& records) {
    ++batches_;
    bytes_ += records.bytes();
    waiting_.push_back(std::exchange(records, {}));
    waiting_.back().queued_at = std::chrono::steady_clock::now();
    if (spare_.empty()) return;
    records = std::move(spare_.back());
    spare_.pop_back();
}

std::optional<batch> batch_queue::take() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return !waiting_.empty() || closed_; });
    return take_front();
}

std::optional<batch> batch_queue::take_now() {
    const std::lock_guard lock(mutex_);
    return take_front();
}

std::optional<batch> batch_queue::take_front() {
    if (waiting_.empty() || abandoned_) return std::nullopt;
    std::optional<batch> first(std::move(waiting_.front()));
    if (!oldest_taken_) oldest_taken_ = first->queued_at;
    waiting_.pop_front();
    return first;
}

void batch_queue::release(std::deque<batch>& done) {
    std::size_t size = 0;
    for (const batch& each : done)
        size += each.bytes();
    std::vector<std::function<void()>> refused;
    {
        const std::lock_guard lock(mutex_);
        batches_ -= done.size();
        bytes_ -= size;
        oldest_taken_.reset();
        refused.swap(refused_);
        for (batch& each : done) {
            if (spare_.size() == max_spares) break;
            if (each.text.capacity() > max_spare_bytes) continue;
            each.clear();
            spare_.push_back(std::move(each));
        }
    }
    done.clear();
    for (const auto& room : refused)
        room();
}

void batch_queue::close() {
    {
        const std::lock_guard lock(mutex_);
        closed_ = true;
    }
    changed_.notify_all();
}

void batch_queue::abandon() {
    {
        const std::lock_guard lock(mutex_);
        closed_ = abandoned_ = true;
    }
    changed_.notify_all();
}

bool batch_queue::abandoned() const {
    const std::lock_guard lock(mutex_);
    return abandoned_;
}

void batch_queue::sleep(std::chrono::milliseconds time) {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, time, [this] { return abandoned_; });
}

std::size_t batch_queue::bytes() const {
    const std::lock_guard lock(mutex_);
    return bytes_;
}

std::size_t batch_queue::batches() const {
    const std::lock_guard lock(mutex_);
    return batches_;
}

std::optional<std::chrono::steady_clock::time_point> batch_queue::oldest() const {
    const std::lock_guard lock(mutex_);
    if (oldest_taken_ || waiting_.empty()) return oldest_taken_;
    return waiting_.front().queued_at;
}

bool batch_queue::congested() const {
    const std::lock_guard lock(mutex_);
    return batches_ * 2 >= max_batches_ || bytes_ * 2 >= max_bytes_;
}

}  // namespace husky::host
