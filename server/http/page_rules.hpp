#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "server/http/message.hpp"

/// Rules that keep a web page in a browser from controlling the plant.
namespace husky::host {

/// Whether `host` (of a Host header: "plant:8310", "[::1]:8310") can only be meant for this host: an IP literal,
/// localhost or a name below it, or one of `names`. A page that rebinds its own name to this address asks by that
/// name. Letter case, a port and a dot at the end do not matter. An empty one is accepted: no browser sends it.
bool is_own_name(std::string_view host, const std::vector<std::string>& names);

/// Whether a name can be given for is_own_name(): neither a port, a path nor a pattern.
bool is_host_name(std::string_view name);

/// Whether a browser asks for a page that came from elsewhere than from the host that is asked.
bool is_foreign(const http_request& request);

/// Whether the body says that it is JSON. A page can send other types without asking first.
bool is_json(std::string_view content_type);

}  // namespace husky::host
