#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "protocol/dialect/dialect.hpp"
#include "server/records/records.hpp"

namespace husky::host {

/// As the host sees it.
enum class frame_direction : std::uint8_t { received, sent };

constexpr std::array<std::string_view, 2> frame_direction_names{"received", "sent"};

/// What is known of a frame without looking into it.
struct frame_mark {
    std::uint64_t link = 0;  ///< its number on this thread
    wall_time time{};
    frame_direction direction = frame_direction::received;
    protocol::link_kind on = protocol::link_kind::any;
    const protocol::dialect* wire_dialect = nullptr;  ///< outlives the ring
};

/// A frame where it lies in a ring. Valid until the ring changes.
struct kept_frame {
    frame_mark about;
    std::string_view serial;  ///< that its link named; empty while it has not
    std::span<const std::byte> bytes;
};

/// A copy of one, to be taken to another thread.
struct copied_frame {
    copied_frame() = default;
    explicit copied_frame(const kept_frame& from)
        : about(from.about), serial(from.serial), bytes(from.bytes.begin(), from.bytes.end()) {}

    frame_mark about;
    std::uint64_t number = 0;  ///< among all frames of the host, as its reader gave it
    std::string serial;
    std::vector<std::byte> bytes;
};

/// The newest frames of the links of one thread, bounded in number and bytes: a new one takes the place of the oldest.
/// Keeping one is a copy into memory that was taken at the beginning; whoever looks decodes. Belongs to its thread.
///
/// Frames have positions, from 0 up and without a hole. A reader keeps the position up to which it has read:
///     lost += from < ring.oldest() ? ring.oldest() - from : 0;
///     for (auto at = std::max(from, ring.oldest()); at < ring.next(); ++at)
///         if (const auto f = ring.at(at)) ...
///     from = ring.next();
class frame_ring {
  public:
    /// At least these; a frame of more than all bytes is not kept.
    struct room {
        std::size_t frames = 0;
        std::size_t bytes = 0;
    };
    /// Of all threads of a host together, but no less for one thread than the smaller room.
    static constexpr room of_host{16384, std::size_t{4} << 20U};
    static constexpr room smallest{1024, std::size_t{256} << 10U};
    static room share_of(std::size_t threads);

    explicit frame_ring(room wanted);

    void add(const frame_mark& about, std::span<const std::byte> bytes);
    /// The link's peer says that it is this machine: that holds for what passed before, too.
    void name_link(std::uint64_t link, std::string_view serial);
    /// Nothing more passes there.
    void end_link(std::uint64_t link);

    /// Keeps nothing of what passed; positions go on.
    void clear();
    /// The same for the links that named this machine.
    void forget(std::string_view serial);

    /// Of the oldest frame that may still be here, and of the one that comes next.
    [[nodiscard]] std::uint64_t oldest() const { return oldest_; }
    [[nodiscard]] std::uint64_t next() const { return next_; }
    /// Empty where it was forgotten, or is not between those two.
    [[nodiscard]] std::optional<kept_frame> at(std::uint64_t position) const;

  private:
    struct slot {
        frame_mark about;
        std::uint64_t begin = 0;  ///< of its bytes, counted over all that were ever put here
        std::size_t size = 0;     ///< 0: forgotten
    };

    [[nodiscard]] slot& slot_of(std::uint64_t position) { return slots_[position & (slots_.size() - 1)]; }
    [[nodiscard]] const slot& slot_of(std::uint64_t position) const { return slots_[position & (slots_.size() - 1)]; }
    [[nodiscard]] std::string_view serial_of(std::uint64_t link) const;
    void forget_names();

    std::vector<slot> slots_;  ///< a power of two of them, as of bytes
    const std::size_t bytes_;
    std::unique_ptr<std::byte[]> data_;
    std::uint64_t oldest_ = 0, next_ = 0;
    std::uint64_t end_ = 0;                                   ///< of the newest frame's bytes, counted as slot::begin
    std::unordered_map<std::uint64_t, std::string> serials_;  ///< by link
    std::deque<std::pair<std::uint64_t, std::uint64_t>> ended_;  ///< links that were named, and next_ when they ended
};

}  // namespace husky::host
