#pragma once

#include <memory>
#include <optional>
#include <string>

#include "link/faults/fault_context.hpp"
#include "link/faults/frame_watcher.hpp"
#include "link/faults/placed_faults.hpp"
#include "protocol/wire/frame_queue.hpp"
#include "protocol/wire/frame_reader.hpp"

namespace husky::link {

/// What a faulty_session has only while there are faults or a watcher: both directions of one link.
class link_faults {
  public:
    using instant = protocol::instant;

    /// Bytes that wait to be written before no more is taken from the session.
    static constexpr std::size_t write_ahead = 64 * 1024;
    /// What is held back is sent at most this long after its session wants to close.
    static constexpr std::chrono::seconds closing_patience{1};

    link_faults(const protocol::dialect& wire_dialect, const fault_context& in);

    /// Whose link it is, and of which kind; without this it is learnt from `init` or `display_init`.
    void set_machine(const std::string& serial, protocol::link_kind kind);
    void set_faults(std::shared_ptr<const fault_list> faults);
    void set_watcher(frame_watcher* watcher) { watcher_ = watcher; }

    // What the session sends.
    /// Takes what the session queued as far as there is room, and readies what is due. True if anything was taken.
    bool take_from(protocol::frame_queue& session, instant now);
    [[nodiscard]] protocol::frame_queue& outbox() { return outbox_; }

    // What the session receives.
    /// `at_once`: the session takes it within this call, by next().
    void arrived(const protocol::frame& f, instant now, bool at_once);
    /// The next frame for the session, valid until the next call.
    std::optional<protocol::frame> next(instant now);
    /// The session does not want what arrived.
    void forget_arrived() { direct_.reset(); }
    /// What arrived waits no longer.
    void hurry_in() { in_.hurry(); }
    /// True once, when what the session gets has lost its frame boundaries.
    bool lost_framing();
    [[nodiscard]] instant deadline_in() const { return in_.deadline(); }

    // The link's end.
    void session_closes(instant now);
    [[nodiscard]] instant deadline_out() const;
    void due(instant now);
    /// Whether the link may close: its session wants to and nothing of it is kept back, or a fault has ended it.
    [[nodiscard]] bool over(bool session_closes, bool session_empty) const;
    [[nodiscard]] protocol::fault_end end() const { return end_; }

  private:
    void learn(const protocol::frame& f);
    void bind();
    void draw_anew();
    void send(std::span<const std::byte> message, instant now);
    void ready(instant now);
    [[nodiscard]] bool waits_for_writing() const { return out_.begins_write() && !outbox_.empty(); }

    const protocol::dialect& dialect_;
    const fault_context& context_;
    frame_watcher* watcher_ = nullptr;
    std::shared_ptr<const fault_list> faults_;
    std::string machine_;
    protocol::link_kind kind_ = protocol::link_kind::machine_functions;
    bool seeded_ = false;

    protocol::fault_injector out_, in_;
    protocol::frame_queue outbox_;
    protocol::frame_reader reader_;
    std::vector<std::byte> input_;           ///< what reader_ reads
    std::optional<protocol::frame> direct_;  ///< needs no reader
    protocol::fault_end end_ = protocol::fault_end::none;
    bool told_broken_ = false;
    instant closing_until_ = protocol::never;
    bool gave_up_ = false;
};

}  // namespace husky::link
