#pragma once

#include <array>
#include <chrono>
#include <span>
#include <string_view>
#include <vector>

#include "protocol/messages/machine_messages.hpp"

namespace husky::cells {

/// What the alarm page remembers of a machine: the interruptions that are active and the newest entries of its log.
/// Small, because each machine of a fleet keeps one, watched or not; memory is allocated with the first entry.
class event_log {
  public:
    static constexpr std::size_t max_entries = 12;
    static constexpr std::size_t max_active = 8;

    struct entry {
        std::chrono::sys_seconds at{};
        std::array<char, 8> type{};   ///< filled up with NUL
        std::array<char, 72> text{};  ///< UTF-8, cut; filled up with NUL
    };
    struct active_interruption {
        std::chrono::sys_seconds since{};
        std::uint16_t id = 0;
        protocol::tandem_side side = 0;
    };

    /// The first text is kept: that of the machine's own language.
    void record(std::chrono::sys_seconds at, std::span<const protocol::event_text> texts);
    void record(std::uint16_t id, protocol::interruption_state state, protocol::tandem_side side,
                std::chrono::sys_seconds at, std::span<const protocol::interruption_text> texts);

    /// The newest first: 0 to size() - 1.
    [[nodiscard]] const entry& newest(std::size_t i) const {
        return entries_[(next_ + max_entries - 1 - i) % max_entries];
    }
    [[nodiscard]] std::size_t size() const { return entries_.size(); }
    /// In the order in which they began; when more are active than are kept, the newest.
    [[nodiscard]] std::span<const active_interruption> active() const { return active_; }

  private:
    void add(std::chrono::sys_seconds at, std::string_view type, std::string_view text);

    std::vector<entry> entries_;
    std::vector<active_interruption> active_;
    std::size_t next_ = 0;
};

/// The text in an array that is filled up with NUL.
template <std::size_t Size>
std::string_view text_of(const std::array<char, Size>& kept) {
    const std::string_view all(kept.data(), kept.size());
    return all.substr(0, all.find('\0'));
}

}  // namespace husky::cells
