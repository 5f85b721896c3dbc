#include "scenario/play/puppet_link.hpp"

namespace husky::play {

bool puppet_link::say(std::span<const std::byte> bytes) {
    if (closing_ || bytes.empty()) return !closing_;
    return outbox_.add(bytes) == protocol::frame_queue::added::yes;
}

}  // namespace husky::play
