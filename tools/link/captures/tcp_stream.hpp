#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <span>
#include <vector>

namespace husky::tools {

/// What a stream put in order hands on.
class stream_listener {
  public:
    virtual ~stream_listener() = default;
    /// The next bytes, in the order they were sent.
    virtual void on_bytes(std::span<const std::byte> bytes) = 0;
    /// This many bytes were sent that the capture does not have.
    virtual void on_missing(std::size_t count) = 0;
    /// The capture has no beginning of this stream: bytes may have come before.
    virtual void on_middle() = 0;
};

/// Puts the segments of one direction of a TCP connection in order. It holds at most `max_waiting` bytes that came
/// before what precedes them; then it takes that for missing.
class tcp_stream {
  public:
    static constexpr std::size_t max_waiting = std::size_t{64} * 1024;
    static constexpr std::size_t max_segments = 1024;

    /// A segment without data may matter too: a syn says where the stream begins. `missing` bytes at its end were not
    /// captured.
    void segment(std::uint32_t sequence, bool syn, std::span<const std::byte> data, std::size_t missing,
                 stream_listener& to);

    /// Nothing more will come: hands on what waits, with its gaps.
    void finish(stream_listener& to);

  private:
    struct piece {
        std::vector<std::byte> bytes;
        std::size_t missing = 0;
    };

    void begin(std::uint32_t sequence, bool syn, stream_listener& to);
    void keep(std::uint64_t at, std::span<const std::byte> data, std::size_t missing);
    bool hand_on(std::uint64_t at, std::span<const std::byte> data, std::size_t missing, stream_listener& to);
    void hand_on_waiting(stream_listener& to);
    void skip_to_waiting(stream_listener& to);
    [[nodiscard]] std::int64_t distance(std::uint32_t sequence) const;

    bool begun_ = false;
    std::uint32_t next_sequence_ = 0;  ///< of the byte at next_
    std::uint64_t next_ = 0;           ///< bytes of the stream that are dealt with
    std::map<std::uint64_t, piece> waiting_;
    std::size_t waiting_bytes_ = 0;
};

}  // namespace husky::tools
