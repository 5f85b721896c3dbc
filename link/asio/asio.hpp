#pragma once

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/error_code.hpp>

#include "protocol/time.hpp"

namespace husky::link {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

/// Completion as values: `const auto [failed, n] = co_await x.async_y(..., as_result)`.
constexpr auto as_result = asio::as_tuple(asio::use_awaitable);

/// The time that link state machines are driven with.
inline protocol::instant now() { return protocol::instant(std::chrono::steady_clock::now().time_since_epoch()); }

/// Nothing to read or no room to write just now.
inline bool would_block(const error_code& failed) {
    return failed == asio::error::would_block || failed == asio::error::try_again;
}

/// As a time that an Asio timer waits for.
inline std::chrono::steady_clock::time_point as_steady(protocol::instant at) {
    return std::chrono::steady_clock::time_point(at.time_since_epoch());
}

}  // namespace husky::link
