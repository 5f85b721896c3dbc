#pragma once

#include <boost/asio/ip/address.hpp>
#include <map>

#include "protocol/time.hpp"

namespace husky::host {

/// How many requests a client may send, by its address: so many a second, and as many again at once after a pause.
/// Time comes from outside. Bounded: of very many clients it forgets those that could send as much as they may.
class request_rate {
  public:
    explicit request_rate(double per_second) : per_second_(per_second) {}

    /// Whether one more request may be served now, which it then counts.
    bool allows(const boost::asio::ip::address& client, protocol::instant now);
    [[nodiscard]] std::size_t clients() const { return clients_.size(); }

    static constexpr std::size_t max_clients = 1024;

  private:
    struct allowance {
        double left;  ///< requests
        protocol::instant at;
    };

    [[nodiscard]] double max_left() const { return 2 * per_second_; }
    [[nodiscard]] double left(const allowance& of, protocol::instant now) const;
    void forget_idle(protocol::instant now);

    double per_second_;
    std::map<boost::asio::ip::address, allowance> clients_;
};

}  // namespace husky::host
