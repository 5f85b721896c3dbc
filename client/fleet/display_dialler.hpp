#pragma once

#include <functional>
#include <optional>
#include <span>

#include "client/fleet/run_plan.hpp"
#include "client/outlets/display_session.hpp"
#include "link/capture/capture.hpp"
#include "link/faults/faulty_session.hpp"
#include "link/net/dial.hpp"
#include "link/net/link_socket.hpp"
#include "protocol/wire/frame_reader.hpp"

namespace husky::cells {

/// Performs a machine's display link for as long as the fleet runs: dials it where the machine's own link was reached,
/// serves it, dials it again; or, of a machine that listens, serves what its host has dialled. With one timer and
/// handlers instead of coroutines, which take several times the memory: nearly all display links of a large fleet idle.
/// Belongs to one thread.
class display_dialler {
  public:
    /// `not_reached` is told why no connection could be made. Both references must outlive it. Stop it before it is
    /// destroyed, and do not run the context in between.
    display_dialler(link_surroundings& in, display_session& display, link::local_address source,
                    std::function<void(const link::error_code&)> not_reached)
        : in_(in),
          display_(display),
          source_(std::move(source)),
          not_reached_(std::move(not_reached)),
          socket_(link::tcp::socket(in.thread.context())),
          timer_(in.thread.context()) {}

    /// The machine's own link was initialised by the host at that address.
    void machine_linked(const link::tcp::endpoint& host);
    /// That link is over: a display link that was dialled stays, one that the host dialled ends with it.
    void machine_lost();
    /// Of a machine that listens: whether a connection from there becomes the display link.
    [[nodiscard]] bool takes(const link::tcp::endpoint& from) const {
        return in_.plan.listens && machine_linked_ && state_ == state::resting && from.address() == host_.address();
    }
    /// Serves a connection that it takes.
    void take(link::tcp::socket socket);
    /// Closes the link for good; nothing is dialled any more.
    void stop();

  private:
    /// The handshake of TLS is part of `connecting`.
    enum class state : std::uint8_t { resting, waiting, connecting, serving, lingering, stopped };

    void plan();
    void dial();
    void connected(link::error_code failed);
    void secure();
    void begin();
    void wait_readable();
    void readable();
    bool read_once(bool& drained);
    void hand_over(std::span<const std::byte> input);
    void write_now();
    void wait_writable();
    void after_event();
    void linger();
    void finish();
    void end_capture();
    void arm(protocol::instant at);
    void expired();
    template <class Work>
    auto guarded(Work work);

    link_surroundings& in_;
    display_session& display_;
    link::local_address source_;
    std::function<void(const link::error_code&)> not_reached_;
    link::tcp::endpoint host_;
    link::link_socket socket_;
    std::unique_ptr<link::connection_capture> captured_;  ///< while connected
    link::asio::steady_timer timer_;
    std::optional<protocol::frame_reader> reader_;  ///< while connected
    std::optional<link::faulty_session> faulty_;    ///< while connected
    protocol::instant armed_ = protocol::never;
    std::uint32_t attempt_ = 0;  ///< handlers of an earlier connection are told by it
    state state_ = state::resting;
    bool machine_linked_ = false;
    bool waits_to_write_ = false;
};

}  // namespace husky::cells
