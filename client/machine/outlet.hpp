#pragma once

#include "client/model/context/happenings.hpp"
#include "protocol/time.hpp"

namespace husky::cells {

/// One way in which a machine tells what happens in its cell: a link to a host, or a file. Gets the cell's events,
/// and owns all that it needs to pass them on. Belongs to the machine's thread.
class outlet : public happenings {
  public:
    /// With time_scale max: whether the cell may go on, as far as this outlet is concerned.
    [[nodiscard]] virtual bool has_room(protocol::instant now) const = 0;
    /// Whether the receiver of the reports is there.
    [[nodiscard]] virtual bool is_open() const = 0;
    /// Whether all attempts to open it have failed.
    [[nodiscard]] virtual bool never_opened() const = 0;
    /// Whether all reports have been delivered.
    [[nodiscard]] virtual bool delivered() const = 0;
    /// Messages that wait for a receiver.
    [[nodiscard]] virtual std::size_t undelivered() const = 0;
    /// Messages that were dropped for want of room, over the outlet's life.
    [[nodiscard]] virtual std::uint64_t dropped() const = 0;
    /// What was reported since the last call may be sent.
    virtual void flush() = 0;
    /// For good, once all reports are written.
    virtual void close() = 0;
};

}  // namespace husky::cells
