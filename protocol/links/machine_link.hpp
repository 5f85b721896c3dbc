#pragma once

#include <chrono>
#include <span>
#include <string>

#include "protocol/links/backoff.hpp"
#include "protocol/links/link_end.hpp"
#include "protocol/links/machine_answers.hpp"

namespace husky::protocol {

struct machine_link_settings {
    duration response_timeout = std::chrono::seconds(10);
    duration silence_timeout = std::chrono::seconds(90);
    duration max_reconnect = std::chrono::seconds(60);
    std::size_t buffer_messages = 1000;
    std::size_t max_setup_size = default_max_setup_size;
    std::string software{};  ///< as identify answers
    queue_limits outbox{};
};

/// The machine's end of a type 1 link over its whole life: linked, lost, dialling again. Keeps cycles, events and
/// interruptions while no host is linked. Pure: no socket, clock or thread. Its driver connects when
/// reconnect_at() has come, writes what waits in outbox() after each call, and calls room() when that has been written.
class machine_link {
  public:
    machine_link(const machine_link_settings& settings, const dialect& d, std::string serial,
                 const machine_directory& directory, machine_model& model, link_observer& observer, std::uint64_t seed);

    // From the network.
    void connected(instant now);
    void received(const frame& f, instant now);
    /// The frame reader met a size below the smallest.
    void framing_broken();
    void due(instant now);
    /// The outbox was written, wholly or in part.
    void room();
    /// The link or the attempt to connect is over; reconnect_at() tells when to try again.
    void lost(instant now);
    /// The machine lost its power: reports kept for a host and its selection are forgotten. After lost().
    void power_cycled();

    // From the machine. Values are read from the model during the call.
    void cycle_ended(tandem_side side);
    void event_recorded(std::chrono::sys_seconds at, std::span<const event_text> texts);
    void interruption(std::uint16_t id, interruption_state state, tandem_side side, std::chrono::sys_seconds at,
                      std::span<const interruption_text> texts);
    /// Sent only while a host is linked.
    void status_changed(tandem_side side);

    [[nodiscard]] bool linked() const { return state_ == state::linked && !end_.closing(); }
    /// True from the first cycle_select that was answered on any link.
    [[nodiscard]] bool selection_given() const { return selection_given_; }
    [[nodiscard]] bool closing() const { return end_.closing(); }
    [[nodiscard]] close_reason reason() const { return end_.reason(); }
    /// How the host refused the last init, "unknown serial (init result 1)"; empty if it did not. Never text of the
    /// host.
    [[nodiscard]] const std::string& refusal() const { return refusal_; }
    [[nodiscard]] frame_queue& outbox() { return end_.outbox(); }
    [[nodiscard]] const frame_queue& outbox() const { return end_.outbox(); }
    [[nodiscard]] instant deadline() const;
    [[nodiscard]] instant reconnect_at() const { return reconnect_at_; }
    /// Messages kept until a host takes them.
    [[nodiscard]] std::size_t buffered() const { return buffer_.messages(); }
    /// Messages dropped from the full buffer, over the link's life.
    [[nodiscard]] std::uint64_t dropped() const { return dropped_; }
    [[nodiscard]] const std::string& serial() const { return serial_; }
    /// Bytes of set-ups in transfer, up or down.
    [[nodiscard]] std::size_t setup_bytes() const { return answers_.held(); }

  private:
    using state = machine_link_state;

    void take(message_index message, const frame& f);
    void take_init_response(const frame& f);
    void take_error(const frame& f);
    template <class Request>
    void answer(const frame& f);
    template <class Request>
    void transfer(const frame& f);
    template <class Message>
    void keep(const Message& m);
    template <class Message>
    void stamp(Message& m, std::chrono::sys_seconds at) const;
    void keep_unwritten();
    [[nodiscard]] bool is_report(std::span<const std::byte> message) const;
    void report_dropped();

    const machine_link_settings* settings_;
    std::string serial_;
    machine_model* model_;
    link_end end_;
    frame_queue buffer_;
    backoff backoff_;
    cycle_selection selection_;
    machine_answers answers_;
    const machine_directory* directory_;
    state state_ = state::offline;
    std::string refusal_;
    bool selection_given_ = false;
    instant last_heard_{};
    instant last_block_{};  ///< of a set-up
    instant init_due_ = never;
    instant reconnect_at_{};
    std::uint64_t dropped_ = 0;
    std::uint64_t dropped_reported_ = 0;
    // Messages that are built again and again in the same memory.
    cycle cycle_;
    event event_;
    cycle_interruption interruption_;
};

}  // namespace husky::protocol
