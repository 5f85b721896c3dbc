#pragma once

#include <functional>
#include <set>
#include <vector>

#include "server/api/documents/frame_decoder.hpp"
#include "server/api/live/live_queue.hpp"
#include "server/metrics/counters.hpp"
#include "server/watch/machine_changes.hpp"

namespace husky::host {

class live_client;

/// What the host is beside its machines.
struct live_host {
    std::size_t faults = 0;           ///< placed at present
    std::string_view store = "none";  ///< ok, failing, none
};

/// Hands what changed at machines, tick by tick, to those who watch. However many watch, it is written once. Pure; one
/// thread, that of its clients.
class live_feed {
  public:
    static constexpr std::size_t max_clients = 64;
    /// Frames that are decoded in one tick; further ones are lost.
    static constexpr std::size_t max_frames = 128;

    /// `counted` is that thread's, and must outlive it.
    explicit live_feed(counters& counted) : counted_(&counted) {}

    /// Watches until the client is destroyed, and begins with the next tick; null if too many watch. `wake` is called
    /// after each tick that left news, and must not destroy the client itself. The feed must outlive the client.
    std::unique_ptr<live_client> join(live_request asked, std::function<void()> wake);

    /// What all clients want together, the same object until that changes; null while there is none.
    std::shared_ptr<const watch_list> wanted();
    /// A tick: what changed since the one before, beginning with the state of what was not wanted then. For clients
    /// that joined before wanted() was called.
    void take(const std::vector<machine_changes>& changes, const live_host& host, wall_time now);

  private:
    friend class live_client;

    void leave(live_client& client);
    void begin_again();
    void take_machines(const machine_changes& changes);
    void take_reports(const machine_changes& changes);
    void take_frames(const std::vector<machine_changes>& changes);
    void lose(topic_set of, std::uint64_t reports);
    void tell(const std::string& serial, live_list to, const shared_text& row);
    void take_host(const live_host& host);

    counters* counted_;
    std::set<live_client*> clients_;
    std::shared_ptr<const watch_list> wanted_;  ///< null: to be made up
    live_plant plant_;
    frame_decoder decoder_;
    shared_text host_;  ///< totals, if somebody watches all machines
    std::string time_;  ///< of the newest tick
};

/// Somebody who watches, until destroyed.
class live_client {
  public:
    ~live_client() { feed_->leave(*this); }
    live_client(const live_client&) = delete;
    live_client& operator=(const live_client&) = delete;

    /// The next message; empty if there are no news.
    std::optional<std::string> next();

  private:
    friend class live_feed;

    live_client(live_feed& feed, live_request asked, std::function<void()> wake)
        : feed_(&feed), queue_(std::move(asked)), wake_(std::move(wake)) {}

    live_feed* feed_;
    live_queue queue_;
    std::function<void()> wake_;
    bool is_watched_ = false;  ///< what it asked for is in the list of what is wanted
};

}  // namespace husky::host
