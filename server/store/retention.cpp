#include "server/store/retention.hpp"

namespace husky::host {

namespace {

/// What a row takes besides its content, about.
constexpr std::int64_t row_bytes = 1024;

}  // namespace

void retention::found(std::int64_t items, std::int64_t bytes) { bytes_ = bytes + items * row_bytes; }

void retention::added(machine_id machine, const stored_item& item) {
    bytes_ += item.size + row_bytes;
    newest_ = item.id;
    machines_.insert(machine);
}

void retention::removed(const stored_item& item) { bytes_ -= item.size + row_bytes; }

void retention::remove(stored_items& from, const stored_item& item) {
    from.remove(item);
    removed(item);
}

void retention::trim(stored_items& from) {
    if (machines_.empty()) return;
    if (limits_.max_items > 0)
        for (const machine_id machine : machines_)
            while (const auto surplus = from.beyond(machine, limits_.max_items))
                remove(from, *surplus);
    const auto max_bytes = static_cast<std::int64_t>(limits_.max_bytes);
    while (max_bytes > 0 && bytes_ > max_bytes) {
        const auto oldest = from.oldest();
        if (!oldest || oldest->id == newest_) break;
        remove(from, *oldest);
    }
    machines_.clear();
}

}  // namespace husky::host
