#pragma once

#include <span>
#include <vector>

#include "link/asio/asio.hpp"
#include "link/capture/capture.hpp"

namespace husky::tools {

/// Two connections whose bytes go from one to the other as they are: ends (FIN) and resets too. Reads no more than the
/// other side takes. Belongs to one thread.
class relayed_link {
  public:
    /// `dialler` is the connection that was accepted, `listener` the one to the target. `scratch` is shared by all
    /// links of the thread. `captured` may be null.
    relayed_link(link::tcp::socket dialler, link::tcp::socket listener, std::span<std::byte> scratch,
                 std::unique_ptr<link::connection_capture> captured);

    /// Completes when both directions are over. Does not throw for what peers or networks do. Call once.
    link::asio::awaitable<void> run();
    /// Ends both connections now.
    void close();

    [[nodiscard]] std::uint64_t bytes() const { return bytes_; }

  private:
    struct end {
        explicit end(link::tcp::socket s) : socket(std::move(s)) {}
        link::tcp::socket socket;
        std::vector<std::byte> waiting;  ///< read here, not yet taken by the other end
        bool waits_to_read = false;
        bool finished = false;
    };

    link::asio::awaitable<void> pump(end& from, end& to);
    link::asio::awaitable<void> watch(end& from);
    link::asio::awaitable<bool> write_waiting(end& from, end& to);
    bool pass(end& from, end& to, std::span<const std::byte> bytes);
    void finish(end& from, end& to);
    void reset(const end& by);

    end dialler_;
    end listener_;
    std::span<std::byte> scratch_;
    std::unique_ptr<link::connection_capture> captured_;
    std::uint64_t bytes_ = 0;
    bool over_ = false;
};

}  // namespace husky::tools
