#pragma once

#include <map>
#include <string>

#include "link/net/endpoint.hpp"
#include "protocol/dialect/dialect.hpp"
#include "server/host_config.hpp"

namespace husky::host {

/// The dialects that a configuration names, each loaded once.
class dialect_set {
  public:
    /// Throws settings::error for one that cannot be read or is wrong.
    explicit dialect_set(const host_config& config);

    /// That of the host.
    [[nodiscard]] const protocol::dialect& wire_dialect() const { return wire_dialect_; }
    /// That of a machine's own file; null if it has none.
    [[nodiscard]] const protocol::dialect* own(const known_machine& m) const;

  private:
    protocol::dialect wire_dialect_;
    std::map<std::string, protocol::dialect> by_file_;
};

/// Where a machine listens that the host is to dial, as host_config takes it.
link::host_port dialled_address(const std::string& text, const protocol::dialect& wire_dialect);

/// Throws settings::error, at the place of the key, for what can only be checked once all keys are known: what `serve`
/// refuses before it opens a file or a port, `validate` refuses too.
void require_sound(const host_config& config, const dialect_set& dialects);

}  // namespace husky::host
