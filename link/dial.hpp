#pragma once

#include "link/endpoint.hpp"
#include "link/notice.hpp"

namespace husky::link {

/// Connects to an address or a host name. Ends early, with an error, after `timeout` or when `give_up` is given.
asio::awaitable<error_code> dial(tcp::socket& socket, host_port to, std::chrono::nanoseconds timeout, notice& give_up);

/// Completes at that time, or when `give_up` is given. `give_up` belongs to this coroutine's thread.
asio::awaitable<void> wait_until(protocol::instant at, notice& give_up);

}  // namespace husky::link
