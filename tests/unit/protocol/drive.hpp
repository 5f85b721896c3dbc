#pragma once

#include <algorithm>
#include <span>

#include "protocol/time.hpp"
#include "protocol/wire/frame_reader.hpp"

namespace husky::protocol {

/// Time passes for a link on a bench; deadlines are kept as they come.
template <class Link>
void wait_with(Link& link, instant& now, duration span) {
    const instant end = now + span;
    while (link.deadline() <= end) {
        now = std::max(now, link.deadline());
        link.due(now);
    }
    now = end;
}

/// A link that never pauses takes these bytes.
template <class Link>
void take_with(Link& link, frame_reader& reader, std::span<const std::byte> input, instant now) {
    reader.push(input);
    while (!link.closing()) {
        const auto f = reader.next();
        if (!f) break;
        link.received(*f, now);
    }
    if (reader.broken()) link.framing_broken();
}

}  // namespace husky::protocol
