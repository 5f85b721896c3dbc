#pragma once

#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/fields.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <optional>
#include <utility>

#include "server/http/connection/http_limits.hpp"
#include "server/http/message.hpp"

namespace husky::host {

/// Counts one request among those with a large body as long as it lives.
class large_body {
  public:
    explicit large_body(std::size_t& count) : count_(&count) { ++count; }
    large_body(large_body&& other) noexcept : count_(std::exchange(other.count_, nullptr)) {}
    large_body& operator=(large_body&&) = delete;
    ~large_body() {
        if (count_ != nullptr) --*count_;
    }

  private:
    std::size_t* count_;
};

/// What a request may be like.
struct request_rules {
    const http_limits& limits;
    const body_rule& bodies;  ///< may be empty
    std::size_t& large;       ///< requests with a large body at present
};

struct received_request {
    http_request request;
    unsigned version = 11;
    bool keep_alive = false;
    boost::beast::http::fields header;     ///< of a request for an upgrade
    std::optional<http_response> refusal;  ///< set if the request could not be read but the client can be told
    std::optional<large_body> large;       ///< set if its body is larger than usual
};

/// Makes one request of HTTP/1.1 of the bytes that come. No I/O.
class request_reader {
  public:
    enum class step {
        wants_more,   ///< bytes
        wants_leave,  ///< the client waits with its body for 100 Continue; then take() again
        complete,     ///< result() is a request
        refused,      ///< result() says what to answer
        over          ///< there is nobody to be answered
    };

    explicit request_reader(request_rules rules);
    /// Consumes what belongs to the request; bytes of the next one stay. Not again after complete, refused or over.
    step take(boost::beast::flat_buffer& from);
    [[nodiscard]] received_request result() { return std::move(received_); }

  private:
    bool take_head();
    step refuse(const boost::system::error_code& failed);

    request_rules rules_;
    boost::beast::http::request_parser<boost::beast::http::string_body> parser_;
    received_request received_;
    bool has_head_ = false;
};

}  // namespace husky::host
