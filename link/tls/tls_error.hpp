#pragma once

#include <array>
#include <boost/system/error_code.hpp>
#include <cstdint>
#include <string_view>

namespace husky::link {

using boost::system::error_code;

/// Why TLS with a peer failed, as metrics tell it.
enum class tls_failure : std::uint8_t {
    not_tls,         ///< what it sends is no TLS
    no_certificate,  ///< it showed none where one is required
    untrusted,       ///< its certificate is not accepted: of another authority, expired, of another name
    refused,         ///< it refused us, by an alert
    timed_out,       ///< the handshake took too long
    closed,          ///< it left during the handshake
    other,
};
constexpr std::array<std::string_view, 7> tls_failure_names{"not_tls",   "no_certificate", "untrusted", "refused",
                                                            "timed_out", "closed",         "other"};

/// What ended a handshake.
tls_failure failure_of(const error_code& failed);

/// Errors of TLS with their messages, a line each. A value above 0 is a code of OpenSSL's queue, one below 0 why a
/// certificate was not accepted.
const boost::system::error_category& tls_category();

/// Whether a client began with a request of HTTP instead of TLS.
bool is_plain_http(const error_code& failed);

/// The other end closed the connection before the handshake was done.
error_code left_in_handshake();

/// The oldest error in OpenSSL's queue, which is emptied; `accepted` is what became of the peer's certificate.
error_code take_tls_error(long accepted);

}  // namespace husky::link
