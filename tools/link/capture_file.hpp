#pragma once

#include <cstdio>
#include <memory>
#include <span>
#include <string>

#include "tools/link/capture_decoder.hpp"

namespace husky::tools {

/// Whether a file begins as a capture does: pcapng, or pcap in either byte order, with micro- or nanoseconds.
bool is_capture(std::span<const std::byte> start);

struct file_closer {
    void operator()(std::FILE* file) const { std::fclose(file); }
};
using open_file = std::unique_ptr<std::FILE, file_closer>;

/// Gives each packet of a capture to the decoder. Returns what stopped it before the end of the
/// capture, empty if nothing did. Throws std::runtime_error if the file is no capture after all.
std::string decode_capture(open_file file, capture_decoder& decoder);

}  // namespace husky::tools
