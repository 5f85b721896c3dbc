#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <span>

namespace husky::fuzz {

/// What a fuzzer gives, taken piece by piece: choices, numbers and bytes. At its end everything is zero or empty.
class script {
  public:
    script(const std::uint8_t* data, std::size_t size) : rest_(reinterpret_cast<const std::byte*>(data), size) {}

    [[nodiscard]] bool ended() const { return rest_.empty(); }
    std::uint8_t take_byte() {
        const auto one = take(1);
        return one.empty() ? std::uint8_t{0} : std::to_integer<std::uint8_t>(one.front());
    }
    std::uint16_t take_u16() {
        const unsigned low = take_byte();
        return static_cast<std::uint16_t>(low | static_cast<unsigned>(take_byte()) << 8U);
    }
    std::span<const std::byte> take(std::size_t count) {
        const auto taken = rest_.first(std::min(count, rest_.size()));
        rest_ = rest_.subspan(taken.size());
        return taken;
    }
    std::span<const std::byte> take_rest() { return take(rest_.size()); }

  private:
    std::span<const std::byte> rest_;
};

/// Ends the program, so that the fuzzer keeps the input.
inline void require(bool holds) {
    if (!holds) std::abort();
}

}  // namespace husky::fuzz
