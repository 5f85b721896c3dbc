#pragma once

#include <string>
#include <string_view>

#include "server/http/message.hpp"

namespace husky::host {

/// Whether an Accept-Encoding takes gzip. Who names no coding gets none: many programs that send no such header cannot
/// unpack.
bool takes_gzip(std::string_view accept_encoding);

/// Packs the body of an answer that is text and long enough to gain by it, for a client that takes gzip; says of every
/// such answer that it depends on what is taken.
void compress(http_response& answer, std::string_view accept_encoding);

/// Unpacks what gzip packed, of a known size. Throws std::runtime_error if it is of another.
std::string unpack_gzip(std::string_view packed, std::size_t size);

}  // namespace husky::host
