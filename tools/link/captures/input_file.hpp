#pragma once

#include <cstddef>
#include <cstdio>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace husky::tools {

struct file_closer {
    void operator()(std::FILE* file) const { std::fclose(file); }
};
using open_file = std::unique_ptr<std::FILE, file_closer>;

/// `-` is standard input. Throws settings::error that names the file.
open_file open_input(const std::string& name);

/// A file as it is to be read: what is packed with gzip comes unpacked, piece by piece.
struct input_file {
    open_file file;
    std::vector<std::byte> start;         ///< its first bytes, which `file` gives once more
    std::shared_ptr<std::string> damage;  ///< once it was read: why it ended before its end; empty: it did not
};

/// `source` names the file in errors. Throws settings::error for what must be unpacked or converted first, and
/// std::runtime_error for what cannot be read.
input_file unpack(open_file file, const std::string& source);

/// Whether a file begins as a capture does: pcapng, or pcap in either byte order, with micro- or nanoseconds.
bool is_capture(std::span<const std::byte> start);

/// Whether it begins as a trace does: with a JSON object.
bool is_trace(std::span<const std::byte> start);

}  // namespace husky::tools
