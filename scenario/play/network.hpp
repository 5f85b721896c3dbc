#pragma once

#include <array>
#include <deque>
#include <span>
#include <vector>

#include "protocol/random.hpp"
#include "protocol/wire/frame_queue.hpp"
#include "scenario/play/agenda.hpp"

namespace husky::play {

/// The user of one end of a connection.
class wire_end {
  public:
    virtual ~wire_end() = default;
    virtual void arrived(std::span<const std::byte> bytes) = 0;
    /// What was written has left; there is room for more.
    virtual void room() = 0;
    /// The other end closed, or the connection was cut.
    virtual void ended() = 0;
};

/// How bytes travel.
struct weather {
    duration min_delay = std::chrono::microseconds(100);
    duration max_delay = std::chrono::milliseconds(200);
    std::size_t max_piece = 1500;
    std::size_t max_in_flight = 64 * 1024;  ///< per direction; past this a writer waits
};

enum class side : std::uint8_t { dialler = 0, listener = 1 };

/// Connections that delay, split and join bytes, that can be cut with the loss of what is under way, and that can go
/// dead without telling either end.
class network {
  public:
    network(agenda& time, const weather& w, std::uint64_t seed) : agenda_(&time), weather_(w), random_(seed) {}

    using number = std::size_t;

    number connect(wire_end& dialler, wire_end& listener);
    /// Takes as much of what waits as there is room for.
    void write(number at, side from, protocol::frame_queue& waiting);
    /// The other end is told after what was written; this one is told nothing more.
    void close(number at, side from);
    /// Both ends are told; data under way is lost.
    void cut(number at);
    /// The end that dialled is told, as when a machine is switched off and on; the other is not.
    void vanish(number at);
    /// RST: the other end is told at once, data under way is lost; this one is told nothing more.
    void reset(number at, side from);
    /// This end reads nothing, and the other one's writes wait when the pipe is full, until it is let go.
    void hold(number at, side reader, bool on);
    /// Nothing arrives any more, and neither end is told.
    void go_dead(number at) { connections_[at].dead = true; }

    [[nodiscard]] bool is_dead(number at) const { return connections_[at].dead; }

    [[nodiscard]] duration delay();
    [[nodiscard]] std::size_t below(std::size_t n) { return static_cast<std::size_t>(random_.next() % n); }

  private:
    struct piece {
        instant at;
        std::vector<std::byte> bytes;
    };
    struct pipe {
        std::deque<piece> pieces;
        std::size_t in_flight = 0;
        instant last{};
        bool held = false;  ///< by its reader
    };
    struct connection {
        std::array<wire_end*, 2> ends{};
        std::array<bool, 2> owed_end{};  ///< it is told of the end when it reads again
        std::array<pipe, 2> from;
        bool dead = false;
    };

    void deliver(number at, side from);
    void tell_end(number at, side who, instant when);
    static std::size_t index(side s) { return static_cast<std::size_t>(s); }
    static side other(side s) { return s == side::dialler ? side::listener : side::dialler; }

    agenda* agenda_;
    weather weather_;
    protocol::split_mix random_;
    std::deque<connection> connections_;
};

}  // namespace husky::play
