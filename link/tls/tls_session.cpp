#include "link/tls/tls_session.hpp"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <sys/socket.h>

#include <algorithm>
#include <boost/asio/error.hpp>
#include <cerrno>
#include <limits>
#include <new>

namespace husky::link {

/// How OpenSSL reaches the socket. Its own way would raise SIGPIPE where the peer has gone.
struct tls_session::socket_calls {
    static bool is_passing(int failed) { return failed == EAGAIN || failed == EWOULDBLOCK || failed == EINTR; }

    static int write(BIO* bio, const char* from, int size) {
        auto& by = *static_cast<transport*>(BIO_get_data(bio));
        BIO_clear_retry_flags(bio);
        const auto n = ::send(by.socket, from, static_cast<std::size_t>(size), MSG_NOSIGNAL | MSG_DONTWAIT);
        if (n >= 0) return static_cast<int>(n);
        if (is_passing(errno))
            BIO_set_retry_write(bio);
        else
            by.failed = errno;
        return -1;
    }

    static int read(BIO* bio, char* into, int size) {
        auto& by = *static_cast<transport*>(BIO_get_data(bio));
        BIO_clear_retry_flags(bio);
        const auto n = ::recv(by.socket, into, static_cast<std::size_t>(size), MSG_DONTWAIT);
        if (n == 0) by.ended = true;
        if (n >= 0) return static_cast<int>(n);
        if (is_passing(errno))
            BIO_set_retry_read(bio);
        else
            by.failed = errno;
        return -1;
    }

    static long control(BIO* bio, int asked, long, void*) {
        if (asked == BIO_CTRL_EOF) return static_cast<transport*>(BIO_get_data(bio))->ended ? 1 : 0;
        return asked == BIO_CTRL_FLUSH ? 1 : 0;
    }

    static const BIO_METHOD* all() {
        static const BIO_METHOD* const made = [] {
            BIO_METHOD* calls = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "socket without signals");
            if (calls == nullptr) throw std::bad_alloc();
            BIO_meth_set_write(calls, write);
            BIO_meth_set_read(calls, read);
            BIO_meth_set_ctrl(calls, control);
            return calls;
        }();
        return made;
    }
};

namespace {

int counted(std::size_t bytes) {
    return static_cast<int>(std::min<std::size_t>(bytes, std::numeric_limits<int>::max()));
}

}  // namespace

tls_session::tls_session(const tls_context& rules, int socket) : transport_{socket}, ssl_(rules.begin()) {
    BIO* bio = BIO_new(socket_calls::all());
    if (bio == nullptr) throw std::bad_alloc();
    BIO_set_data(bio, &transport_);
    SSL_set_bio(ssl_.get(), bio, bio);  // which owns it now
}

tls_session::~tls_session() = default;

void tls_session::handshake(error_code& failed) {
    ERR_clear_error();
    const int result = SSL_do_handshake(ssl_.get());
    failed = result == 1 ? error_code() : outcome(result);
    open_ = !failed;
    // Of data it would be an orderly end.
    if (failed == boost::asio::error::eof) failed = left_in_handshake();
}

std::size_t tls_session::read_some(std::span<std::byte> into, error_code& failed) {
    failed = {};
    if (into.empty()) return 0;
    ERR_clear_error();
    const int n = SSL_read(ssl_.get(), into.data(), counted(into.size()));
    if (n > 0) return static_cast<std::size_t>(n);
    failed = outcome(n);
    return 0;
}

std::size_t tls_session::write_some(std::span<const std::byte> from, error_code& failed) {
    failed = {};
    if (from.empty()) return 0;
    ERR_clear_error();
    const int n = SSL_write(ssl_.get(), from.data(), counted(from.size()));
    if (n > 0) return static_cast<std::size_t>(n);
    failed = outcome(n);
    return 0;
}

void tls_session::finish() {
    if (!open_) return;
    ERR_clear_error();
    SSL_shutdown(ssl_.get());
    ERR_clear_error();
}

bool tls_session::has_unread() const { return SSL_pending(ssl_.get()) > 0; }

/// Why an operation did nothing; never success.
error_code tls_session::outcome(int result) {
    const int kind = SSL_get_error(ssl_.get(), result);
    if (kind == SSL_ERROR_WANT_READ || kind == SSL_ERROR_WANT_WRITE) {
        waits_to_write_ = kind == SSL_ERROR_WANT_WRITE;
        return boost::asio::error::would_block;
    }
    if (kind == SSL_ERROR_ZERO_RETURN && transport_.failed == 0) return boost::asio::error::eof;
    open_ = false;
    if (kind == SSL_ERROR_SSL) {
        const auto why = take_tls_error(SSL_get_verify_result(ssl_.get()));
        return problem_ ? problem_ : problem_ = why;
    }
    ERR_clear_error();
    if (transport_.failed != 0) return {transport_.failed, boost::system::system_category()};
    return boost::asio::error::eof;
}

}  // namespace husky::link
