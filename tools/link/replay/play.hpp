#pragma once

#include <optional>

#include "tools/link/replay/match.hpp"
#include "tools/link/replay/recording.hpp"

namespace husky::tools {

/// Where the other end first differed from the recording.
struct divergence {
    enum class kind : std::uint8_t {
        fields,      ///< the message that was expected, with other fields
        message,     ///< another message
        unexpected,  ///< a message where none was recorded
        ended,       ///< the link ended
        framing,     ///< bytes that are not a message
    };
    kind type = kind::fields;
    std::size_t connection = 0;
    std::size_t number = 0;  ///< of the frame in the recording; 0 where none is expected
    std::optional<recorded_event> expected;
    std::vector<std::byte> came;  ///< empty if the link ended
    std::vector<field_difference> differences;
};

/// One end of one connection of a recording: what to send next, and whether what comes is as recorded. Indications
/// are matched with indications and all else with all else, each in order: what a machine reports on its own may come
/// between other answers. Has no socket and no clock.
class played_connection {
  public:
    /// All must outlive it.
    played_connection(const recording& from, std::size_t connection, protocol::sender ours, const match_rules& rules,
                      const frame_judge& judge);

    enum class turn : std::uint8_t {
        ours,    ///< next() is to be performed
        theirs,  ///< next() is a message that has not come yet
        over,    ///< all is played
    };
    [[nodiscard]] turn whose_turn() const;
    /// The event that is to be performed or waited for; null when all is played.
    [[nodiscard]] const recorded_event* next() const { return at_ < events_.size() ? &events_[at_].was : nullptr; }
    /// What whose_turn() called ours is done.
    void performed();

    void received(const protocol::frame& f);
    void link_ended();
    void framing_broken(std::span<const std::byte> bytes);

    [[nodiscard]] const std::optional<divergence>& diverged() const { return diverged_; }
    /// Whether the first message is one of ours.
    [[nodiscard]] bool begins_with_us() const;
    /// Whether this may be the first message of the other side.
    [[nodiscard]] bool may_begin_with(const protocol::frame& f) const;
    /// When its first event happened, and its place in the recording.
    [[nodiscard]] const recorded_event& first() const { return events_.front().was; }
    [[nodiscard]] bool opened() const { return at_ > 0; }
    [[nodiscard]] std::size_t matched() const { return matched_; }
    [[nodiscard]] std::size_t sent() const { return sent_; }

  private:
    struct event {
        recorded_event was;
        bool ours = false;
        bool met = false;  ///< of theirs: it came
    };

    void skip_met();
    void fail(divergence d);
    [[nodiscard]] bool is_indication(const protocol::frame& f) const;
    [[nodiscard]] event* expected_for(const protocol::frame& f);
    [[nodiscard]] event* expected_anywhere();
    [[nodiscard]] bool is_judged_at_end(const protocol::frame& f) const;
    [[nodiscard]] bool answers_late(const protocol::frame& f) const;
    [[nodiscard]] std::optional<protocol::message_index> message_of(const protocol::frame& f) const;

    const recording& from_;
    std::size_t connection_;
    const match_rules& rules_;
    const frame_judge& judge_;
    protocol::link_kind kind_;
    std::vector<event> events_;
    std::size_t at_ = 0;
    std::size_t matched_ = 0, sent_ = 0;
    std::optional<divergence> diverged_;
};

}  // namespace husky::tools
