#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/json/object.hpp>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "server/http/field_list.hpp"
#include "server/http/message.hpp"
#include "server/http/target.hpp"

namespace husky::host {

/// A request that found its route.
struct http_call {
    http_request request;
    http_target target;
    std::vector<std::string> parameters;  ///< values of the pattern's {names}, in order; never empty texts
};

/// Completes with the response. Not cancelled; many may run at once. What it throws becomes a 500.
using http_handler = std::function<boost::asio::awaitable<http_response>(http_call)>;

enum class answer_kind {
    document,  ///< one JSON object of `fields`
    list,      ///< {"items":[objects of `fields`],"next":cursor|null}, paged; also as CSV
    text,
    bytes,     ///< application/octet-stream
    created,   ///< 201 with its place, and the document
    nothing,   ///< 204
    screen,    ///< text or PNG
    any_file,  ///< bytes of any type
    messages,  ///< only a WebSocket
};

/// A parameter that a route takes behind the question mark.
struct query_key {
    std::string_view name;
    std::string_view schema;  ///< JSON Schema
    std::string_view meaning = {};
};

/// One line of the table of the API. Routing and description read this table.
struct http_route {
    std::string_view method;
    std::string_view pattern;  ///< "/api/v1/machines/{serial}"
    std::string_view summary;
    bool open = false;      ///< needs no token
    bool any_name = false;  ///< answers whatever host is asked for: supervisors and scrapers know others
    bool socket = false;    ///< an upgrade becomes a WebSocket; others never see one
    boost::json::object message_schema = {};  ///< JSON Schema of what the WebSocket sends
    std::vector<query_key> query = {};        ///< all that it takes; with any other it is not asked
    boost::json::object body_schema = {};     ///< JSON Schema of the body that it takes; empty if none
    bool needs_body = false;                  ///< else a body of JSON may be missing
    std::uint64_t max_body = 0;               ///< bytes of a body that is bytes; 0: none, or what http_limits allow
    answer_kind answers = answer_kind::document;
    unsigned also = 0;                              ///< another status with the same document; 0: none
    std::function<field_list()> fields = {};        ///< names and types of what it answers; empty if any JSON
    std::function<field_list()> beside_items = {};  ///< what a list has beside `items` and `next`
    http_handler handler;
};

}  // namespace husky::host
