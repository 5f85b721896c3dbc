#pragma once

#include <boost/asio/awaitable.hpp>
#include <cstddef>
#include <string>

#include "protocol/printing/lpd_receiver.hpp"

namespace husky::host {

/// What printing clients want of the host. Called on one thread; coroutines complete there, are not cancelled, and many
/// may run at once.
class print_desk {
  public:
    virtual ~print_desk() = default;

    /// Whether a queue of that name may be printed to.
    [[nodiscard]] virtual bool admits(const std::string& queue) const = 0;
    /// Completes once the job is stored or on its way into the store; false if the store cannot take it.
    virtual boost::asio::awaitable<bool> keep(protocol::printing::received_job got) = 0;
    /// The text of a list.
    virtual boost::asio::awaitable<std::string> list(protocol::printing::lpd_request asked) = 0;

    struct removed {
        std::string answer;  ///< to the client
        std::size_t jobs = 0;
    };
    virtual boost::asio::awaitable<removed> remove(protocol::printing::lpd_request asked) = 0;

  protected:
    print_desk() = default;
    print_desk(const print_desk&) = default;
    print_desk& operator=(const print_desk&) = default;
};

}  // namespace husky::host
