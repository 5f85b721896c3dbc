#pragma once

#include <array>
#include <string>

#include "client/machine/screen_print.hpp"
#include "link/net/dial.hpp"

namespace husky::cells {

/// How an attempt to print ended.
struct print_outcome {
    protocol::printing::print_fault fault = protocol::printing::print_fault::none;
    std::string detail;  ///< the text of the network or the server; often nothing

    [[nodiscard]] std::string in_words() const;
    [[nodiscard]] bool printed() const { return fault == protocol::printing::print_fault::none; }
};

/// Performs one attempt: connects, sends, closes. Belongs to one thread.
class print_connection {
  public:
    explicit print_connection(const link::asio::any_io_executor& executor)
        : socket_(executor), timer_(executor), given_up_(executor) {}

    /// Completes when the server has the job, or the attempt has failed; `timeout` is that of connecting and of each
    /// step. Call once. `print` and `serial` must outlive it. Throws if the picture cannot be made.
    link::asio::awaitable<print_outcome> run(const screen_print& print, const std::string& serial, link::host_port to,
                                             link::local_address from, protocol::duration timeout);

    /// run() ends soon, if it has not.
    void give_up();

  private:
    link::asio::awaitable<void> talk(protocol::printing::print_sender& sender);
    link::asio::awaitable<void> wait(protocol::printing::print_sender& sender);
    void write_now(protocol::printing::print_sender& sender);
    void read_now(protocol::printing::print_sender& sender);

    link::tcp::socket socket_;
    link::asio::steady_timer timer_;
    link::notice given_up_;
    bool over_ = false;
};

}  // namespace husky::cells
