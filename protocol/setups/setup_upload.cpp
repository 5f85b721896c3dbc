#include "protocol/setups/setup_upload.hpp"

#include "protocol/setups/checksum.hpp"

namespace husky::protocol {

void setup_upload::answered(const response& r) {
    if (progress_ != setup_progress::going_on) return;
    if (is_other_head(r)) return begin_again();
    if (const setup_fault wrong = wrong_with(r); wrong != setup_fault::none) return fail(wrong);
    total_ = r.total_size;
    checksum_ = r.crc32;
    content_.insert(content_.end(), r.data.begin(), r.data.end());
    ++blocks_;
    if (content_.size() == total_) return finish();
    if (blocks_ == max_setup_blocks) fail(setup_fault::too_many_blocks);
}

/// A set-up that became shorter than the offset shows by a result, not by a head.
bool setup_upload::is_other_head(const response& r) const {
    if (content_.empty()) return false;
    if (r.result == result_code::bad_argument || r.result == result_code::wrong_offset) return true;
    return r.result == result_code::ok && r.setup_number == number_ && (r.total_size != total_ || r.crc32 != checksum_);
}

setup_fault setup_upload::wrong_with(const response& r) const {
    if (r.result != result_code::ok) return setup_fault::refused;
    if (r.setup_number != number_ || r.offset != offset()) return setup_fault::another_block;
    if (r.total_size > max_size_) return setup_fault::too_large;
    if (r.data.empty()) return setup_fault::empty_block;
    if (r.data.size() > r.total_size - offset()) return setup_fault::past_end;
    return setup_fault::none;
}

void setup_upload::begin_again() {
    if (begun_again_) return fail(setup_fault::changed);
    begun_again_ = true;
    content_.clear();
}

void setup_upload::finish() {
    if (protocol::checksum(content_) != checksum_) return fail(setup_fault::bad_checksum);
    progress_ = setup_progress::done;
}

void setup_upload::fail(setup_fault why) {
    progress_ = setup_progress::failed;
    fault_ = why;
    content_ = {};
}

}  // namespace husky::protocol
