#pragma once

#include "client/model/context/happenings.hpp"
#include "protocol/time.hpp"

namespace husky::cells {

/// A way on which what happens in a cell leaves the machine: a link to a host, or a file. Hears the cell's happenings,
/// and owns all that it needs to pass them on. Belongs to the machine's thread.
class outlet : public happenings {
  public:
    /// With time_scale max: whether the cell may go on, as far as this outlet is concerned.
    [[nodiscard]] virtual bool has_room(protocol::instant now) const = 0;
    /// Whether whoever gets the reports is there.
    [[nodiscard]] virtual bool is_open() const = 0;
    /// Whether it was tried to open it, always in vain.
    [[nodiscard]] virtual bool never_opened() const = 0;
    /// Whether all that was told has left.
    [[nodiscard]] virtual bool delivered() const = 0;
    /// Messages kept until somebody takes them.
    [[nodiscard]] virtual std::size_t undelivered() const = 0;
    /// Messages that found no room, over the outlet's life.
    [[nodiscard]] virtual std::uint64_t dropped() const = 0;
    /// What was told since the last call may go.
    virtual void flush() = 0;
    /// For good, once all that was told is written.
    virtual void close() = 0;
};

}  // namespace husky::cells
