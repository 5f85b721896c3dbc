#pragma once

#include <optional>
#include <string>
#include <vector>

#include "protocol/messages/catalogue.hpp"
#include "server/trace/frame_ring.hpp"

namespace husky::host {

/// Which of the newest frames are wanted; what is empty does not matter.
struct frame_query {
    std::string serial{};
    std::optional<protocol::message_index> message{};
    std::optional<frame_direction> direction{};
    std::size_t limit = 100;

    [[nodiscard]] bool wants(const kept_frame& f) const;
};

/// The newest frames of a ring that are wanted, in the order in which they passed; numbered by their positions.
std::vector<copied_frame> newest_frames(const frame_ring& ring, const frame_query& wanted);

/// Of several rings, each in its order: the newest of all by their time.
std::vector<copied_frame> newest_of_all(std::vector<std::vector<copied_frame>> rings, std::size_t limit);

}  // namespace husky::host
