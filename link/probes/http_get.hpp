#pragma once

#include <string>

#include "link/net/dial.hpp"
#include "link/tls/tls_context.hpp"

namespace husky::link {

struct http_question {
    host_port at;
    std::string path;                  ///< "/metrics"
    std::string token;                 ///< empty: none
    const tls_context* tls = nullptr;  ///< null: plain HTTP
};

struct http_answer {
    unsigned status = 0;
    std::string body;
    std::string problem;  ///< why there is no answer, one line; empty: there is one
};

/// A longer answer counts as none.
constexpr std::size_t max_http_head = std::size_t{64} << 10U;
constexpr std::size_t max_http_body = std::size_t{16} << 20U;

/// Asks once, on a connection of its own. Completes with an answer or a problem, after `timeout` at the latest, and
/// early when `give_up` is given. Does not throw for what a server or network does. Several may run at once, each with
/// a notice of its own.
asio::awaitable<http_answer> http_get(http_question what, std::chrono::nanoseconds timeout, notice& give_up);

}  // namespace husky::link
