#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "protocol/setups/setup_limits.hpp"

/// What both directions of a set-up have in common, at the host's end.
namespace husky::protocol {

/// Blocks of one upload, both tries together: more than a set-up of the largest size has at 256 bytes a block.
constexpr std::size_t max_setup_blocks = 131'072;

/// How often one download follows a machine to another offset.
constexpr std::size_t max_setup_jumps = 16;

/// Why a transfer failed.
enum class setup_fault : std::uint8_t {
    none,
    refused,          ///< the machine answered a result that is not ok
    another_block,    ///< the block is of another set-up or offset than requested
    empty_block,      ///< nothing came, and the end was not reached
    past_end,         ///< the block is longer than what is left
    too_large,        ///< the machine announced more than the largest set-up
    changed,          ///< another size or checksum between blocks, and again after a restart
    bad_checksum,     ///< all blocks came, but they are not what the checksum was made of
    too_many_blocks,  ///< max_setup_blocks came and the end did not
    wrong_offset,     ///< the machine asks for an offset outside the set-up, or for too many different ones
};

/// One line for a person, as in "the upload failed: ...".
std::string_view name(setup_fault fault);

enum class setup_progress : std::uint8_t { going_on, done, failed };

}  // namespace husky::protocol
