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

/// `-` is standard input. Throws settings::error that names the file.
open_file open_input(const std::string& name);

/// The first bytes, up to 4, which the next reader gets again: a pipe cannot be wound back, but glibc takes back
/// several. Throws if they cannot be read.
std::vector<std::byte> peek(std::FILE* file);

/// Gives each packet of a capture to the decoder. Returns what stopped it before the end of the
/// capture, empty if nothing did. Throws std::runtime_error if the file is no capture after all.
std::string decode_capture(open_file file, capture_decoder& decoder);

}  // namespace husky::tools
