#pragma once

#include <vector>

#include "protocol/messages/setup_messages.hpp"
#include "protocol/setups/setup_transfer.hpp"

namespace husky::protocol {

/// A set-up on its way from a machine, at the host's end. Pure: ask what next() says, hand the answer to answered(),
/// until progress() is no longer going_on. Memory grows with what has come, never with what is announced. After a lost
/// link it goes on where it was, on the next link of the same serial.
class setup_upload {
  public:
    using request = upload_setup;
    using response = upload_setup_response;

    explicit setup_upload(std::uint16_t number, std::size_t max_size = default_max_setup_size)
        : number_(number), max_size_(max_size) {}

    [[nodiscard]] request next() const { return {number_, offset()}; }
    void answered(const response& r);
    /// The link ended before the answer came.
    void link_lost() {}

    [[nodiscard]] setup_progress progress() const { return progress_; }
    [[nodiscard]] setup_fault fault() const { return fault_; }
    /// What came so far; the whole set-up when it is done, nothing when it failed.
    [[nodiscard]] const std::vector<std::byte>& content() const { return content_; }
    [[nodiscard]] std::vector<std::byte> take_content() { return std::move(content_); }
    /// Of the whole set-up, as the machine announced it.
    [[nodiscard]] std::uint32_t checksum() const { return checksum_; }

  private:
    [[nodiscard]] std::uint32_t offset() const { return static_cast<std::uint32_t>(content_.size()); }
    [[nodiscard]] bool is_other_head(const response& r) const;
    [[nodiscard]] setup_fault wrong_with(const response& r) const;
    void begin_again();
    void finish();
    void fail(setup_fault why);

    std::uint16_t number_;
    std::size_t max_size_;
    std::uint32_t total_ = 0, checksum_ = 0;  ///< of the first block, once there is one
    std::vector<std::byte> content_;
    std::size_t blocks_ = 0;
    bool begun_again_ = false;
    setup_progress progress_ = setup_progress::going_on;
    setup_fault fault_ = setup_fault::none;
};

}  // namespace husky::protocol
