#include "protocol/setups/setup_receiver.hpp"

#include "protocol/setups/checksum.hpp"

namespace husky::protocol {

void setup_receiver::drop() {
    content_ = std::vector<std::byte>();
    begun_ = false;
}

bool setup_receiver::continues(const download_setup& block) const {
    return begun_ && block.setup_number == number_ && block.total_size == total_ && block.crc32 == crc32_;
}

download_setup_response setup_receiver::take(const download_setup& block) {
    if (complete()) drop();
    const auto arrived = static_cast<std::uint32_t>(content_.size());
    if (block.total_size > max_) return {result_code::bad_argument, 0};
    if (block.data.empty() || block.offset > block.total_size || block.data.size() > block.total_size - block.offset)
        return {result_code::bad_argument, arrived};
    if (block.offset == 0) {
        drop();
        begun_ = true;
        number_ = block.setup_number;
        total_ = block.total_size;
        crc32_ = block.crc32;
    } else if (!continues(block)) {
        drop();
        return {result_code::wrong_offset, 0};
    } else if (block.offset != arrived) {
        return {result_code::wrong_offset, arrived};
    }
    content_.insert(content_.end(), block.data.begin(), block.data.end());
    if (!complete() || checksum(content_) == crc32_)
        return {result_code::ok, static_cast<std::uint32_t>(content_.size())};
    drop();
    return {result_code::bad_checksum, 0};
}

}  // namespace husky::protocol
