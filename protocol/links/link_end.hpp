#pragma once

#include <string_view>

#include "protocol/links/bad_input.hpp"
#include "protocol/time.hpp"
#include "protocol/wire/frame.hpp"
#include "protocol/wire/frame_queue.hpp"
#include "settings/interface.hpp"

namespace husky::protocol {

/// Where a machine's end of a link stands.
enum class machine_link_state : std::uint8_t { offline, awaiting_init, linked };

/// Is told what passes over a link, to count and to log it. Called from within a link's functions.
class link_observer : public settings::interface {
  public:
    virtual void message_received(message_index) = 0;
    virtual void message_sent(message_index) = 0;
    virtual void error_sent(error_code) = 0;
    /// `command` is the word received, 0 where there is none.
    virtual void received_bad_input(bad_input kind, std::uint16_t command) = 0;
};

/// What both ends of a link share: the queue of what is to be sent, the answers to what is not understood, and the
/// decision to close. Pure: bytes decoded come in, bytes to send wait in outbox().
class link_end {
  public:
    link_end(sender self, const dialect& d, queue_limits limits, link_observer& observer)
        : self_(self), dialect_(&d), outbox_(limits), observer_(&observer) {}

    /// What waits to be written; the writer consumes it.
    [[nodiscard]] frame_queue& outbox() { return outbox_; }
    [[nodiscard]] const frame_queue& outbox() const { return outbox_; }
    [[nodiscard]] const dialect& wire_dialect() const { return *dialect_; }
    [[nodiscard]] link_observer& observer() { return *observer_; }

    /// From now on the commands of this kind of link are understood.
    void speak(link_kind kind) { kind_ = kind; }
    /// display_init has succeeded: from now on errors go as display_error.
    void display_initialised() { errors_as_display_ = true; }
    /// True once the link is to be closed as soon as the outbox is written. Nothing is received after that.
    [[nodiscard]] bool closing() const { return reason_ != close_reason::none; }
    [[nodiscard]] close_reason reason() const { return reason_; }
    void close(close_reason why) {
        if (!closing()) reason_ = why;
    }
    void reset() {
        outbox_.clear();
        reason_ = close_reason::none;
        errors_as_display_ = false;
    }

    /// Queues a message; a reply that is too large becomes `error` 5. A full queue closes the link: the peer does not
    /// read.
    template <described_message Message>
    void send(const Message& m) {
        switch (outbox_.add(m, *dialect_)) {
            case frame_queue::added::yes:
                observer_->message_sent(index_of<Message>);
                return;
            case frame_queue::added::full:
                close(close_reason::not_reading);
                return;
            case frame_queue::added::too_large:
                break;
        }
        if constexpr (!std::is_same_v<Message, error> && !std::is_same_v<Message, display_error>)
            send_error(static_cast<std::uint16_t>(dialect_->code(index_of<Message>) & ~response_bit),
                       error_code::too_large, "the answer does not fit into one message");
    }

    /// Queues a message that was encoded before. False if the queue is full.
    bool send_encoded(std::span<const std::byte> message);

    /// As `display_error` on a display link that speaks as one.
    void send_error(std::uint16_t command, error_code code, std::string_view text);
    /// Tells of what was wrong with that command, and answers with an error.
    void refuse(std::uint16_t command, bad_input kind, error_code code, std::string_view text) {
        observer_->received_bad_input(kind, command);
        send_error(command, code, text);
    }
    /// A command that came too early: the answer says what it waits for.
    void refuse_before_init(message_index message, const frame& f, std::string_view text) {
        if (!is_well_formed(message, f)) return answer_malformed(f.command, message);
        refuse(f.command, bad_input::not_initialised, error_code::not_initialised, text);
    }
    /// A command that this end does not take.
    void refuse_direction(std::uint16_t command) {
        refuse(command, bad_input::wrong_direction, error_code::unknown_command, "not a command of this link");
    }

    /// Names the message, or answers for it (errors 1 and 2, drops) and returns nothing. `error` messages are named.
    /// Responses are named only if they may come from the other end; whether one is awaited is the caller's to know.
    std::optional<message_index> accept(const frame& f);

    /// Decodes a message that accept() has named; on a fault answers `error` 2 and returns false. A broken `error` is
    /// only counted.
    template <described_message Message>
    bool decode_or_answer(const frame& f, Message& into) {
        if (decode(f.fields, *dialect_, into) == decode_fault::none) return true;
        answer_malformed(f.command, index_of<Message>);
        return false;
    }

    /// Whether the frame decodes as this message; used where only the verdict matters.
    [[nodiscard]] bool is_well_formed(message_index message, const frame& f) const;

    void answer_malformed(std::uint16_t command, message_index message);

    /// A message_size below the smallest: `error` 2 with command 0, then close.
    void answer_broken_framing();

  private:
    sender self_;
    const dialect* dialect_;
    link_kind kind_ = link_kind::machine_functions;
    bool errors_as_display_ = false;
    frame_queue outbox_;
    link_observer* observer_;
    close_reason reason_ = close_reason::none;
};

}  // namespace husky::protocol
