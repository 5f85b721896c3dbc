#pragma once

#include <array>
#include <boost/asio/ip/udp.hpp>
#include <functional>
#include <vector>

#include "link/asio/asio.hpp"
#include "protocol/links/identify_datagram.hpp"
#include "server/metrics/counters.hpp"

namespace husky::host {

/// UDP: answers identify, drops and counts everything else. One thread.
class identify_socket {
  public:
    using identity_source = std::function<protocol::identify_response()>;

    /// Binds at once. Throws boost::system::system_error.
    identify_socket(boost::asio::io_context& context, const boost::asio::ip::udp::endpoint& at,
                    const protocol::dialect& wire_dialect, identity_source identity, counters& counted);

    /// Completes when the socket is closed.
    link::asio::awaitable<void> run();
    void close();
    [[nodiscard]] boost::asio::ip::udp::endpoint local() const { return socket_.local_endpoint(); }

  private:
    void count(protocol::datagram_verdict verdict);

    boost::asio::ip::udp::socket socket_;
    const protocol::dialect& wire_dialect_;
    identity_source identity_;
    counters& counted_;
    std::array<std::byte, 2048> datagram_{};
    std::vector<std::byte> answer_;
};

}  // namespace husky::host
