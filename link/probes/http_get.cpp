#include "link/probes/http_get.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>

#include "settings/utf8.hpp"

namespace husky::link {

namespace http = boost::beast::http;

namespace {

/// Neither blanks nor what would begin another header.
bool is_token(const std::string& token) {
    return std::none_of(token.begin(), token.end(), [](char c) { return c == ' ' || settings::is_control(c); });
}

/// An operation that is cut short was given up for another reason.
void note(const error_code& failed, http_answer& into) {
    if (failed != asio::error::operation_aborted) into.problem = failed.message();
}

asio::awaitable<void> exchange(tcp::socket& socket, const http_question& what, http_answer& into) {
    http::request<http::empty_body> question(http::verb::get, what.path, 11);
    question.set(http::field::host, to_text(what.at));
    question.set(http::field::user_agent, "husky-check");
    question.set(http::field::connection, "close");
    if (!what.token.empty()) question.set(http::field::authorization, "Bearer " + what.token);
    const auto [unsent, sent] = co_await http::async_write(socket, question, as_result);
    if (unsent) {
        note(unsent, into);
        co_return;
    }
    boost::beast::flat_buffer buffer;
    http::response_parser<http::string_body> answer;
    answer.header_limit(max_http_head);
    answer.body_limit(max_http_body);
    const auto [failed, received] = co_await http::async_read(socket, buffer, answer, as_result);
    if (failed) {
        note(failed, into);
        co_return;
    }
    into.problem.clear();
    into.status = answer.get().result_int();
    into.body = std::move(answer.get().body());
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
    asio::steady_timer timer(executor, until);
    co_await (exchange(socket, what, answer) || timer.async_wait(as_result) || give_up.wait());
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
        answer.problem = fmt::format("http://{}{}: {}", to_text(what.at), what.path, answer.problem);
    co_return answer;
}

}  // namespace husky::link
