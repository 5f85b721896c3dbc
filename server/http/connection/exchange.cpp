#include "server/http/connection/exchange.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <boost/asio/write.hpp>
#include <boost/beast/http/status.hpp>
#include <iterator>

#include "link/asio/asio.hpp"
#include "server/http/connection/compression.hpp"

namespace husky::host {

using boost::asio::awaitable;

namespace {

namespace http = boost::beast::http;

/// Tells a client that waits with its body that it may send it.
constexpr std::string_view send_the_body = "HTTP/1.1 100 Continue\r\n\r\n";
constexpr std::size_t most_at_once = std::size_t{64} << 10U;

std::string response_head(unsigned version, const http_response& response, bool keep_alive) {
    std::string head = fmt::format("HTTP/{}.{} {} ", version / 10, version % 10, response.status);
    head += std::string_view(http::obsolete_reason(static_cast<http::status>(response.status)));
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
    using step = request_reader::step;
    stream.expires_after(rules.limits.read_timeout);
    request_reader reader(rules);
    for (;;) {
        const step now = reader.take(buffer);
        if (now == step::complete || now == step::refused) co_return reader.result();
        if (now == step::over) co_return std::nullopt;
        if (now == step::wants_leave) {
            const auto [unsent, sent] =
                co_await boost::asio::async_write(stream, boost::asio::buffer(send_the_body), link::as_result);
            if (unsent) co_return std::nullopt;
            continue;
        }
        const auto room = buffer.prepare(std::min(buffer.max_size() - buffer.size(), most_at_once));
        const auto [ended, n] = co_await stream.async_read_some(room, link::as_result);
        if (ended) co_return std::nullopt;
        buffer.commit(n);
    }
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
