#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace husky::host {

/// The version that a set-up becomes: each content that differs from the newest version of its machine and number is
/// one more, from 1 up. Empty if it is the newest version again, of which only the time is new. `newest` is 0 where
/// there is none.
inline std::optional<std::int64_t> next_setup_version(std::int64_t newest, std::string_view newest_sha256,
                                                      std::string_view sha256) {
    if (newest > 0 && newest_sha256 == sha256) return std::nullopt;
    return newest + 1;
}

}  // namespace husky::host
