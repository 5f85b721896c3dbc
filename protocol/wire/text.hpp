#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace husky::protocol {

/// Writes UTF-8 `text` as Latin-1 into `field`, left-aligned, cut at the field's width, padded with `pad`.
/// What Latin-1 lacks, and broken UTF-8, becomes '?'.
void encode_text(std::string_view text, std::span<std::byte> field, char pad);

/// Reads a Latin-1 field as UTF-8 into `out`, without the spaces and NULs at its right end.
void decode_text(std::span<const std::byte> field, std::string& out);

/// UTF-8 as it is; other bytes are taken for Latin-1.
std::string as_utf8(std::string_view bytes);

/// Whether the whole text is UTF-8 (RFC 3629).
bool is_utf8(std::string_view text);

}  // namespace husky::protocol
