#pragma once

#include <random>
#include <vector>

#include "protocol/setups/checksum.hpp"
#include "protocol/setups/setup_download.hpp"
#include "protocol/setups/setup_upload.hpp"
#include "protocol/wire/codec.hpp"
#include "tests/support/wire_notation.hpp"

namespace husky::protocol {

/// Bytes that repeat nowhere in step with a block.
inline std::vector<std::byte> made_up_setup(std::size_t size) {
    std::vector<std::byte> content(size);
    std::minstd_rand numbers(4711);
    for (auto& each : content)
        each = static_cast<std::byte>(numbers() >> 8U);
    return content;
}

template <class Message>
std::vector<std::byte> bytes_of(const Message& m) {
    std::vector<std::byte> out;
    encode(m, default_dialect(), out);
    return out;
}

/// Hands a response over as it would come: literal bytes of a whole message.
template <class Transfer>
void hears(Transfer& t, std::string_view notation) {
    const auto message = wire(notation);
    typename Transfer::response r;
    if (decode(std::span(message).subspan(header_size), default_dialect(), r) != decode_fault::none)
        throw std::invalid_argument("no such response");
    t.answered(r);
}

/// A machine as PROTOCOL.md has it, in the fewest words.
struct small_machine {
    std::vector<std::byte> setup;       ///< what it runs on, or would be asked for
    std::vector<std::byte> incoming{};  ///< blocks of a download that is not complete
    download_setup head{};              ///< of that download
    std::size_t block = 1024;

    [[nodiscard]] upload_setup_response answer(const upload_setup& asked) const {
        if (asked.offset >= setup.size()) return {.result = result_code::bad_argument, .data = {}};
        const auto from = setup.begin() + asked.offset;
        const auto size = std::min<std::size_t>(block, setup.size() - asked.offset);
        return {result_code::ok, asked.setup_number, static_cast<std::uint32_t>(setup.size()),
                checksum(setup), asked.offset,       {from, from + static_cast<std::ptrdiff_t>(size)}};
    }

    download_setup_response answer(const download_setup& asked) {
        const bool same =
            asked.setup_number == head.setup_number && asked.total_size == head.total_size && asked.crc32 == head.crc32;
        if (asked.offset == 0) {
            incoming.clear();
            head = asked;
        } else if (!same) {
            return {result_code::wrong_offset, 0};
        } else if (asked.offset != incoming.size()) {
            return {result_code::wrong_offset, static_cast<std::uint32_t>(incoming.size())};
        }
        incoming.insert(incoming.end(), asked.data.begin(), asked.data.end());
        if (incoming.size() < asked.total_size) return {result_code::ok, static_cast<std::uint32_t>(incoming.size())};
        const auto whole = std::exchange(incoming, {});
        head = {};
        if (checksum(whole) != asked.crc32) return {result_code::bad_checksum, 0};
        setup = whole;
        return {result_code::ok, asked.total_size};
    }

    void loses_link() {
        incoming.clear();
        head = {};
    }
};

}  // namespace husky::protocol
