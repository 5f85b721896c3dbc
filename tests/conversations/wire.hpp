#pragma once

#include <array>
#include <deque>
#include <functional>
#include <span>
#include <vector>

#include "protocol/wire/frame_queue.hpp"
#include "tests/conversations/operations.hpp"
#include "tests/sim/players.hpp"

namespace husky::conversations {

using sim::agenda;
using sim::wire_end;

/// Who is at an end of a connection, whoever dialled.
enum class end : std::uint8_t { machine = 0, host = 1 };

/// Connections that carry one message at a time, in order, and lose what the failing operation tells them to lose.
class wire {
  public:
    using number = std::size_t;

    wire(agenda& time, operations& counted) : agenda_(&time), operations_(&counted) {}

    /// False if nobody took the call; both ends stay as they are then.
    bool connect(wire_end& machine, wire_end& host, const std::function<void(number)>& connected);
    /// Takes all that waits. False if the connection was lost before that.
    bool write(number at, end from, protocol::frame_queue& waiting);
    /// The other end is told behind what was written; this one hears nothing more.
    void close(number at, end from);
    /// Both ends are told; what is under way is lost.
    void cut(number at) { lose(at, true, true); }
    /// Nothing arrives any more. Told is who is to know.
    void lose(number at, bool tell_machine, bool tell_host);

  private:
    struct connection {
        std::array<wire_end*, 2> ends{};
        protocol::instant last{};  ///< when the newest message arrives
        bool dead = false;
    };

    void deliver(number at, end from, std::vector<std::byte> message);
    void hand(number at, end to, std::span<const std::byte> bytes);
    void answer_error(number at, end to, const step& request);
    void tell_end(number at, end who, protocol::instant when);

    agenda* agenda_;
    operations* operations_;
    std::deque<connection> connections_;
};

/// What is to be known of a message.
step describe(operation what, std::span<const std::byte> message);

}  // namespace husky::conversations
