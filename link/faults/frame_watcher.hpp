#pragma once

#include "protocol/time.hpp"
#include "protocol/wire/frame.hpp"

namespace husky::link {

/// Sees the frames of a link at its session's end: what the session queued, before any fault, and what it gets, after
/// them. Frames are valid during the call. May not call the session back.
class frame_watcher {
  public:
    virtual ~frame_watcher() = default;
    virtual void sent(const protocol::frame& f, protocol::instant at) = 0;
    virtual void received(const protocol::frame& f, protocol::instant at) = 0;

  protected:
    frame_watcher() = default;
    frame_watcher(const frame_watcher&) = default;
    frame_watcher& operator=(const frame_watcher&) = default;
};

}  // namespace husky::link
