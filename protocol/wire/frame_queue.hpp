#pragma once

#include <cstdint>
#include <vector>

#include "protocol/wire/codec.hpp"

namespace husky::protocol {

struct queue_limits {
    std::size_t messages = 4096;
    std::size_t bytes = 256 * 1024;
};

/// Encoded messages in order, in one piece of memory: what waits to be written, or what a machine keeps while no host
/// is linked. Bounded in messages and bytes; memory is taken when first needed and used again.
class frame_queue {
  public:
    explicit frame_queue(queue_limits limits) : limits_(limits) {}

    enum class added : std::uint8_t { yes, full, too_large };

    /// Encodes a message at the end.
    template <described_message Message>
    added add(const Message& m, const dialect& d) {
        const auto size = encoded_size(m, d);
        if (size > d.max_message()) return added::too_large;
        if (!has_room(size)) return added::full;
        encode_at(extend(size), size, m, d);
        return added::yes;
    }

    /// Copies an encoded message to the end.
    added add(std::span<const std::byte> message);

    [[nodiscard]] bool has_room(std::size_t size) const {
        return messages() < limits_.messages && bytes() + size <= limits_.bytes;
    }

    /// All waiting bytes; the first message may be partly consumed.
    [[nodiscard]] std::span<const std::byte> data() const { return std::span(bytes_).subspan(from_); }
    /// What is left of the first message.
    [[nodiscard]] std::span<const std::byte> front() const { return data().first(sizes_[first_]); }
    /// The newest message, if none of it was consumed.
    [[nodiscard]] std::span<const std::byte> back() const { return std::span(bytes_).last(sizes_.back()); }
    /// False if a part of the first message was consumed.
    [[nodiscard]] bool front_is_whole() const { return !cut_; }
    /// Forgets the first `count` bytes, written by now.
    void consume(std::size_t count);
    void pop_front() { consume(sizes_[first_]); }
    void clear();

    [[nodiscard]] bool empty() const { return messages() == 0; }
    [[nodiscard]] std::size_t messages() const { return sizes_.size() - first_; }
    [[nodiscard]] std::size_t bytes() const { return bytes_.size() - from_; }

  private:
    std::byte* extend(std::size_t size);
    void compact();

    queue_limits limits_;
    std::vector<std::byte> bytes_;
    std::vector<std::uint32_t> sizes_;
    std::size_t from_ = 0;   ///< first waiting byte
    std::size_t first_ = 0;  ///< first waiting message
    bool cut_ = false;       ///< a part of it was consumed
};

}  // namespace husky::protocol
