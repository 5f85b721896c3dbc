#include "server/watch/frame_reader.hpp"

#include <algorithm>

namespace husky::host {

void frame_reader::watch(const watch_list* wanted) {
    const bool reads = wanted != nullptr && wanted->asks(topic::frames);
    if (reads && !reads_) next_ = ring_->next();
    reads_ = reads;
}

void frame_reader::take(const watch_list& wanted, machine_changes& into) {
    if (!reads_) return;
    const auto oldest = ring_->oldest();
    if (next_ < oldest) into.lost_frames += oldest - next_;
    std::size_t bytes = 0;
    for (auto at = std::max(next_, oldest); at < ring_->next(); ++at) {
        const auto frame = ring_->at(at);
        if (!frame || !wanted.of(std::string(frame->serial)).has(topic::frames)) continue;
        if (into.frames.size() >= max_frames || bytes + frame->bytes.size() > max_bytes) {
            ++into.lost_frames;
            continue;
        }
        bytes += frame->bytes.size();
        into.frames.emplace_back(*frame).number = at;
    }
    next_ = ring_->next();
}

}  // namespace husky::host
