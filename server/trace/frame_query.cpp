#include "server/trace/frame_query.hpp"

#include <algorithm>
#include <iterator>

#include "protocol/wire/codec.hpp"

namespace husky::host {

bool frame_query::wants(const kept_frame& f) const {
    if (!serial.empty() && f.serial != serial) return false;
    if (direction && f.about.direction != *direction) return false;
    if (!message) return true;
    const auto& dialect = *f.about.wire_dialect;
    return dialect.find(protocol::frame_of(f.bytes, dialect).command, f.about.on) == message;
}

std::vector<copied_frame> newest_frames(const frame_ring& ring, const frame_query& wanted) {
    std::vector<copied_frame> found;
    for (auto at = ring.next(); at > ring.oldest() && found.size() < wanted.limit; --at) {
        const auto f = ring.at(at - 1);
        if (!f || !wanted.wants(*f)) continue;
        found.emplace_back(*f).number = at - 1;
    }
    std::reverse(found.begin(), found.end());
    return found;
}

std::vector<copied_frame> newest_of_all(std::vector<std::vector<copied_frame>> rings, std::size_t limit) {
    std::vector<copied_frame> all;
    for (auto& each : rings)
        std::move(each.begin(), each.end(), std::back_inserter(all));
    std::stable_sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.about.time < b.about.time; });
    if (all.size() > limit) all.erase(all.begin(), all.end() - static_cast<std::ptrdiff_t>(limit));
    return all;
}

}  // namespace husky::host
