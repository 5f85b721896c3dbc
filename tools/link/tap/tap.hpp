#pragma once

#include <boost/asio/io_context.hpp>
#include <list>

#include "link/asio/task_group.hpp"
#include "link/net/endpoint.hpp"
#include "program/log_limit.hpp"
#include "protocol/dialect/dialect.hpp"
#include "tools/link/tap/relayed_link.hpp"

namespace husky::tools {

struct tap_settings {
    link::host_port listen;
    link::host_port target;
    std::string out;                     ///< pcapng file
    std::string trace;                   ///< JSONL file; empty: none
    bool overwrite = false;              ///< files that hold something are emptied
    std::size_t max_connections = 4096;  ///< at one time; further ones are closed at once
};

/// Relays every connection to a target and captures it. Belongs to one thread.
class tap {
  public:
    /// Binds. Throws settings::error with one line that names the address.
    tap(boost::asio::io_context& context, const tap_settings& settings, link::capture& captures);

    /// Begins to accept.
    void start() { tasks_.spawn(accept_links()); }
    /// Ends all connections and accepts no more.
    void stop();

    [[nodiscard]] std::string address() const;
    struct counts {
        std::uint64_t connections = 0;
        std::uint64_t bytes = 0;
        std::uint64_t unreachable = 0;  ///< the target could not be dialled
        std::uint64_t turned_away = 0;  ///< above the limit of connections
    };
    [[nodiscard]] const counts& counted() const { return counts_; }

  private:
    struct connection {
        explicit connection(const link::asio::any_io_executor& executor) : given_up(executor) {}
        link::notice given_up;
        relayed_link* relays = nullptr;
    };

    link::asio::awaitable<void> accept_links();
    link::asio::awaitable<void> serve(link::tcp::socket dialler);
    link::asio::awaitable<void> relay(link::tcp::socket dialler, connection& one);

    static constexpr std::size_t scratch_size = std::size_t{128} * 1024;

    boost::asio::io_context& context_;
    const tap_settings& settings_;
    link::capture& captures_;
    link::tcp::acceptor acceptor_;
    link::task_group tasks_;
    std::list<connection> connections_;
    std::vector<std::byte> scratch_;
    program::log_limit log_limit_{5};
    counts counts_;
};

}  // namespace husky::tools
