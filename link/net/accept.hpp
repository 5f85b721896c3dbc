#pragma once

#include <functional>

#include "link/asio/asio.hpp"

namespace husky::link {

/// Pause after a connection could not be accepted, most likely for want of file descriptors: others must close first.
constexpr std::chrono::milliseconds accept_pause{100};

/// Listens there with an acceptor that is closed; port 0 takes a free one. After a failure it is closed again.
error_code listen(tcp::acceptor& acceptor, const tcp::endpoint& at);

/// What becomes of the connections that an acceptor gets.
struct accept_rules {
    std::function<void(tcp::socket)> take;
    /// If set: whether the limit is reached; then the next connection is refused.
    std::function<bool()> full{};
    /// If set: gets what is refused, which is closed otherwise.
    std::function<void(tcp::socket)> refuse{};
    /// If set: the executor of the next connection, else that of the acceptor.
    std::function<asio::any_io_executor()> where{};
    /// If set: is told why one could not be accepted.
    std::function<void(const error_code&)> failed{};
};

/// Completes when the acceptor is closed. Whatever fails, it goes on after a pause. The acceptor must outlive it; what
/// the rules throw ends it.
asio::awaitable<void> accept_all(tcp::acceptor& at, accept_rules rules);

}  // namespace husky::link
