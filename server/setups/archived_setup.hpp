#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "server/records/records.hpp"

namespace husky::host {

/// A set-up that a machine has now.
struct archived_setup {
    machine_id machine = 0;
    std::string serial;
    std::uint16_t number = 0;
    setup_origin origin = setup_origin::upload;
    std::string remark;
    std::uint32_t crc32 = 0;
    std::string sha256;  ///< hexadecimal
};

/// What a store needs to keep it. `content` is copied.
batch batch_of(const archived_setup& setup, std::string_view content, wall_time now);

}  // namespace husky::host
