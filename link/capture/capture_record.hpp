#pragma once

#include <span>
#include <string>

#include "protocol/trace/pcapng_writer.hpp"
#include "settings/interface.hpp"

namespace husky::link {

/// What happened on a connection that is captured.
enum class captured : std::uint8_t { opened, data, finished, reset };

struct capture_record {
    captured kind = captured::data;
    protocol::traced_moment moment;
    std::span<const std::byte> bytes;  ///< of `data`
};

/// What a capture is written into. Called on the capture's own thread.
class capture_sink : public settings::interface {
  public:
    virtual void take(const capture_record& r) = 0;
    /// A batch is over: what was taken is to reach the disk.
    virtual void flush() = 0;
    /// Nothing more comes. `taken` records arrived, `left_out` did not.
    virtual void close(std::uint64_t taken, std::uint64_t left_out) = 0;
    /// The work to be captured never began: the file made for it is removed.
    virtual void discard() = 0;
    /// From now on the sink waits for nothing longer than this. Any thread.
    virtual void hurry(std::chrono::steady_clock::time_point until) = 0;
    /// What went wrong, empty as long as nothing did.
    [[nodiscard]] virtual std::string problem() const = 0;
};

}  // namespace husky::link
