#pragma once

#include <memory>
#include <stdexcept>
#include <string>

struct ssl_ctx_st;
struct ssl_st;

namespace husky::link {

/// What one end shows and whom it believes, as PEM files; empty: none.
struct tls_files {
    std::string certificate;  ///< its own first, then those between it and the authority
    std::string key;
    std::string ca;  ///< certificates of the authorities that it believes
};

/// A file that cannot be used; what() is one line that names it.
class tls_file_error : public std::runtime_error {
  public:
    enum class which { certificate, key, ca };
    tls_file_error(which of, const std::string& problem) : std::runtime_error(problem), of_(of) {}
    [[nodiscard]] which of() const { return of_; }

  private:
    which of_;
};

/// The rules of TLS for one end of many connections: version 1.2 at least, no renegotiation, no resumption. Loads its
/// files once. Connections may begin on any thread.
class tls_context {
  public:
    /// For the end that accepts. With a `ca` the peer must show a certificate that it has signed. Throws
    /// tls_file_error.
    static tls_context accepting(const tls_files& files);
    /// For the end that dials `peer`, a name or an IP address, for which the peer's certificate must be. Without a `ca`
    /// those of the system are believed; `believes_all`: any certificate is accepted. Throws tls_file_error.
    static tls_context dialling(const tls_files& files, std::string peer, bool believes_all);

    struct free_session {
        void operator()(ssl_st* ssl) const;
    };
    /// The state of one more connection.
    [[nodiscard]] std::unique_ptr<ssl_st, free_session> begin() const;

  private:
    struct free_context {
        void operator()(ssl_ctx_st* context) const;
    };
    explicit tls_context(bool accepts);

    std::unique_ptr<ssl_ctx_st, free_context> context_;
    bool accepts_;
    std::string peer_name_;  ///< told to the peer; not an address
};

}  // namespace husky::link
