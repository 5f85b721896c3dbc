#pragma once

#include <boost/asio/awaitable.hpp>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "link/faults/placed_faults.hpp"
#include "server/display/hub.hpp"
#include "server/metrics/counters.hpp"
#include "server/questions/machine_reply.hpp"
#include "server/trace/frame_query.hpp"
#include "server/watch/machine_changes.hpp"
#include "server/watch/watch_list.hpp"
#include "settings/interface.hpp"

namespace husky::host {

/// The result of watching a machine's screen.
struct display_entry {
    machine_reply::result outcome =
        machine_reply::result::unknown;            ///< answered, unknown, offline, or busy: too many look
    std::unique_ptr<display_view> view = nullptr;  ///< of answered
};

/// The running host, as the HTTP API sees it. Called on the HTTP thread; coroutines complete there too.
class live_view : public settings::interface {
  public:
    /// Every machine the host knows, linked or not, in any order. Never fails; may run more than once at a time; is not
    /// cancelled.
    virtual boost::asio::awaitable<std::vector<machine_snapshot>> machines() = 0;
    /// One of them; empty if it is unknown. As machines().
    virtual boost::asio::awaitable<std::optional<machine_snapshot>> machine(std::string serial) = 0;

    /// From now on what changes at these machines is kept until it is taken, beginning with the state of each that was
    /// not watched before; null: nothing is.
    virtual void watch(std::shared_ptr<const watch_list> wanted) = 0;
    /// Takes it, of one thread after the other; of a machine that moves between them, in the order of its owners. Never
    /// fails; one at a time; is not cancelled.
    virtual boost::asio::awaitable<std::vector<machine_changes>> take_changes() = 0;

    /// Asks a linked machine and waits for its answer, no longer than its link lives. As machines().
    virtual boost::asio::awaitable<machine_reply> ask(std::string serial, protocol::machine_question q) = 0;
    /// `linked` is called on this thread with the serial of each machine that gets a link, from now on.
    virtual void tell_linked(std::function<void(const std::string& serial)> linked) = 0;

    /// Watches a machine's screen; `wake` is called on this thread when the view has news. The view must go first.
    virtual display_entry look(const std::string& serial, std::function<void()> wake) = 0;
    /// The display link of a machine, if it has one.
    [[nodiscard]] virtual std::optional<link_id> display_of(const std::string& serial) const = 0;
    /// Sends a key to the machine of a display link; false if it cannot take one now. As machines().
    virtual boost::asio::awaitable<bool> press(link_id display, std::uint16_t key_code) = 0;

    /// The faults of the host's links. They outlive the view.
    virtual link::placed_faults& faults() = 0;
    /// They were changed: links are to take them.
    virtual void faults_changed() = 0;

    /// Those of the configuration are placed anew, and no others.
    virtual void place_configured_faults() = 0;

    /// Forgets what this machine, or all, have reported, as far as the store does not have it. From then on links wait
    /// until go_on(), which must follow once the store was told. Completes with the number of the machine, or
    /// every_machine; empty if the serial is unknown, and then go_on() must not follow. As machines().
    virtual boost::asio::awaitable<std::optional<machine_id>> forget(std::optional<std::string> serial) = 0;
    virtual void go_on() = 0;

    /// The newest frames that are wanted, in the order in which they passed. Numbers are unique in a host; they grow
    /// with time on each link, and have holes. As machines().
    virtual boost::asio::awaitable<std::vector<copied_frame>> frames(frame_query wanted) = 0;

    /// Of every shard; they outlive the view.
    [[nodiscard]] virtual std::vector<const counters*> all_counters() const = 0;
};

}  // namespace husky::host
