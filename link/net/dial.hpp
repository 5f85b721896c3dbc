#pragma once

#include <optional>

#include "link/asio/notice.hpp"
#include "link/net/endpoint.hpp"

namespace husky::link {

/// An address of this computer to dial from; none: the system chooses.
using local_address = std::optional<asio::ip::address>;

/// Opens the socket for a connection to that endpoint. With `from` it will come from there, on a port that the
/// system chooses when it connects: each such address has all ports of its own.
error_code open_towards(tcp::socket& socket, const tcp::endpoint& to, const local_address& from);

/// Connects to an address or a host name, with `from` as open_towards() does. Ends early, with
/// `timed_out` after `timeout`, and with `operation_aborted` when `give_up` is given.
asio::awaitable<error_code> dial(tcp::socket& socket, host_port to, std::chrono::nanoseconds timeout, notice& give_up,
                                 local_address from = {});

/// Completes at that time, or when `give_up` is given. `give_up` belongs to this coroutine's thread.
asio::awaitable<void> wait_until(protocol::instant at, notice& give_up);

}  // namespace husky::link
