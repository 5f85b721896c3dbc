#pragma once

#include <algorithm>
#include <boost/asio/awaitable.hpp>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace husky::host {

class web_socket;

/// What handlers see of a request; independent of how it came.
struct http_request {
    std::string method = "GET";
    std::string target;  ///< in origin form
    std::string accept;
    std::string authorization;
    std::string host;        ///< asked for: of the target in absolute form, else the Host header
    std::string origin;      ///< of the page that asks, where a browser asks for one
    std::string fetch_site;  ///< Sec-Fetch-Site: what the browser says of that page
    std::string content_type;
    std::string accept_encoding;
    std::string if_none_match;
    std::string subprotocols;  ///< Sec-WebSocket-Protocol: a list of what the client would speak over a WebSocket
    bool upgrade = false;      ///< asks for a WebSocket
    std::string body;
};

/// The first item of a list as headers have them, "a;q=1, b", without the blanks around it; the list then begins behind
/// it.
inline std::string_view take_item(std::string_view& list) {
    std::string_view item = list.substr(0, list.find(','));
    list.remove_prefix(std::min(item.size() + 1, list.size()));
    constexpr std::string_view blanks = " \t";
    item.remove_prefix(std::min(item.find_first_not_of(blanks), item.size()));
    return item.substr(0, item.find_last_not_of(blanks) + 1);
}

/// A conversation over a WebSocket that is open. Completes when it is over; must not throw. Not cancelled, but the
/// socket may end at any time.
using socket_conversation = std::function<boost::asio::awaitable<void>(web_socket&)>;

using http_headers = std::vector<std::pair<std::string, std::string>>;

struct http_response {
    unsigned status = 200;
    std::string content_type = "application/json";
    std::string body = {};
    http_headers headers = {};
    socket_conversation conversation = {};  ///< instead of all else, if the request asked for an upgrade
};

}  // namespace husky::host
