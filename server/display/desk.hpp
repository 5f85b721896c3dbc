#pragma once

#include <string>

#include "server/display/feed.hpp"
#include "server/registry/link_id.hpp"

namespace husky::host {

/// What display links of all shards may ask of the host. Called on a shard's thread; answers come back by posting.
class display_desk {
  public:
    virtual ~display_desk() = default;
    virtual void ask_admission(const link_id& link, const std::string& serial) = 0;
    virtual void probe_answered(const link_id& holder, const std::string& serial, bool alive) = 0;
    virtual void release(const link_id& holder, const std::string& serial) = 0;
    virtual void abandon(const link_id& link, const std::string& serial) = 0;
    virtual void shown(const link_id& link, const std::string& serial, watch_number of, shared_picture picture) = 0;
    virtual void failed(const std::string& serial, watch_number of, machine_reply why) = 0;

  protected:
    display_desk() = default;
    display_desk(const display_desk&) = default;
    display_desk& operator=(const display_desk&) = default;
};

}  // namespace husky::host
