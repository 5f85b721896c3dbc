#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "protocol/messages/codes.hpp"
#include "protocol/messages/description.hpp"

/// Set-ups in blocks.
namespace husky::protocol {

struct upload_setup {
    std::uint16_t setup_number = 0;
    std::uint32_t offset = 0;

    static constexpr auto describe() {
        return request({"upload_setup", 0x0020, sender::host, link_kind::machine_functions, R,
                        "A block of a set-up, machine to host."},
                       number("setup_number", &upload_setup::setup_number, R),
                       number("offset", &upload_setup::offset, R));
    }
};

struct upload_setup_response {
    result_code result = result_code::ok;
    std::uint16_t setup_number = 0;
    std::uint32_t total_size = 0;
    std::uint32_t crc32 = 0;
    std::uint32_t offset = 0;
    std::vector<std::byte> data;

    static constexpr auto describe() {
        using self = upload_setup_response;
        return response_to<upload_setup>(
            "upload_setup response", number("result", &self::result, R), number("setup_number", &self::setup_number, R),
            number("total_size", &self::total_size, R),
            number("crc32", &self::crc32, R, "of the whole set-up, IEEE 802.3"), number("offset", &self::offset, R),
            bytes("data_size", "data", &self::data, R));
    }
};

struct download_setup {
    std::uint16_t setup_number = 0;
    std::uint32_t total_size = 0;
    std::uint32_t crc32 = 0;
    std::uint32_t offset = 0;
    std::vector<std::byte> data;

    static constexpr auto describe() {
        using self = download_setup;
        return request({"download_setup", 0x0021, sender::host, link_kind::machine_functions, R,
                        "A block of a set-up, host to machine."},
                       number("setup_number", &self::setup_number, R), number("total_size", &self::total_size, R),
                       number("crc32", &self::crc32, R, "of the whole set-up, IEEE 802.3"),
                       number("offset", &self::offset, R), bytes("data_size", "data", &self::data, R));
    }
};

struct download_setup_response {
    result_code result = result_code::ok;
    std::uint32_t next_offset = 0;

    static constexpr auto describe() {
        return response_to<download_setup>("download_setup response",
                                           number("result", &download_setup_response::result, R),
                                           number("next_offset", &download_setup_response::next_offset, R));
    }
};

}  // namespace husky::protocol
