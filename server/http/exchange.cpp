#include "server/http/exchange.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <boost/algorithm/string/predicate.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/websocket/rfc6455.hpp>
#include <iterator>
#include <utility>

#include "link/asio/asio.hpp"
#include "server/http/compression.hpp"
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
    if (failed.category() == parsing) return problem(400, "this is not an HTTP request: " + failed.message());
    return std::nullopt;
}

std::string text_of(boost::beast::string_view piece) { return {piece.data(), piece.size()}; }

using request_parser = http::request_parser<http::string_body>;

/// Tells a client that waits with its body that it may send it.
constexpr std::string_view send_the_body = "HTTP/1.1 100 Continue\r\n\r\n";

/// "http://plant:8310/livez" is /livez of plant:8310, whatever the Host header says (RFC 9112).
void take_absolute_form(http_request& head) {
    constexpr std::string_view scheme = "http://";
    if (!boost::algorithm::istarts_with(head.target, scheme)) return;
    const auto path = head.target.find_first_of("/?", scheme.size());
    head.host = head.target.substr(scheme.size(), path - scheme.size());
    head.target = path == std::string::npos ? "/" : head.target.substr(path);
    if (head.target.starts_with('?')) head.target.insert(0, 1, '/');
}

http_request head_of(const request_parser::value_type& message) {
    http_request head;
    head.method = text_of(message.method_string());
    head.target = text_of(message.target());
    head.accept = text_of(message[http::field::accept]);
    head.authorization = text_of(message[http::field::authorization]);
    head.host = text_of(message[http::field::host]);
    head.origin = text_of(message[http::field::origin]);
    head.fetch_site = text_of(message["Sec-Fetch-Site"]);
    head.content_type = text_of(message[http::field::content_type]);
    head.accept_encoding = text_of(message[http::field::accept_encoding]);
    head.if_none_match = text_of(message[http::field::if_none_match]);
    head.subprotocols = text_of(message[http::field::sec_websocket_protocol]);
    head.upgrade = boost::beast::websocket::is_upgrade(message);
    take_absolute_form(head);
    return head;
}

/// The answer to a request without exactly one Host header.
std::optional<http_response> judge_host(const request_parser::value_type& message) {
    const auto given = message.count(http::field::host);
    if (given == 1 || (given == 0 && message.version() < 11)) return std::nullopt;
    return problem(400, given == 0 ? "the Host header is missing" : "the Host header is given more than once");
}

/// Limits the body to what its route takes; returns the answer if it is too long already, or one too many.
std::optional<http_response> limit_body(request_parser& parser, const request_rules& rules,
                                        received_request& received) {
    const std::uint64_t usual = rules.limits.max_body;
    const std::uint64_t max = std::max(usual, rules.bodies ? rules.bodies(received.request) : 0);
    const auto length = parser.content_length();
    if (length && *length > max) return problem(413, "the body is too long");
    parser.body_limit(max);
    if (max == usual || parser.is_done() || (length && *length <= usual)) return std::nullopt;
    if (rules.large >= rules.limits.max_large) return problem(503, "too many large requests at one time; try again");
    received.large.emplace(rules.large);
    return std::nullopt;
}

/// Reads on until the parser says so. Returns why that was not possible; bytes of a next request stay in the buffer.
awaitable<boost::system::error_code> read_until(link::timed_stream& stream, boost::beast::flat_buffer& buffer,
                                                request_parser& parser, bool (request_parser::*reached)() const) {
    constexpr std::size_t most_at_once = std::size_t{64} << 10U;
    while (!(parser.*reached)()) {
        boost::system::error_code failed;
        if (buffer.size() > 0) buffer.consume(parser.put(buffer.data(), failed));
        if ((parser.*reached)()) break;
        if (failed && failed != http::error::need_more) co_return failed;
        if (!failed && buffer.size() > 0) continue;
        const std::size_t room = std::min(buffer.max_size() - buffer.size(), most_at_once);
        if (room == 0) co_return http::error::buffer_overflow;
        const auto [ended, n] = co_await stream.async_read_some(buffer.prepare(room), link::as_result);
        if (ended == boost::asio::error::eof && parser.got_some()) co_return http::error::partial_message;
        if (ended) co_return ended;
        buffer.commit(n);
    }
    co_return boost::system::error_code();
}

std::string response_head(unsigned version, const http_response& response, bool keep_alive) {
    std::string head = fmt::format("HTTP/{}.{} {} ", version / 10, version % 10, response.status);
    head += text_of(http::obsolete_reason(static_cast<http::status>(response.status)));
    head += "\r\nServer: husky-host\r\n";
    const auto add = [&head](std::string_view name, std::string_view value) {
        fmt::format_to(std::back_inserter(head), "{}: {}\r\n", name, value);
    };
    if (response.status != 204 && response.status != 304) {
        add("Content-Type", response.content_type);
        add("Content-Length", std::to_string(response.body.size()));
    }
    const auto is_cache_control = [](const auto& header) { return header.first == "Cache-Control"; };
    if (std::none_of(response.headers.begin(), response.headers.end(), is_cache_control))
        add("Cache-Control", "no-store");
    add("X-Content-Type-Options", "nosniff");
    for (const auto& [name, value] : response.headers)
        add(name, value);
    if (keep_alive != (version >= 11)) add("Connection", keep_alive ? "keep-alive" : "close");
    return head + "\r\n";
}

}  // namespace

awaitable<std::optional<received_request>> read_request(link::timed_stream& stream, boost::beast::flat_buffer& buffer,
                                                        request_rules rules) {
    request_parser parser;
    parser.header_limit(rules.limits.max_header);
    parser.body_limit(boost::none);  // until the route is known
    stream.expires_after(rules.limits.read_timeout);
    received_request received;
    if (const auto failed = co_await read_until(stream, buffer, parser, &request_parser::is_header_done)) {
        received.refusal = refusal_of(failed);
        if (!received.refusal) co_return std::nullopt;
        co_return received;
    }
    received.version = parser.get().version();
    received.request = head_of(parser.get());
    received.refusal = limit_body(parser, rules, received);
    if (!received.refusal) received.refusal = judge_host(parser.get());
    if (received.refusal) co_return received;
    if (!parser.is_done() && parser.get()[http::field::expect] == "100-continue") {
        const auto [unsent, sent] =
            co_await boost::asio::async_write(stream, boost::asio::buffer(send_the_body), link::as_result);
        if (unsent) co_return std::nullopt;
    }
    parser.eager(true);
    if (const auto broken = co_await read_until(stream, buffer, parser, &request_parser::is_done)) {
        received.refusal = refusal_of(broken);
        if (!received.refusal) co_return std::nullopt;
        co_return received;
    }
    received.keep_alive = parser.get().keep_alive();
    received.request.body = std::move(parser.get().body());
    if (received.request.upgrade) received.header = std::move(static_cast<http::fields&>(parser.get()));
    co_return received;
}

awaitable<bool> write_response(link::timed_stream& stream, const received_request& to, http_response response,
                               bool keep_alive, const http_limits& limits) {
    compress(response, to.request.accept_encoding);
    const std::string head = response_head(to.version, response, keep_alive);
    if (to.request.method == "HEAD") response.body.clear();
    stream.expires_after(limits.write_timeout);
    const std::array<boost::asio::const_buffer, 2> all{boost::asio::buffer(head), boost::asio::buffer(response.body)};
    const auto [failed, bytes] = co_await boost::asio::async_write(stream, all, link::as_result);
    co_return keep_alive && !failed;
}

}  // namespace husky::host
