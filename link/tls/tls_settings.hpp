#pragma once

#include <memory>
#include <string>
#include <vector>

#include "link/tls/tls_context.hpp"
#include "program/configuration.hpp"
#include "settings/schema/places.hpp"
#include "settings/schema/schema.hpp"

namespace husky::link {

/// What a configuration says of the TLS of connections that are accepted: with a certificate TLS is required, without
/// it nobody speaks it.
struct accepted_tls {
    std::string certificate, key;
    std::string client_ca;  ///< empty: clients need no certificate
};
/// Declares `certificate` and `key` in the schema's present group.
void describe_tls(settings::schema& s, accepted_tls& c);
/// And `client_ca`; `clients` names them in its meaning.
void describe_client_ca(settings::schema& s, accepted_tls& c, const std::string& clients);
/// Throws settings::error at a key of that group if one is given without another that it needs; opens no file.
void require_complete(const accepted_tls& c, const std::string& group, const settings::places& given);
/// Null without a certificate. Throws settings::error at the key whose file cannot be used.
std::unique_ptr<tls_context> open_tls(const accepted_tls& c, const std::string& group, const settings::places& given);

/// The same of connections that are dialled. TLS is spoken if any key is given.
struct dialled_tls {
    bool enabled = false;
    std::string ca;  ///< empty: those that the system believes
    std::string certificate, key;
    std::string server_name;  ///< empty: the host that is dialled
    bool insecure = false;

    [[nodiscard]] bool is_on() const {
        return enabled || insecure || !ca.empty() || !certificate.empty() || !key.empty() || !server_name.empty();
    }
};
/// Declares all keys in the schema's present group.
void describe_tls(settings::schema& s, dialled_tls& c);
/// Flags of keys that are declared in the group `tls`.
std::vector<program::setting_flag> dialled_tls_flags();
/// Null if TLS is not spoken. `host` is dialled. Throws as above.
std::unique_ptr<tls_context> open_tls(const dialled_tls& c, const std::string& host, const std::string& group,
                                      const settings::places& given);

}  // namespace husky::link
