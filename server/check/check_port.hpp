#pragma once

#include <string>

#include "link/asio/asio.hpp"

namespace husky::check {

/// The port that machines under test dial, for all scenarios of a suite: those that dial between two scenarios wait.
class post {
  public:
    /// Throws settings::error where it cannot listen.
    post(const std::string& bind, std::uint16_t port);
    ~post();
    post(const post&) = delete;
    post& operator=(const post&) = delete;

    /// "127.0.0.1:1310"
    [[nodiscard]] const std::string& address() const { return address_; }
    /// An acceptor of this port for one scenario.
    [[nodiscard]] link::tcp::acceptor acceptor(link::asio::io_context& of) const;

  private:
    int handle_ = -1;
    link::tcp protocol_ = link::tcp::v4();
    std::string address_;
};

}  // namespace husky::check
