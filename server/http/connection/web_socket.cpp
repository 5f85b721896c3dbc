#include "server/http/connection/web_socket.hpp"

#include <algorithm>
#include <boost/algorithm/string/trim.hpp>
#include <boost/beast/core/buffers_to_string.hpp>
#include <boost/beast/http/empty_body.hpp>

#include "link/asio/asio.hpp"

namespace husky::host {

namespace websocket = boost::beast::websocket;
namespace http = boost::beast::http;
using boost::asio::awaitable;

namespace {

/// A subprotocol that is spoken here, of those that the client offers. A browser closes the socket if none is answered;
/// the one that carries the token is never said again.
std::string chosen_subprotocol(std::string_view offered) {
    while (!offered.empty()) {
        const std::string_view each = offered.substr(0, offered.find(','));
        offered.remove_prefix(std::min(each.size() + 1, offered.size()));
        const std::string_view name = boost::algorithm::trim_copy(each);
        if (name.starts_with("husky.") && !name.starts_with("husky.token.")) return std::string(name);
    }
    return {};
}

}  // namespace

web_socket::web_socket(link::timed_stream& stream, const http_limits& limits) : stream_(stream) {
    stream.expires_never();  // the WebSocket has time limits of its own
    stream_.set_option(websocket::stream_base::timeout{
        .handshake_timeout = limits.read_timeout, .idle_timeout = limits.socket_idle, .keep_alive_pings = true});
    stream_.auto_fragment(false);
    stream_.read_message_max(limits.max_socket_message);
}

awaitable<bool> web_socket::accept(const received_request& asked) {
    http::request<http::empty_body> request;
    static_cast<http::fields&>(request) = asked.header;
    request.method(http::verb::get);
    request.target(asked.request.target);
    request.version(asked.version);
    stream_.set_option(websocket::stream_base::decorator(
        [spoken = chosen_subprotocol(asked.request.subprotocols)](websocket::response_type& to) {
            to.set(http::field::server, "husky-host");
            if (!spoken.empty()) to.set(http::field::sec_websocket_protocol, spoken);
        }));
    const auto [failed] = co_await stream_.async_accept(request, link::as_result);
    co_return !failed;
}

awaitable<bool> web_socket::send(std::string_view text) {
    stream_.text(true);
    const auto [failed, n] =
        co_await stream_.async_write(boost::asio::buffer(text.data(), text.size()), link::as_result);
    co_return !failed;
}

awaitable<std::optional<std::string>> web_socket::receive() {
    message_.clear();
    const auto [failed, n] = co_await stream_.async_read(message_, link::as_result);
    if (failed) co_return std::nullopt;
    co_return boost::beast::buffers_to_string(message_.data());
}

awaitable<void> web_socket::close(std::string_view why) {
    const websocket::close_reason reason(websocket::close_code::going_away,
                                         boost::beast::string_view(why.data(), why.size()));
    co_await stream_.async_close(reason, link::as_result);
}

void web_socket::drop() { stream_.next_layer().close(); }

}  // namespace husky::host
