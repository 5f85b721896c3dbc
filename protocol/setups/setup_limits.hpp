#pragma once

#include <cstddef>

namespace husky::protocol {

/// Largest set-up, in bytes, unless a configuration says otherwise.
constexpr std::size_t default_max_setup_size = std::size_t{16} << 20U;

/// Bytes of a block, at the host's end and at the machine's.
constexpr std::size_t download_block_size = 4096;
constexpr std::size_t upload_block_size = 8192;

}  // namespace husky::protocol
