#include "link/tls/tls_settings.hpp"

namespace husky::link {

namespace {

/// Makes it; a file that cannot be used is an error at its key.
template <class Make>
std::unique_ptr<tls_context> opened(const Make& make, const std::string& group, const char* ca_key,
                                    const settings::places& given) {
    try {
        return std::make_unique<tls_context>(make());
    } catch (const tls_file_error& wrong) {
        const bool of_certificate = wrong.of() == tls_file_error::which::certificate;
        const bool of_key = wrong.of() == tls_file_error::which::key;
        given.fail_at(group + "." + (of_certificate ? "certificate" : of_key ? "key" : ca_key), wrong.what());
    }
}

}  // namespace

void describe_tls(settings::schema& s, accepted_tls& c) {
    s.text("certificate", c.certificate,
           "PEM file with the certificate, then those between it and the authority; with it TLS is required, without "
           "it nobody speaks TLS");
    s.text("key", c.key, "PEM file with the key of the certificate, without a passphrase");
}

void describe_client_ca(settings::schema& s, accepted_tls& c, const std::string& clients) {
    s.text("client_ca", c.client_ca,
           "PEM file with certificates of authorities: " + clients +
               " must then show a certificate that one of them signed; none: they need no certificate");
}

void require_complete(const accepted_tls& c, const std::string& group, const settings::places& given) {
    if (!c.certificate.empty() && c.key.empty())
        given.fail_at(group + ".certificate", "expected " + group + ".key beside it, got none");
    if (c.certificate.empty() && !c.key.empty())
        given.fail_at(group + ".key", "expected " + group + ".certificate beside it, got none");
    if (c.certificate.empty() && !c.client_ca.empty())
        given.fail_at(group + ".client_ca", "expected " + group + ".certificate beside it, got none");
}

std::unique_ptr<tls_context> open_tls(const accepted_tls& c, const std::string& group, const settings::places& given) {
    require_complete(c, group, given);
    if (c.certificate.empty()) return nullptr;
    return opened(
        [&] {
            return tls_context::accepting({c.certificate, c.key, c.client_ca});
        },
        group, "client_ca", given);
}

void describe_tls(settings::schema& s, dialled_tls& c) {
    s.boolean("enabled", c.enabled, "speak TLS to the host; any other key of `tls` does so too");
    s.text("ca", c.ca,
           "PEM file with certificates of authorities, one of which must have signed the host's; none: those that the "
           "system believes");
    s.text("certificate", c.certificate, "PEM file with our certificate, where the host asks for one");
    s.text("key", c.key, "PEM file with its key, without a passphrase");
    s.text("server_name", c.server_name,
           "name or address for which the host's certificate must be; none: that of the host as it is dialled");
    s.boolean("insecure", c.insecure,
              "accept any certificate, without a look at who signed it and for whom; anybody in between can then read "
              "and change what is sent");
}

std::vector<program::setting_flag> dialled_tls_flags() {
    return {{"--tls", "tls.enabled", ""},
            {"--tls-ca", "tls.ca", "FILE"},
            {"--tls-certificate", "tls.certificate", "FILE"},
            {"--tls-key", "tls.key", "FILE"},
            {"--tls-server-name", "tls.server_name", "NAME"},
            {"--tls-insecure", "tls.insecure", ""}};
}

std::unique_ptr<tls_context> open_tls(const dialled_tls& c, const std::string& host, const std::string& group,
                                      const settings::places& given) {
    if (!c.is_on()) return nullptr;
    const auto& peer = c.server_name.empty() ? host : c.server_name;
    return opened(
        [&] {
            return tls_context::dialling({c.certificate, c.key, c.ca}, peer, c.insecure);
        },
        group, "ca", given);
}

}  // namespace husky::link
