#pragma once

#include <string>
#include <string_view>

#include "tools/link/captures/capture_decoder.hpp"
#include "tools/link/captures/capture_reader.hpp"

namespace husky::tools {

/// Text and raw bytes are read whole, up to this; a capture of any size is read packet by packet.
constexpr std::size_t max_text = std::size_t{64} * 1024 * 1024;

/// Decodes a capture, a trace, hexadecimal text or raw messages, packed with gzip or not, told apart by what `file`
/// begins with, into `to`. `source` names the file in notes. Throws settings::error for text that is not hexadecimal,
/// std::runtime_error for what cannot be read.
decode_counts decode_file(open_file file, const std::string& source, const protocol::dialect& d, message_sink& to);

}  // namespace husky::tools
