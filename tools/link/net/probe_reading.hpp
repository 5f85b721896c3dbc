#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "protocol/messages/link_messages.hpp"
#include "protocol/wire/frame_reader.hpp"

namespace husky::tools {

/// What listens at an address, judged by its answers.
enum class probe_state : std::uint8_t {
    silent,   ///< no answer in time
    closed,   ///< nothing listens: refused, or no route
    other,    ///< an answer that is not a Husky message, or the link ended without one
    husky,    ///< Husky messages, but none that says whether host or machine
    host,     ///< a Husky host
    machine,  ///< a Husky machine
};

/// "silent", "closed"
std::string_view name(probe_state state);

/// Whether something there sends Husky messages.
constexpr bool is_found(probe_state state) { return state >= probe_state::husky; }

/// What was learnt over one transport.
struct probe_finding {
    probe_state state = probe_state::silent;
    std::string detail;  ///< in words: why closed, what was wrong with the answer
    std::optional<protocol::identify_response> identity;
    bool answered = false;               ///< it answered identify, if only to refuse it
    std::string serial_number;           ///< of an init that the peer sent by itself
    std::vector<std::byte> first_bytes;  ///< of an answer that is not a message; at most `max_first_bytes`
    std::optional<std::chrono::microseconds> round_trip;  ///< from identify to its answer
};

/// Reads what a probed peer sends, and decides. Knows no socket and no clock.
class probe_reading {
  public:
    static constexpr std::size_t max_first_bytes = 16;
    /// Messages that a peer may send before its answer.
    static constexpr std::size_t max_messages = 1000;

    explicit probe_reading(const protocol::dialect& d) : dialect_(&d), reader_(d) {}

    void on_bytes(std::span<const std::byte> bytes);
    /// The peer closed the link; `asked_for` if we had closed our half before.
    void on_closed(bool asked_for);
    /// A datagram holds one message and nothing else.
    void on_datagram(std::span<const std::byte> bytes);

    /// The result is final.
    [[nodiscard]] bool done() const { return done_; }
    /// The peer has sent something.
    [[nodiscard]] bool has_spoken() const { return !finding_.first_bytes.empty(); }
    /// After it: what is known once nothing more comes.
    [[nodiscard]] probe_finding finish();

  private:
    void on_frame(const protocol::frame& f);
    template <class Hello>
    void note_serial(const protocol::frame& f);
    void on_identity(const protocol::frame& f);
    void on_error(const protocol::frame& f);
    void conclude(probe_state state, std::string detail = "");

    const protocol::dialect* dialect_;
    protocol::frame_reader reader_;
    probe_finding finding_;
    std::size_t messages_ = 0;
    std::string complaint_;  ///< an error that it sent unasked
    bool done_ = false;
};

}  // namespace husky::tools
