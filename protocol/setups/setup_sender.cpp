#include "protocol/setups/setup_sender.hpp"

#include <algorithm>

#include "protocol/setups/checksum.hpp"

namespace husky::protocol {

void setup_sender::drop() {
    text_ = std::string();
    taken_ = false;
}

result_code setup_sender::take(std::uint16_t number, machine_model& model) {
    text_.clear();
    const auto result = model.setup(number, text_);
    taken_ = result == result_code::ok;
    number_ = number;
    crc32_ = checksum(std::as_bytes(std::span(text_)));
    return result;
}

upload_setup_response setup_sender::answer(const upload_setup& asked, machine_model& model) {
    upload_setup_response r;
    r.setup_number = asked.setup_number;
    r.offset = asked.offset;
    if (asked.offset == 0 || !taken_ || asked.setup_number != number_) r.result = take(asked.setup_number, model);
    if (r.result == result_code::ok) {
        r.total_size = static_cast<std::uint32_t>(text_.size());
        r.crc32 = crc32_;
        if (asked.offset > text_.size()) r.result = result_code::bad_argument;
    }
    if (r.result == result_code::ok) {
        const auto bytes = std::as_bytes(std::span(text_)).subspan(asked.offset);
        const auto block = bytes.first(std::min(bytes.size(), upload_block_size));
        r.data.assign(block.begin(), block.end());
    }
    if (r.result != result_code::ok || asked.offset + r.data.size() == text_.size()) drop();
    return r;
}

}  // namespace husky::protocol
