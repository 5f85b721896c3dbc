#pragma once

#include <optional>
#include <string_view>

#include "server/http/message.hpp"

namespace husky::host {

/// The reason phrase of a status: "Not Found".
std::string_view reason_phrase(unsigned status);

/// An error as application/problem+json (RFC 9457): type, title, status, detail, and a machine's result if one is why.
http_response problem(unsigned status, std::string_view detail, std::optional<int> result = {});

/// A 404: no machine of that serial has reported.
http_response unknown_machine();

}  // namespace husky::host
