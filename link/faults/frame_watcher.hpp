#pragma once

#include "protocol/time.hpp"
#include "protocol/wire/frame.hpp"
#include "settings/interface.hpp"

namespace husky::link {

/// Sees the frames of a link at its session's end: what the session queued, before any fault, and what it gets, after
/// them. Frames are valid during the call. May not call the session back.
class frame_watcher : public settings::interface {
  public:
    virtual void sent(const protocol::frame& f, protocol::instant at) = 0;
    virtual void received(const protocol::frame& f, protocol::instant at) = 0;
};

}  // namespace husky::link
