#pragma once

#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "link/faults/placed_faults.hpp"
#include "protocol/messages/machine_messages.hpp"
#include "server/display/hub.hpp"
#include "server/metrics/counters.hpp"
#include "server/questions/machine_reply.hpp"
#include "server/records/records.hpp"
#include "server/trace/frame_query.hpp"
#include "settings/interface.hpp"

namespace husky::host {

/// What a machine is doing. Counts are those of the machine since the host first met it, as far
/// as the store remembers.
struct machine_snapshot {
    bool is_forgotten = false;  ///< linked, but unknown until it reports something; nobody but the view sees such a one
    machine_id id = 0;          ///< order and cursor of the list of machines
    std::string serial;
    bool online = false;
    std::string address;  ///< "127.0.0.1:40312"; of the last link if offline
    bool tandem = false;
    std::vector<protocol::machine_status> sides;  ///< one for each side that told its status
    std::int32_t epoch = 0;                       ///< 0 before the first cycle
    std::int32_t life_counter = 0;
    std::optional<std::chrono::sys_seconds> last_cycle_at;  ///< end of the newest cycle by the machine's clock
    std::optional<wall_time> linked_since;                  ///< empty if offline
    std::uint64_t cycles_stored = 0, duplicates = 0, gaps = 0, events = 0, interruptions = 0;
    std::vector<std::string> languages;  ///< codes: E, D, F, S
    std::size_t variables = 0;           ///< how many it listed
};

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
