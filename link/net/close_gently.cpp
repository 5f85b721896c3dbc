#include "link/net/close_gently.hpp"

#include <array>

namespace husky::link {

asio::awaitable<void> close_gently(timed_stream& stream, std::chrono::nanoseconds patience) {
    constexpr std::size_t max_discarded = std::size_t{64} << 20U;
    stream.shutdown_send();
    stream.expires_after(patience);
    std::array<char, 16384> unread{};
    for (std::size_t total = 0; total < max_discarded;) {
        const auto [failed, n] = co_await stream.async_read_some(asio::buffer(unread), as_result);
        if (failed) break;
        total += n;
    }
    stream.close();
}

}  // namespace husky::link
