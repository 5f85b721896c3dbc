#include "tools/link/captures/tcp_stream.hpp"

#include <algorithm>
#include <utility>

namespace husky::tools {

/// How far a sequence number lies ahead of what is next; they wrap at 2^32.
std::int64_t tcp_stream::distance(std::uint32_t sequence) const {
    return static_cast<std::int32_t>(sequence - next_sequence_);
}

void tcp_stream::begin(std::uint32_t sequence, bool syn, stream_listener& to) {
    begun_ = true;
    next_sequence_ = sequence;
    if (!syn) to.on_middle();
}

void tcp_stream::segment(std::uint32_t sequence, bool syn, std::span<const std::byte> data, std::size_t missing,
                         stream_listener& to) {
    if (syn) ++sequence;  // the syn takes a number of its own
    if (!begun_) {
        if (!syn && data.empty() && missing == 0) return;
        begin(sequence, syn, to);
    }
    if (data.empty() && missing == 0) return;
    const auto ahead = distance(sequence);
    const auto end = ahead + static_cast<std::int64_t>(data.size() + missing);
    if (end <= 0) return;  // sent again
    if (ahead < 0) {
        const auto known = std::min(static_cast<std::size_t>(-ahead), data.size());
        missing -= static_cast<std::size_t>(-ahead) - known;
        data = data.subspan(known);
    }
    const auto at = next_ + static_cast<std::uint64_t>(std::max<std::int64_t>(ahead, 0));
    if (hand_on(at, data, missing, to))
        hand_on_waiting(to);
    else
        keep(at, data, missing);
    while (waiting_bytes_ > max_waiting || waiting_.size() > max_segments)
        skip_to_waiting(to);
}

void tcp_stream::keep(std::uint64_t at, std::span<const std::byte> data, std::size_t missing) {
    const auto [place, is_new] = waiting_.try_emplace(at);
    auto& kept = place->second;
    const auto holds = [](std::size_t bytes, std::size_t lost) { return std::pair(bytes + lost, bytes); };
    if (!is_new && holds(kept.bytes.size(), kept.missing) >= holds(data.size(), missing)) return;
    waiting_bytes_ += data.size() - kept.bytes.size();
    kept = {{data.begin(), data.end()}, missing};
}

/// True if the piece begins at or before what is next, and so is dealt with.
bool tcp_stream::hand_on(std::uint64_t at, std::span<const std::byte> data, std::size_t missing, stream_listener& to) {
    if (at > next_) return false;
    const std::uint64_t known = next_ - at;
    const auto advance = [&](std::size_t count) {
        next_ += count;
        next_sequence_ += static_cast<std::uint32_t>(count);
    };
    if (known < data.size()) {
        const auto fresh = data.subspan(static_cast<std::size_t>(known));
        advance(fresh.size());
        to.on_bytes(fresh);
    }
    const std::uint64_t end = at + data.size() + missing;
    if (missing > 0 && end > next_) {
        const auto count = static_cast<std::size_t>(end - next_);
        advance(count);
        to.on_missing(count);
    }
    return true;
}

void tcp_stream::hand_on_waiting(stream_listener& to) {
    while (!waiting_.empty() && waiting_.begin()->first <= next_) {
        const auto first = waiting_.extract(waiting_.begin());
        waiting_bytes_ -= first.mapped().bytes.size();
        hand_on(first.key(), first.mapped().bytes, first.mapped().missing, to);
    }
}

void tcp_stream::skip_to_waiting(stream_listener& to) {
    const auto count = static_cast<std::size_t>(waiting_.begin()->first - next_);
    next_ += count;
    next_sequence_ += static_cast<std::uint32_t>(count);
    if (count > 0) to.on_missing(count);
    hand_on_waiting(to);
}

void tcp_stream::finish(stream_listener& to) {
    while (!waiting_.empty())
        skip_to_waiting(to);
}

}  // namespace husky::tools
