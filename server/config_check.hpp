#pragma once

#include <map>
#include <string>

#include "link/net/endpoint.hpp"
#include "protocol/dialect/dialect.hpp"
#include "server/host_config.hpp"

namespace husky::host {

/// The dialects that a configuration names, each loaded once.
class dialect_shelf {
  public:
    /// Throws settings::error for one that cannot be read or is wrong.
    explicit dialect_shelf(const host_config& config);

    /// That of the host.
    [[nodiscard]] const protocol::dialect& spoken() const { return spoken_; }
    /// That of a machine's own file; null if it has none.
    [[nodiscard]] const protocol::dialect* own(const known_machine& m) const;

  private:
    protocol::dialect spoken_;
    std::map<std::string, protocol::dialect> by_file_;
};

/// Where a machine listens that the host is to dial, as host_config takes it.
link::host_port dialled_address(const std::string& text, const protocol::dialect& spoken);

/// Throws settings::error, at the place of the key, for what can only be judged once all keys are known: what `serve`
/// refuses before it opens a file or a port, `validate` refuses, too.
void require_sound(const host_config& config, const dialect_shelf& dialects);

}  // namespace husky::host
