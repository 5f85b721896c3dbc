#include "server/http/exchange.hpp"

#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>
#include <boost/beast/websocket/rfc6455.hpp>
#include <utility>

#include "link/asio.hpp"
#include "server/http/problem.hpp"

namespace husky::host {

namespace {

namespace http = boost::beast::http;
using boost::asio::awaitable;

/// What to tell a client whose request could not be read; nothing if it is gone or has said nothing.
std::optional<http_response> refusal_of(const boost::system::error_code& failed) {
    if (failed == http::error::header_limit || failed == http::error::buffer_overflow)
        return problem(431, "the request line and header are too long");
    if (failed == http::error::body_limit) return problem(413, "the body is too long");
    if (failed == http::error::end_of_stream || failed == http::error::partial_message) return std::nullopt;
    static const boost::system::error_category& parsing = http::make_error_code(http::error::bad_method).category();
    if (failed.category() == parsing) return problem(400, "this is no HTTP request: " + failed.message());
    return std::nullopt;
}

std::string text_of(boost::beast::string_view piece) { return {piece.data(), piece.size()}; }

}  // namespace

awaitable<std::optional<received_request>> read_request(boost::beast::tcp_stream& stream,
                                                        boost::beast::flat_buffer& buffer, const http_limits& limits) {
    http::request_parser<http::string_body> parser;
    parser.header_limit(limits.max_header);
    parser.body_limit(limits.max_body);
    stream.expires_after(limits.read_timeout);
    const auto [failed, bytes] = co_await http::async_read(stream, buffer, parser, link::as_result);
    received_request received;
    if (failed) {
        received.refusal = refusal_of(failed);
        if (!received.refusal) co_return std::nullopt;
        co_return received;
    }
    auto message = parser.release();
    received.version = message.version();
    received.keep_alive = message.keep_alive();
    received.request.method = text_of(message.method_string());
    received.request.target = text_of(message.target());
    received.request.accept = text_of(message[http::field::accept]);
    received.request.authorization = text_of(message[http::field::authorization]);
    received.request.host = text_of(message[http::field::host]);
    received.request.origin = text_of(message[http::field::origin]);
    received.request.upgrade = boost::beast::websocket::is_upgrade(message);
    received.request.body = std::move(message.body());
    if (received.request.upgrade) received.header = std::move(static_cast<http::fields&>(message));
    co_return received;
}

awaitable<bool> write_response(boost::beast::tcp_stream& stream, const received_request& to, http_response response,
                               bool keep_alive, const http_limits& limits) {
    http::response<http::string_body> message(static_cast<http::status>(response.status), to.version);
    message.set(http::field::server, "husky-host");
    message.set(http::field::content_type, response.content_type);
    message.set(http::field::cache_control, "no-store");
    message.set("X-Content-Type-Options", "nosniff");
    for (const auto& [name, value] : response.headers)
        message.insert(name, value);
    message.keep_alive(keep_alive);
    const std::size_t length = response.body.size();
    if (to.request.method != "HEAD") message.body() = std::move(response.body);
    message.content_length(length);
    stream.expires_after(limits.write_timeout);
    if (to.request.method == "HEAD") {
        http::response_serializer<http::string_body> head(message);
        const auto [failed, bytes] = co_await http::async_write_header(stream, head, link::as_result);
        co_return keep_alive && !failed;
    }
    const auto [failed, bytes] = co_await http::async_write(stream, message, link::as_result);
    co_return keep_alive && !failed;
}

}  // namespace husky::host
