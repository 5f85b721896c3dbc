#include "server/http/connection/request_reader.hpp"

#include <algorithm>
#include <boost/algorithm/string/predicate.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/websocket/rfc6455.hpp>
#include <utility>

#include "server/http/problem.hpp"

namespace husky::host {

namespace {

namespace http = boost::beast::http;

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

}  // namespace

request_reader::request_reader(request_rules rules) : rules_(rules) {
    parser_.header_limit(rules_.limits.max_header);
    parser_.body_limit(boost::none);  // until the route is known
}

request_reader::step request_reader::take(boost::beast::flat_buffer& from) {
    for (;;) {
        if (parser_.is_header_done() && !has_head_) {
            if (!take_head()) return step::refused;
            if (!parser_.is_done() && parser_.get()[http::field::expect] == "100-continue") return step::wants_leave;
        }
        if (parser_.is_done()) break;
        if (from.size() == 0) return step::wants_more;
        boost::system::error_code failed;
        from.consume(parser_.put(from.data(), failed));
        if (failed == http::error::need_more)
            return from.size() < from.max_size() ? step::wants_more : refuse(http::error::buffer_overflow);
        if (failed) return refuse(failed);
    }
    received_.keep_alive = parser_.get().keep_alive();
    received_.request.body = std::move(parser_.get().body());
    if (received_.request.upgrade) received_.header = std::move(static_cast<http::fields&>(parser_.get()));
    return step::complete;
}

/// False if the request is refused by its head.
bool request_reader::take_head() {
    has_head_ = true;
    received_.version = parser_.get().version();
    received_.request = head_of(parser_.get());
    received_.refusal = limit_body(parser_, rules_, received_);
    if (!received_.refusal) received_.refusal = judge_host(parser_.get());
    parser_.eager(true);
    return !received_.refusal;
}

request_reader::step request_reader::refuse(const boost::system::error_code& failed) {
    received_.refusal = refusal_of(failed);
    return received_.refusal ? step::refused : step::over;
}

}  // namespace husky::host
