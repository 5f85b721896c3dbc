#pragma once

#include <optional>
#include <vector>

#include "protocol/dialect/dialect.hpp"
#include "protocol/wire/frame.hpp"

namespace husky::protocol {

/// Cuts a stream of bytes into frames, however the stream is segmented. Whole frames are handed out where they lie in
/// the input; only a frame that is split between two inputs is copied, into memory that is used again. It never holds
/// more than one unfinished message, plus what hold() was asked to keep.
class frame_reader {
  public:
    explicit frame_reader(const dialect& d) : dialect_(&d) {}

    /// Gives the reader more input. It must stay where it is until next() has returned nothing, or hold() was called.
    void push(std::span<const std::byte> input) { input_ = input; }

    /// The next whole frame, valid until the next call of any function; nothing if more input is needed or the stream
    /// is broken.
    std::optional<frame> next();

    /// Copies the input that is not yet handed out, so that its memory may be used for something else.
    void hold();

    /// A message_size below the smallest was met: the stream has no frame boundary any more.
    [[nodiscard]] bool broken() const { return broken_; }

    /// Bytes of a message that has not arrived whole.
    [[nodiscard]] std::size_t unfinished() const { return held_.size() - held_at_ + input_.size(); }

  private:
    [[nodiscard]] std::optional<std::size_t> size_of(std::span<const std::byte> start);
    bool top_up(std::size_t size);
    /// What is held and not yet handed out.
    [[nodiscard]] std::span<const std::byte> waiting() const { return std::span(held_).subspan(held_at_); }

    const dialect* dialect_;
    std::span<const std::byte> input_;
    std::vector<std::byte> held_;
    std::size_t held_at_ = 0;  ///< bytes of it that are handed out
    bool broken_ = false;
};

}  // namespace husky::protocol
