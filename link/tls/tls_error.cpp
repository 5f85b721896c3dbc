#include "link/tls/tls_error.hpp"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>

#include <boost/asio/error.hpp>

namespace husky::link {

namespace {

/// Alerts of the peer are numbered from here, in OpenSSL's queue.
constexpr int first_alert = SSL_AD_REASON_OFFSET;

int reason_in(int value) { return ERR_GET_REASON(static_cast<unsigned long>(value)); }

bool is_no_tls(int reason) {
    switch (reason) {
        case SSL_R_WRONG_VERSION_NUMBER:
        case SSL_R_HTTP_REQUEST:
        case SSL_R_HTTPS_PROXY_REQUEST:
        case SSL_R_PACKET_LENGTH_TOO_LONG:
        case SSL_R_RECORD_LENGTH_MISMATCH:
        case SSL_R_UNEXPECTED_RECORD:
        case SSL_R_BAD_RECORD_TYPE:
            return true;
        default:
            return false;
    }
}

class tls_errors final : public boost::system::error_category {
  public:
    [[nodiscard]] const char* name() const noexcept override { return "husky.tls"; }
    [[nodiscard]] std::string message(int value) const override {
        if (value < 0) return std::string("its certificate is not accepted: ") + X509_verify_cert_error_string(-value);
        const int reason = reason_in(value);
        if (is_no_tls(reason)) return "the other end does not speak TLS";
        if (reason == SSL_R_PEER_DID_NOT_RETURN_A_CERTIFICATE) return "the other end showed no certificate";
        if (reason == SSL_R_UNEXPECTED_EOF_WHILE_READING) return "the other end left during the handshake of TLS";
        const char* text = ERR_reason_error_string(static_cast<unsigned long>(value));
        const std::string said = text == nullptr ? "TLS error " + std::to_string(reason) : text;
        if (reason == SSL_R_TLSV13_ALERT_CERTIFICATE_REQUIRED)
            return "the other end requires a certificate (tls.certificate, tls.key)";
        if (reason == SSL_R_TLSV1_ALERT_UNKNOWN_CA)
            return "the other end does not know the authority that signed our certificate";
        return reason >= first_alert ? "the other end refused TLS: " + said : "TLS: " + said;
    }
};

}  // namespace

const boost::system::error_category& tls_category() {
    static const tls_errors category;
    return category;
}

bool is_plain_http(const error_code& failed) {
    return failed.category() == tls_category() && failed.value() > 0 && reason_in(failed.value()) == SSL_R_HTTP_REQUEST;
}

tls_failure failure_of(const error_code& failed) {
    if (failed == boost::asio::error::timed_out) return tls_failure::timed_out;
    if (failed.category() != tls_category()) return tls_failure::closed;
    if (failed.value() < 0) return tls_failure::untrusted;
    const int reason = reason_in(failed.value());
    if (is_no_tls(reason)) return tls_failure::not_tls;
    if (reason == SSL_R_UNEXPECTED_EOF_WHILE_READING) return tls_failure::closed;
    if (reason == SSL_R_PEER_DID_NOT_RETURN_A_CERTIFICATE) return tls_failure::no_certificate;
    return reason >= first_alert ? tls_failure::refused : tls_failure::other;
}

error_code left_in_handshake() {
    return {static_cast<int>(ERR_PACK(ERR_LIB_SSL, 0, SSL_R_UNEXPECTED_EOF_WHILE_READING)), tls_category()};
}

error_code take_tls_error(long accepted) {
    const unsigned long code = ERR_get_error();
    ERR_clear_error();
    const bool judged = ERR_GET_LIB(code) == ERR_LIB_SSL && ERR_GET_REASON(code) == SSL_R_CERTIFICATE_VERIFY_FAILED;
    if (judged && accepted > 0) return {-static_cast<int>(accepted), tls_category()};
    constexpr unsigned long most = 0x7FFF'FFFF;
    if (code == 0 || code > most)
        return {static_cast<int>(ERR_PACK(ERR_LIB_SSL, 0, ERR_R_INTERNAL_ERROR)), tls_category()};
    return {static_cast<int>(code), tls_category()};
}

}  // namespace husky::link
