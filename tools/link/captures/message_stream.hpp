#pragma once

#include <string>

#include "protocol/by_name/message_layout.hpp"
#include "protocol/wire/frame_reader.hpp"
#include "tools/link/captures/tcp_stream.hpp"

namespace husky::tools {

/// What a stream of messages hands on; `by` is the number that the stream was given.
class frame_listener {
  public:
    virtual ~frame_listener() = default;
    /// The frame is valid during the call.
    virtual void on_frame(const protocol::frame& f, std::size_t by) = 0;
    /// Something that a reader must know to trust what is shown.
    virtual void on_note(const std::string& text, std::size_t by) = 0;
};

/// The message that a command word means on a link of that kind; on `any`, on whichever has it.
std::optional<protocol::message_index> message_of(const protocol::dialect& d, std::uint16_t command,
                                                  protocol::link_kind on);

/// A whole message.
protocol::frame frame_in(std::span<const std::byte> whole, const protocol::dialect& d);

/// Whether the messages of a dialect may lie in bytes, judged without trusting them.
class frame_judge {
  public:
    explicit frame_judge(const protocol::dialect& d);

    /// The size of the message whose head this may be: its command is known and its size fits it. 0 if it may not.
    [[nodiscard]] std::size_t size_by_head(std::span<const std::byte> start) const;

    /// Whether a whole frame is a message whose fields fill it exactly.
    [[nodiscard]] bool is_message(std::span<const std::byte> whole) const;

    [[nodiscard]] const protocol::dialect& wire_dialect() const { return *dialect_; }
    [[nodiscard]] const protocol::message_layout& layout(protocol::message_index at) const { return layouts_[at]; }

  private:
    const protocol::dialect* dialect_;
    std::vector<protocol::message_layout> layouts_;
    std::vector<std::size_t> min_sizes_;
};

/// Finds the messages in one direction of a connection. Where the capture lacks bytes it looks for the next message and
/// accepts only what is unlikely to be chance: two messages in a row, or one that is followed by a head or ends the
/// bytes.
class message_stream final : public stream_listener {
  public:
    /// How far it searches for a message before it gives up the direction.
    static constexpr std::size_t max_search = std::size_t{1024} * 1024;

    /// `expected`: messages are known to be here, so that even an unknown first one is shown.
    message_stream(const frame_judge& judge, bool expected, frame_listener& to, std::size_t by = 0)
        : judge_(&judge), to_(&to), by_(by), reader_(judge.wire_dialect()), expected_(expected) {}

    void on_bytes(std::span<const std::byte> bytes) override;
    void on_missing(std::size_t count) override;
    void on_middle() override;
    /// Nothing more will come.
    void finish();

    /// The first bytes are not a message: another protocol.
    [[nodiscard]] bool foreign() const { return state_ == state::foreign; }
    /// Bytes could not be shown as messages.
    [[nodiscard]] bool incomplete() const { return incomplete_; }

  private:
    enum class state : std::uint8_t { beginning, reading, searching, foreign, lost };
    enum class chance : std::uint8_t { believed, refused, needs_more };

    void begin(std::span<const std::byte> bytes);
    void read(std::span<const std::byte> bytes);
    void search(bool at_end);
    [[nodiscard]] chance judge_from(std::span<const std::byte> bytes, bool at_end) const;
    void found(std::size_t at);
    void give_up(const std::string& why);
    void note(const std::string& text) { to_->on_note(text, by_); }

    const frame_judge* judge_;
    frame_listener* to_;
    std::size_t by_;
    protocol::frame_reader reader_;
    std::vector<std::byte> pending_;  ///< while beginning or searching
    state state_ = state::beginning;
    bool expected_;
    bool incomplete_ = false;
    std::size_t frames_ = 0;
    std::size_t skipped_ = 0;
};

}  // namespace husky::tools
