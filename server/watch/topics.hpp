#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string_view>

namespace husky::host {

/// What one may watch of a machine.
enum class topic : std::uint8_t { status, cycles, events, frames };

constexpr std::array<std::string_view, 4> topic_names{"status", "cycles", "events", "frames"};

/// Some of them, or none.
class topic_set {
  public:
    constexpr topic_set() = default;
    constexpr topic_set(std::initializer_list<topic> some) {
        for (const topic each : some)
            add(each);
    }

    constexpr void add(topic more) { bits_ |= bit(more); }
    constexpr void add(topic_set more) { bits_ |= more.bits_; }
    [[nodiscard]] constexpr bool has(topic one) const { return (bits_ & bit(one)) != 0; }
    [[nodiscard]] constexpr bool has_any(topic_set of) const { return (bits_ & of.bits_) != 0; }
    [[nodiscard]] constexpr bool any() const { return bits_ != 0; }

  private:
    static constexpr unsigned bit(topic one) { return 1U << static_cast<unsigned>(one); }

    unsigned bits_ = 0;
};

}  // namespace husky::host
