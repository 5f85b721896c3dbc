#pragma once

#include <string>

#include "server/display/feed.hpp"
#include "server/links/host_shard.hpp"

namespace husky::host {

/// What a session has more when its link is the display of a machine: the feed of its screen.
class session_display final : private display_feed::orders {
  public:
    /// `order` is that of the numbers in drawings.
    session_display(host_shard& shard, session& of, const link_id& id, std::string serial, protocol::byte_order order);
    session_display(const session_display&) = delete;
    session_display& operator=(const session_display&) = delete;

    [[nodiscard]] const std::string& serial() const { return serial_; }
    void watch(watch_number number);
    void unwatch(watch_number number);
    void picture_taken();
    /// As display_feed::drawn and offered; then settle().
    bool drawn(const protocol::screen& drawings) { return feed_.drawn(drawings); }
    void offered(const protocol::menu& keys) { feed_.offered(keys); }
    void settle();
    /// The link is over: another may become the display.
    void release();

  private:
    void ask(const protocol::machine_question& q) override;
    void show(watch_number to, shared_picture picture) override;
    void fail(watch_number to, machine_reply why) override;
    void count_running();

    host_shard& shard_;
    session& session_;
    link_id id_;
    std::string serial_;
    display_feed feed_;
    bool counted_running_ = false;
    bool released_ = false;
};

}  // namespace husky::host
