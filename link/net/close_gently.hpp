#pragma once

#include "link/net/timed_stream.hpp"

namespace husky::link {

/// Closes so that the peer still gets what was sent: bytes that nobody read would reset the connection. Reads away what
/// comes, for so long and up to 64 MiB. Ends early when the socket is closed.
asio::awaitable<void> close_gently(timed_stream& stream, std::chrono::nanoseconds patience);

}  // namespace husky::link
