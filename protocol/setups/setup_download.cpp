#include "protocol/setups/setup_download.hpp"

#include <algorithm>

#include "protocol/setups/checksum.hpp"

namespace husky::protocol {

setup_download::setup_download(std::uint16_t number, std::span<const std::byte> content)
    : number_(number), content_(content), checksum_(protocol::checksum(content)) {}

std::span<const std::byte> setup_download::block() const {
    return content_.subspan(offset_, std::min(download_block_size, content_.size() - offset_));
}

setup_download::request setup_download::next() const {
    const auto sent = block();
    return {number_,
            static_cast<std::uint32_t>(content_.size()),
            checksum_,
            static_cast<std::uint32_t>(offset_),
            {sent.begin(), sent.end()}};
}

/// An ok is believed: its next offset could only repeat ours.
void setup_download::answered(const response& r) {
    if (progress_ != setup_progress::going_on) return;
    if (r.result == result_code::wrong_offset) return follow(r.next_offset);
    if (r.result != result_code::ok) return fail(setup_fault::refused);
    offset_ += block().size();
    if (offset_ == content_.size()) progress_ = setup_progress::done;
}

void setup_download::follow(std::uint32_t offset) {
    if (offset >= content_.size() || jumps_ == max_setup_jumps) return fail(setup_fault::wrong_offset);
    ++jumps_;
    offset_ = offset;
}

void setup_download::fail(setup_fault why) {
    progress_ = setup_progress::failed;
    fault_ = why;
}

}  // namespace husky::protocol
