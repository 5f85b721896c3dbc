#include "link/probes/http_get.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include "link/net/timed_stream.hpp"
#include "settings/utf8.hpp"

namespace husky::link {

namespace http = boost::beast::http;

namespace {

constexpr std::size_t read_size = std::size_t{16} << 10U;

/// Neither blanks nor what would begin another header.
bool is_token(const std::string& token) {
    return std::none_of(token.begin(), token.end(), [](char c) { return c == ' ' || settings::is_control(c); });
}

/// An operation that is cut short was given up for another reason.
void note(const error_code& failed, http_answer& into) {
    if (failed != asio::error::operation_aborted && failed != asio::error::timed_out) into.problem = failed.message();
}

std::string request_text(const http_question& what) {
    std::string text = fmt::format("GET {} HTTP/1.1\r\nHost: {}\r\nUser-Agent: husky-check\r\nConnection: close\r\n",
                                   what.path, to_text(what.at));
    if (!what.token.empty()) text += fmt::format("Authorization: Bearer {}\r\n", what.token);
    return text + "\r\n";
}

using answer_parser = http::response_parser<http::string_body>;

asio::awaitable<error_code> read_answer(timed_stream& socket, answer_parser& parser) {
    boost::beast::flat_buffer buffer(max_http_head + max_http_body);
    while (!parser.is_done()) {
        const auto [failed, n] = co_await socket.async_read_some(buffer.prepare(read_size), as_result);
        error_code wrong;
        if (failed == asio::error::eof && parser.got_some()) {
            parser.put_eof(wrong);
            co_return wrong;
        }
        if (failed == asio::error::eof) co_return http::error::end_of_stream;
        if (failed) co_return failed;
        buffer.commit(n);
        buffer.consume(parser.put(buffer.data(), wrong));
        if (wrong && wrong != http::error::need_more) co_return wrong;
    }
    co_return error_code();
}

asio::awaitable<void> exchange(timed_stream& socket, const http_question& what, http_answer& into) {
    const auto [unsafe, nothing] = co_await socket.async_handshake(as_result);
    if (unsafe) {
        note(unsafe, into);
        co_return;
    }
    const std::string question = request_text(what);
    const auto [unsent, sent] = co_await asio::async_write(socket, asio::buffer(question), as_result);
    if (unsent) {
        note(unsent, into);
        co_return;
    }
    answer_parser answer;
    answer.header_limit(max_http_head);
    answer.body_limit(max_http_body);
    answer.eager(true);
    if (const auto failed = co_await read_answer(socket, answer)) {
        note(failed, into);
        co_return;
    }
    into.problem.clear();
    into.status = answer.get().result_int();
    into.body = std::move(answer.get().body());
}

/// Ends what is under way on the connection.
asio::awaitable<void> closed_by(notice& give_up, timed_stream& stream) {
    co_await give_up.wait();
    stream.close();
}

asio::awaitable<http_answer> asked(const http_question& what, std::chrono::nanoseconds timeout, notice& give_up) {
    using namespace asio::experimental::awaitable_operators;
    http_answer answer;
    const auto executor = co_await asio::this_coro::executor;
    const auto until = std::chrono::steady_clock::now() + timeout;
    tcp::socket socket(executor);
    if (const auto failed = co_await dial(socket, what.at, timeout, give_up)) {
        answer.problem = failed.message();
        co_return answer;
    }
    answer.problem = "no answer in time";
    timed_stream stream(link_socket(std::move(socket), what.tls));
    stream.expires_at(until);
    co_await (exchange(stream, what, answer) || closed_by(give_up, stream));
    co_return answer;
}

}  // namespace

asio::awaitable<http_answer> http_get(http_question what, std::chrono::nanoseconds timeout, notice& give_up) {
    http_answer answer;
    if (!what.path.starts_with('/') || !is_token(what.path))
        answer.problem = "not a path that can be requested";
    else if (!is_token(what.token))
        answer.problem = "not a valid token";
    else
        answer = co_await asked(what, timeout, give_up);
    if (!answer.problem.empty())
        answer.problem = fmt::format("http{}://{}{}: {}", what.tls == nullptr ? "" : "s", to_text(what.at), what.path,
                                     answer.problem);
    co_return answer;
}

}  // namespace husky::link
