#pragma once

#include "client/check/machine_actor.hpp"
#include "link/net/dial.hpp"
#include "link/net/link_socket.hpp"
#include "scenario/live/live_loop.hpp"

namespace husky::check {

/// How the host under test is reached: it is dialled, or dials the first machine at this port, the next one a port
/// higher, and so on.
struct live_place {
    link::host_port at;
    bool listens = false;
    const link::tls_context* tls = nullptr;  ///< of what is dialled; null: plain
};

/// A live loop of machines against a host.
class machine_loop final : public live::live_loop {
  public:
    machine_loop(const protocol::dialect& dialect, live_place where, std::uint64_t seed);

    [[nodiscard]] cells::fleet_counts& counts() { return counts_; }
    /// An own address for the next machine or puppet.
    link::host_port next_place();
    [[nodiscard]] bool listens() const { return where_.listens; }
    /// A connection to the host: dialled or accepted. Ends early when `give_up` is given. Completes
    /// with an error if the host cannot be reached, or the address is not free.
    link::asio::awaitable<link::error_code> reach(link::link_socket& into, link::host_port at, link::notice& give_up);

    /// The host was reached.
    void reached() { was_reached_ = true; }
    [[nodiscard]] bool was_reached() const { return was_reached_; }
    /// The host was not reached. If it never was, there is nothing to test; but a host that resets is there.
    void unreachable(const link::host_port& at, const link::error_code& why);
    /// The scenario expects refusals.
    void expect_refusals() { was_reached_ = true; }

  private:
    link::asio::awaitable<link::error_code> dial(link::link_socket& into, link::host_port to, link::notice& give_up);

    live_place where_;
    cells::fleet_counts counts_;
    bool was_reached_ = false;
};

}  // namespace husky::check
