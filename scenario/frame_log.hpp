#pragma once

#include <deque>
#include <string>
#include <vector>

#include "protocol/by_name/message_layouts.hpp"
#include "scenario/stage.hpp"

namespace husky::scenario {

/// The past of a run: a transcript, line by line, and the last frames as they were. Bounded in both.
class frame_log {
  public:
    static constexpr std::size_t shown_frames = 20;
    static constexpr std::size_t max_frames = 400;
    static constexpr std::size_t max_bytes = 1U << 20U;
    static constexpr std::size_t max_line = 240;

    /// The layouts must outlive the log.
    frame_log(const protocol::message_layouts& layouts, std::size_t max_transcript)
        : layouts_(&layouts), max_transcript_(max_transcript) {}

    void saw(const sighting& s, duration at);
    /// A line that is not a frame: a step, a link, an expectation.
    void note(duration at, std::string_view text);

    /// The last frames on links of the matching actors, decoded, oldest first; at most shown_frames.
    [[nodiscard]] std::vector<std::string> last(const actor_name& meant) const;
    [[nodiscard]] const std::vector<std::string>& transcript() const { return transcript_; }
    [[nodiscard]] std::uint64_t dropped() const { return dropped_; }

  private:
    struct kept {
        std::string actor;
        direction way = direction::sent;
        std::optional<protocol::message_index> message;
        std::uint16_t command = 0;
        std::vector<std::byte> bytes;
        duration at{};
    };
    [[nodiscard]] std::string line(const sighting& s, duration at, std::size_t max) const;
    void keep(const sighting& s, duration at);
    void add(std::string text);

    const protocol::message_layouts* layouts_;
    std::size_t max_transcript_;
    std::deque<kept> frames_;
    std::size_t bytes_ = 0;
    std::vector<std::string> transcript_;
    std::uint64_t dropped_ = 0;
};

/// "12.345678", seconds with microseconds.
std::string seconds_text(duration d);

}  // namespace husky::scenario
