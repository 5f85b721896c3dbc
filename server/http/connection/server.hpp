#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <chrono>
#include <cstddef>
#include <functional>
#include <list>

#include "link/asio/task_group.hpp"
#include "link/net/timed_stream.hpp"
#include "program/log_limit.hpp"
#include "server/http/connection/http_limits.hpp"
#include "server/http/connection/request_rate.hpp"
#include "server/metrics/counters.hpp"

namespace husky::host {

struct received_request;

/// HTTP/1.1 on the thread of one io_context. Knows nothing of routes: it brings requests to a function and sends back
/// what that completes with, or lets it converse over a WebSocket.
class http_server {
  public:
    using responder = std::function<boost::asio::awaitable<http_response>(http_request)>;

    /// `context` must outlive the server and be run by one thread. `respond` must not throw.
    http_server(boost::asio::io_context& context, responder respond, const http_limits& limits = {},
                body_rule bodies = {});
    http_server(const http_server&) = delete;
    http_server& operator=(const http_server&) = delete;

    /// Counts answers by status and by the time they took in `into`, which must outlive the server and be written by
    /// the context's thread alone.
    void count_in(counters& into) { counted_ = &into; }
    /// Speaks TLS alone, by these rules, which must outlive the server. Before start().
    void secure_with(const link::tls_context& rules) { tls_ = &rules; }
    /// Binds; port 0 takes a free one. Throws boost::system::system_error.
    void listen(const boost::asio::ip::tcp::endpoint& at);
    /// Where it listens.
    [[nodiscard]] boost::asio::ip::tcp::endpoint local() const;
    /// Begins to accept. Call once, after listen(), on the context's thread or before it runs.
    void start();

    /// Accepts no more, closes connections that wait for a request, lets the others finish their response for at most
    /// `grace`; completes when all are gone. On the context's thread, once. The server may be destroyed after it.
    boost::asio::awaitable<void> stop(std::chrono::milliseconds grace);

    [[nodiscard]] std::size_t connections() const { return connections_.size(); }

  private:
    static constexpr int tls_lines_per_second = 5;

    /// A connection, as far as the server must see it to end it.
    struct connection {
        boost::asio::ip::tcp::socket* socket = nullptr;
        boost::asio::ip::address client = {};
        bool answering = false;
    };

    boost::asio::awaitable<void> accept();
    boost::asio::awaitable<void> serve(boost::asio::ip::tcp::socket socket, bool crowded);
    boost::asio::awaitable<bool> secure(link::timed_stream& stream);
    boost::asio::awaitable<void> refuse(link::timed_stream& stream, http_response refusal);
    boost::asio::awaitable<bool> exchange(link::timed_stream& stream, boost::beast::flat_buffer& buffer,
                                          connection& self);
    void count(const http_response& answer);
    boost::asio::awaitable<void> converse(link::timed_stream& stream, const received_request& asked,
                                          socket_conversation about);
    void close_idle();
    void close_all();

    boost::asio::io_context& context_;
    responder respond_;
    http_limits limits_;
    body_rule bodies_;
    counters* counted_ = nullptr;             ///< null: nobody counts
    const link::tls_context* tls_ = nullptr;  ///< null: plain HTTP
    program::log_limit tls_lines_{tls_lines_per_second};
    request_rate rate_;
    std::size_t large_ = 0;  ///< requests with a large body that are not answered yet
    boost::asio::ip::tcp::acceptor acceptor_;
    link::task_group tasks_;
    std::list<connection> connections_;
    bool stopping_ = false;
};

}  // namespace husky::host
