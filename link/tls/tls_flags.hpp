#pragma once

#include "link/tls/tls_settings.hpp"
#include "program/options.hpp"

namespace husky::link {

/// TLS to what is dialled, as flags of a command that reads no configuration.
struct tls_flags {
    std::vector<program::setting_flag> typed = dialled_tls_flags();

    [[nodiscard]] bool any() const;
    /// As it was typed, a word each.
    [[nodiscard]] std::vector<std::string> words() const;
    /// Null if none is given. Throws settings::error that names the flag.
    [[nodiscard]] std::unique_ptr<tls_context> context(const std::string& host) const;
};

void declare_tls(program::options& of, tls_flags& into);

}  // namespace husky::link
