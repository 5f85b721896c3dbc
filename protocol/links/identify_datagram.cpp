#include "protocol/links/identify_datagram.hpp"

#include <algorithm>

namespace husky::protocol {

datagram_verdict answer_datagram(std::span<const std::byte> datagram, const identify_response& identity,
                                 const dialect& d, std::vector<std::byte>& answer) {
    wire_reader in(datagram, d);
    const std::size_t size = in.take<std::uint16_t>() + d.size_offset();
    const auto word = in.take<std::uint16_t>();
    const auto padding = datagram.subspan(std::min(header_size, datagram.size()));
    const bool padded_with_zeros =
        std::all_of(padding.begin(), padding.end(), [](std::byte b) { return b == std::byte{0}; });
    if (!in.ok() || size != header_size || d.find(word) != index_of<identify> || !padded_with_zeros)
        return datagram_verdict::not_identify;
    if (datagram.size() < encoded_size(identity, d)) return datagram_verdict::too_short;
    answer.clear();
    encode(identity, d, answer);
    return datagram_verdict::answered;
}

}  // namespace husky::protocol
