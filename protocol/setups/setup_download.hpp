#pragma once

#include <span>

#include "protocol/messages/setup_messages.hpp"
#include "protocol/setups/setup_transfer.hpp"

namespace husky::protocol {

/// A set-up on its way to a machine, at the host's end. Pure: send what next() says, hand the answer to answered(),
/// until progress() is no longer going_on. A lost link makes the machine drop what it has, so the next link begins
/// anew. Done means that the machine has checked and applied the whole.
class setup_download {
  public:
    using request = download_setup;
    using response = download_setup_response;

    /// The content must not be empty, must outlive the download, and fit into 32 bits.
    setup_download(std::uint16_t number, std::span<const std::byte> content);

    [[nodiscard]] request next() const;
    void answered(const response& r);
    void link_lost() { offset_ = 0; }

    [[nodiscard]] setup_progress progress() const { return progress_; }
    [[nodiscard]] setup_fault fault() const { return fault_; }
    [[nodiscard]] std::uint32_t checksum() const { return checksum_; }

  private:
    [[nodiscard]] std::span<const std::byte> block() const;
    void follow(std::uint32_t offset);
    void fail(setup_fault why);

    std::uint16_t number_;
    std::span<const std::byte> content_;
    std::uint32_t checksum_;
    std::size_t offset_ = 0;
    std::size_t jumps_ = 0;
    setup_progress progress_ = setup_progress::going_on;
    setup_fault fault_ = setup_fault::none;
};

}  // namespace husky::protocol
