#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>

#include "protocol/dialect/dialect.hpp"
#include "protocol/wire/text.hpp"

/// The one place that touches bytes and checks their bounds.
namespace husky::protocol {

/// A number's bits as they lie on the wire, and back.
template <class T>
T to_order(T bits, const dialect& d) {
    static_assert(std::endian::native == std::endian::little, "the codec assumes a little-endian machine");
    static_assert(sizeof(T) <= 4, "no field is wider");
    if constexpr (sizeof(T) == 4) {
        if (d.has_default_order()) return bits;
        if (d.words == word_order::swapped) bits = std::rotl(bits, 16);
        return d.order == byte_order::little ? bits : __builtin_bswap32(bits);
    } else if constexpr (sizeof(T) == 2) {
        return d.order == byte_order::little ? bits : __builtin_bswap16(bits);
    } else {
        return bits;
    }
}

/// Writes into memory that is known to be large enough.
class wire_writer {
  public:
    wire_writer(std::byte* at, const dialect& d) : at_(at), dialect_(&d) {}

    template <class Unsigned>
    void put(Unsigned number) {
        number = to_order(number, *dialect_);
        std::memcpy(at_, &number, sizeof number);
        at_ += sizeof number;
    }
    /// An unsigned number of 1, 2 or 4 bytes.
    void put_number(std::uint32_t number, std::size_t width) {
        if (width == 1)
            put(static_cast<std::uint8_t>(number));
        else if (width == 2)
            put(static_cast<std::uint16_t>(number));
        else
            put(number);
    }
    void put_text(std::string_view text, std::size_t width) {
        encode_text(text, {at_, width}, dialect_->pad);
        at_ += width;
    }
    void put_bytes(std::span<const std::byte> data) {
        if (!data.empty()) std::memcpy(at_, data.data(), data.size());
        at_ += data.size();
    }
    [[nodiscard]] std::byte* at() const { return at_; }
    [[nodiscard]] const dialect& wire_dialect() const { return *dialect_; }

  private:
    std::byte* at_;
    const dialect* dialect_;
};

enum class decode_fault : std::uint8_t { none, truncated, trailing_bytes, unknown_value_type };

/// Reads from a span; the first fault sticks, and everything read after it is zero or empty.
class wire_reader {
  public:
    wire_reader(std::span<const std::byte> from, const dialect& d) : rest_(from), dialect_(&d) {}

    template <class Unsigned>
    Unsigned take() {
        if (!has(sizeof(Unsigned))) return 0;
        Unsigned number;
        std::memcpy(&number, rest_.data(), sizeof number);
        rest_ = rest_.subspan(sizeof number);
        return to_order(number, *dialect_);
    }
    /// An unsigned number of 1, 2 or 4 bytes.
    std::uint32_t take_number(std::size_t width) {
        if (width == 1) return take<std::uint8_t>();
        return width == 2 ? take<std::uint16_t>() : take<std::uint32_t>();
    }
    std::span<const std::byte> take_bytes(std::size_t count) {
        if (!has(count)) return {};
        const auto taken = rest_.first(count);
        rest_ = rest_.subspan(count);
        return taken;
    }
    void fail(decode_fault fault) {
        if (fault_ == decode_fault::none) fault_ = fault;
        rest_ = {};
    }
    [[nodiscard]] bool ok() const { return fault_ == decode_fault::none; }
    [[nodiscard]] std::size_t left() const { return rest_.size(); }
    decode_fault finish() {
        if (ok() && !rest_.empty()) fault_ = decode_fault::trailing_bytes;
        return fault_;
    }
    [[nodiscard]] const dialect& wire_dialect() const { return *dialect_; }

  private:
    bool has(std::size_t count) {
        if (count <= rest_.size()) return ok();
        fail(decode_fault::truncated);
        return false;
    }

    std::span<const std::byte> rest_;
    const dialect* dialect_;
    decode_fault fault_ = decode_fault::none;
};

}  // namespace husky::protocol
