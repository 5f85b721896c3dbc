#include "link/tls/tls_context.hpp"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <boost/asio/ip/address.hpp>
#include <cerrno>
#include <cstring>
#include <fstream>

#include "log/log.hpp"

namespace husky::link {

namespace {

using which = tls_file_error::which;

bool is_ip_address(const std::string& peer) {
    boost::system::error_code failed;
    boost::asio::ip::make_address(peer, failed);
    return !failed;
}

void require_readable(which of, const std::string& file) {
    errno = 0;
    std::ifstream in(file);
    in.peek();
    if (!in.is_open() || in.bad())
        throw tls_file_error(of,
                             file + ": cannot be read" + (errno != 0 ? std::string(": ") + std::strerror(errno) : ""));
}

/// Instead of asking at the terminal.
int refuse_passphrase(char*, int, int, void* asked) {
    *static_cast<bool*>(asked) = true;
    return 0;
}

void warn_if_expired(SSL_CTX* context, const std::string& file) {
    const X509* own = SSL_CTX_get0_certificate(context);
    if (own != nullptr && X509_cmp_current_time(X509_get0_notAfter(own)) < 0)
        log::warn("{}: the certificate has expired; others will refuse it", file);
}

void take_certificate(SSL_CTX* context, const std::string& file) {
    require_readable(which::certificate, file);
    if (SSL_CTX_use_certificate_chain_file(context, file.c_str()) != 1)
        throw tls_file_error(which::certificate, file + ": holds no certificate in PEM form");
    warn_if_expired(context, file);
}

void take_key(SSL_CTX* context, const tls_files& files) {
    const auto& file = files.key;
    require_readable(which::key, file);
    bool asked = false;
    SSL_CTX_set_default_passwd_cb(context, refuse_passphrase);
    SSL_CTX_set_default_passwd_cb_userdata(context, &asked);
    const bool taken = SSL_CTX_use_PrivateKey_file(context, file.c_str(), SSL_FILETYPE_PEM) == 1;
    SSL_CTX_set_default_passwd_cb_userdata(context, nullptr);
    if (taken && SSL_CTX_check_private_key(context) == 1) return;
    const int why = ERR_GET_REASON(ERR_peek_last_error());
    if (asked)
        throw tls_file_error(
            which::key, file + ": needs a passphrase; write it without one: openssl pkey -in " + file + " -out FILE");
    if (taken || why == X509_R_KEY_VALUES_MISMATCH || why == X509_R_KEY_TYPE_MISMATCH)
        throw tls_file_error(which::key, file + ": is not the key of the certificate in " + files.certificate);
    throw tls_file_error(which::key, file + ": holds no private key in PEM form");
}

/// Both or neither.
void take_own(SSL_CTX* context, const tls_files& files) {
    if (files.certificate.empty() != files.key.empty())
        throw tls_file_error(files.key.empty() ? which::key : which::certificate,
                             files.key.empty() ? "expected the file of the key of " + files.certificate + ", got none"
                                               : "expected the certificate of the key in " + files.key + ", got none");
    if (files.certificate.empty()) return;
    take_certificate(context, files.certificate);
    take_key(context, files);
}

void take_authorities(SSL_CTX* context, const std::string& file) {
    require_readable(which::ca, file);
    if (SSL_CTX_load_verify_locations(context, file.c_str(), nullptr) != 1)
        throw tls_file_error(which::ca, file + ": holds no certificate in PEM form");
}

/// Clients with several certificates choose by it.
void name_authorities(SSL_CTX* context, const std::string& file) {
    if (auto* names = SSL_load_client_CA_file(file.c_str())) SSL_CTX_set_client_CA_list(context, names);
}

}  // namespace

void tls_context::free_session::operator()(ssl_st* ssl) const { SSL_free(ssl); }
void tls_context::free_context::operator()(ssl_ctx_st* context) const { SSL_CTX_free(context); }

tls_context::tls_context(bool accepts)
    : context_(SSL_CTX_new(accepts ? TLS_server_method() : TLS_client_method())), accepts_(accepts) {
    if (!context_) throw std::runtime_error("OpenSSL cannot begin TLS");
    SSL_CTX* rules = context_.get();
    SSL_CTX_set_min_proto_version(rules, TLS1_2_VERSION);
    // A peer that closes without a farewell has closed.
    SSL_CTX_set_options(rules, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION | SSL_OP_NO_TICKET |
                                   SSL_OP_IGNORE_UNEXPECTED_EOF | SSL_OP_CIPHER_SERVER_PREFERENCE);
    SSL_CTX_set_session_cache_mode(rules, SSL_SESS_CACHE_OFF);
    SSL_CTX_set_num_tickets(rules, 0);
    // Idle links keep no buffers, and what waits to be written may move in memory.
    SSL_CTX_set_mode(rules,
                     SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER | SSL_MODE_RELEASE_BUFFERS);
}

tls_context tls_context::accepting(const tls_files& files) {
    tls_context made(true);
    ERR_clear_error();
    take_own(made.context_.get(), files);
    if (files.certificate.empty()) throw tls_file_error(which::certificate, "expected a certificate, got none");
    if (!files.ca.empty()) {
        take_authorities(made.context_.get(), files.ca);
        name_authorities(made.context_.get(), files.ca);
        SSL_CTX_set_verify(made.context_.get(), SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nullptr);
    }
    ERR_clear_error();
    return made;
}

tls_context tls_context::dialling(const tls_files& files, std::string peer, bool believes_all) {
    tls_context made(false);
    ERR_clear_error();
    SSL_CTX* rules = made.context_.get();
    take_own(rules, files);
    if (!files.ca.empty())
        take_authorities(rules, files.ca);
    else
        SSL_CTX_set_default_verify_paths(rules);
    if (!believes_all) {
        SSL_CTX_set_verify(rules, SSL_VERIFY_PEER, nullptr);
        X509_VERIFY_PARAM* expected = SSL_CTX_get0_param(rules);
        if (is_ip_address(peer))
            X509_VERIFY_PARAM_set1_ip_asc(expected, peer.c_str());
        else
            X509_VERIFY_PARAM_set1_host(expected, peer.c_str(), peer.size());
    }
    if (!is_ip_address(peer)) made.peer_name_ = std::move(peer);
    ERR_clear_error();
    return made;
}

std::unique_ptr<ssl_st, tls_context::free_session> tls_context::begin() const {
    std::unique_ptr<ssl_st, free_session> session(SSL_new(context_.get()));
    if (!session) throw std::bad_alloc();
    if (accepts_)
        SSL_set_accept_state(session.get());
    else
        SSL_set_connect_state(session.get());
    if (!peer_name_.empty()) SSL_set_tlsext_host_name(session.get(), peer_name_.c_str());
    return session;
}

}  // namespace husky::link
