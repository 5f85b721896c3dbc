#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "protocol/messages/setup_messages.hpp"
#include "protocol/setups/setup_limits.hpp"

namespace husky::protocol {

/// The machine's end of a download: collects the blocks of one set-up. Memory grows with what has arrived, never with
/// what was announced.
class setup_receiver {
  public:
    explicit setup_receiver(std::size_t max_setup_size = default_max_setup_size) : max_(max_setup_size) {}

    /// Takes a block, or says what is wrong with it; once it has taken the last one, complete().
    /// 2 for an empty block, one past the end, or a total above the largest; what has arrived is kept. 6 and the
    /// expected offset for a block out of turn. Offset 0 starts anew; another number, total or crc32 on the way drops
    /// what has arrived: 6 and 0. A whole set-up whose crc32 differs is dropped: 5 and 0.
    download_setup_response take(const download_setup& block);

    /// The set-up has arrived whole; content() is valid until the next take() or drop().
    [[nodiscard]] bool complete() const { return begun_ && content_.size() == total_; }
    [[nodiscard]] std::span<const std::byte> content() const { return content_; }
    /// Bytes held.
    [[nodiscard]] std::size_t held() const { return content_.capacity(); }
    void drop();

  private:
    [[nodiscard]] bool continues(const download_setup& block) const;

    std::size_t max_;
    std::vector<std::byte> content_;
    std::uint32_t total_ = 0;
    std::uint32_t crc32_ = 0;
    std::uint16_t number_ = 0;
    bool begun_ = false;
};

}  // namespace husky::protocol
