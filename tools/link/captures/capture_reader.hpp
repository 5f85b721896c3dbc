#pragma once

#include <string>

#include "tools/link/captures/capture_decoder.hpp"
#include "tools/link/captures/input_file.hpp"

namespace husky::tools {

/// Gives each packet of a capture to the decoder. Returns what stopped it before the end of the
/// capture, empty if nothing did. Throws std::runtime_error if the file is not a capture after all.
std::string decode_capture(open_file file, capture_decoder& decoder);

}  // namespace husky::tools
