#include "server/http/connection/server.hpp"

#include <algorithm>
#include <boost/asio/steady_timer.hpp>
#include <iterator>
#include <stdexcept>
#include <utility>

#include "link/asio/at_end.hpp"
#include "link/net/accept.hpp"
#include "link/net/close_gently.hpp"
#include "link/net/endpoint.hpp"
#include "log/log.hpp"
#include "server/http/connection/exchange.hpp"
#include "server/http/connection/web_socket.hpp"
#include "server/http/problem.hpp"

namespace husky::host {

namespace {

using boost::asio::awaitable;
using boost::asio::ip::tcp;
using boost::system::error_code;

/// How long a client may go on talking before the connection is cut.
constexpr std::chrono::seconds farewell{2};

}  // namespace

http_server::http_server(boost::asio::io_context& context, responder respond, const http_limits& limits,
                         body_rule bodies)
    : context_(context),
      respond_(std::move(respond)),
      limits_(limits),
      bodies_(std::move(bodies)),
      rate_(limits.max_request_rate),
      acceptor_(context),
      tasks_(context.get_executor()) {}

void http_server::listen(const tcp::endpoint& at) {
    if (const auto failed = link::listen(acceptor_, at)) throw boost::system::system_error(failed);
}

tcp::endpoint http_server::local() const { return acceptor_.local_endpoint(); }

void http_server::start() { tasks_.spawn(accept()); }

awaitable<void> http_server::accept() {
    link::accept_rules rules;
    rules.full = [this] { return connections_.size() >= 2 * limits_.max_connections; };
    rules.take = [this](tcp::socket socket) {
        tasks_.spawn(serve(std::move(socket), connections_.size() >= limits_.max_connections));
    };
    co_await link::accept_all(acceptor_, std::move(rules));
}

awaitable<void> http_server::serve(tcp::socket socket, bool crowded) {
    link::timed_stream stream(link::link_socket(std::move(socket), tls_));
    error_code gone;
    const auto peer = stream.socket().remote_endpoint(gone);
    const auto self = connections_.insert(connections_.end(), {&stream.socket(), peer.address(), false});
    const link::at_end leave([this, self] { connections_.erase(self); });

    const bool open = tls_ == nullptr || co_await secure(stream);
    if (open && crowded) {
        co_await refuse(stream, problem(503, "too many connections"));
    } else if (open) {
        boost::beast::flat_buffer buffer(limits_.max_header + static_cast<std::size_t>(limits_.max_body));
        while (!stopping_ && co_await exchange(stream, buffer, *self)) {
        }
    }
    if (!stopping_) co_await link::close_gently(stream, std::min(limits_.read_timeout, farewell));
}

/// The handshake. A client that speaks plain HTTP is told so.
awaitable<bool> http_server::secure(link::timed_stream& stream) {
    error_code gone;
    const auto peer = stream.socket().remote_endpoint(gone);
    stream.expires_after(limits_.read_timeout);
    const auto [failed, nothing] = co_await stream.async_handshake(link::as_result);
    if (!failed) co_return true;
    if (stopping_) co_return false;
    if (counted_ != nullptr) counted_->tls_failures[static_cast<std::size_t>(link::failure_of(failed))].add();
    if (tls_lines_.allows(link::now()))
        log::warn("HTTP: no TLS with {}: {}", gone ? "a client that has left" : link::to_text(peer), failed.message());
    stream.drop_tls();  // what still comes is read away as it is
    if (link::is_plain_http(failed)) co_await refuse(stream, problem(400, "this port speaks HTTPS"));
    co_return false;
}

/// The answer to what was not read.
awaitable<void> http_server::refuse(link::timed_stream& stream, http_response refusal) {
    const received_request unread;
    count(refusal);
    co_await write_response(stream, unread, std::move(refusal), false, limits_);
}

awaitable<bool> http_server::exchange(link::timed_stream& stream, boost::beast::flat_buffer& buffer, connection& self) {
    std::optional<received_request> received = co_await read_request(stream, buffer, {limits_, bodies_, large_});
    if (!received) co_return false;
    self.answering = true;
    http_response response;
    if (received->refusal) {
        response = std::move(*received->refusal);
    } else if (!rate_.allows(self.client, link::now())) {
        response = problem(429, "too many requests a second; wait, or ask for more of http.max_requests_per_second");
        response.headers.emplace_back("Retry-After", "1");
    } else {
        http_request asked = received->request;
        const auto begun = std::chrono::steady_clock::now();
        response = co_await respond_(std::move(asked));
        if (counted_ != nullptr) counted_->http_latency.observe(std::chrono::steady_clock::now() - begun);
    }
    if (response.conversation && received->request.upgrade) {
        self.answering = false;  // a stop does not wait for it
        if (buffer.size() == 0) co_await converse(stream, *received, std::move(response.conversation));
        co_return false;
    }
    count(response);
    const bool go_on = received->keep_alive && !stopping_;
    const bool open = co_await write_response(stream, *received, std::move(response), go_on, limits_);
    self.answering = false;
    co_return open;
}

void http_server::count(const http_response& answer) {
    if (counted_ != nullptr && answer.status < http_statuses) counted_->http_responses[answer.status].add();
}

awaitable<void> http_server::converse(link::timed_stream& stream, const received_request& asked,
                                      socket_conversation about) {
    web_socket socket(stream, limits_);
    if (co_await socket.accept(asked)) co_await about(socket);
}

awaitable<void> http_server::stop(std::chrono::milliseconds grace) {
    stopping_ = true;
    error_code ignored;
    acceptor_.close(ignored);
    close_idle();
    boost::asio::steady_timer deadline(context_, grace);
    deadline.async_wait([this](error_code cancelled) {
        if (!cancelled) close_all();
    });
    co_await tasks_.drained();
    deadline.expires_after(
        std::chrono::seconds(0));  // also cancels; a close_all() that is due already runs before this
    co_await deadline.async_wait(link::as_result);
}

void http_server::close_idle() {
    error_code ignored;
    for (const connection& each : connections_)
        if (!each.answering) each.socket->close(ignored);
}

void http_server::close_all() {
    error_code ignored;
    for (const connection& each : connections_)
        each.socket->close(ignored);
}

}  // namespace husky::host
