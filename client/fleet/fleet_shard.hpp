#pragma once

#include <functional>
#include <memory>
#include <queue>
#include <vector>

#include "client/fleet/display_dialler.hpp"
#include "client/fleet/link_failures.hpp"
#include "client/fleet/machine.hpp"
#include "client/fleet/pace.hpp"
#include "client/fleet/print_room.hpp"
#include "link/asio/shard.hpp"
#include "link/asio/task_group.hpp"
#include "link/driver/link_driver.hpp"
#include "link/net/endpoint.hpp"

namespace husky::cells {

/// How a fleet runs: the same for all its shards.
struct run_plan {
    link::host_port host;
    bool listens = false;  ///< machines wait for their host instead of dialling it
    time_scale scale;
    protocol::instant start;
    const protocol::dialect* spoken = nullptr;
    const printing_keys* printing = nullptr;
    print_room* prints = nullptr;  ///< none if no machine prints
    link::fault_board* faults = nullptr;
    link_failures* failures = nullptr;
    link::capture* captured = nullptr;       ///< null where links are not captured
    std::function<void()> machine_linked;    ///< called on a shard's thread when a machine was initialised first
    std::function<void()> machine_finished;  ///< called on a shard's thread when a machine delivered its last cycle
};

/// The machines of one thread: keeps their time, dials the host for each, and performs their links.
class fleet_shard {
  public:
    fleet_shard(const run_plan& plan, fleet_counts& counts);

    /// How a machine takes part.
    struct part {
        protocol::duration start_offset{};        ///< behind the fleet's start
        std::optional<link::tcp::endpoint> at{};  ///< where it listens, if it does
        link::local_address source{};             ///< where it dials from, if that is not left to the system
        bool opens_display = false;               ///< has a display link; only a machine with a display
        std::uint64_t seed = 0;                   ///< of the pauses between its prints
    };

    /// Before start(). Throws boost::system::system_error if the machine cannot listen.
    void add(std::unique_ptr<machine> m, const part& in);
    void start();

    /// Virtual time stands still from `at`, now or a little earlier; links stay up. Calls `paused` on the shard's
    /// thread when no cell moves any more. Any thread may call it.
    void pause(protocol::instant at, std::function<void()> paused);
    /// Virtual time goes on from `at`. Any thread may call it.
    void resume(protocol::instant at);

    /// Stops the cells, delivers what they reported as far as hosts are linked, closes the links, then calls `stopped`
    /// on the shard's thread. Any thread may call it, once.
    void stop(std::function<void()> stopped);
    /// After stopped: ends the thread.
    void join();

    /// Calls `what` on the shard's thread, behind what was asked of it before. Between start() and join().
    void call(std::function<void()> what);

    /// After join().
    [[nodiscard]] std::vector<const machine*> machines() const;

  private:
    /// A machine and what drives it.
    struct member {
        std::unique_ptr<machine> runs;
        protocol::duration offset;
        std::unique_ptr<link::notice> woken;
        std::unique_ptr<link::tcp::acceptor> acceptor;     ///< of a machine that listens
        link::link_driver* driver = nullptr;               ///< while connected
        link::local_address source;                        ///< where it dials from
        link::tcp::endpoint host;                          ///< where the link was reached last
        std::unique_ptr<display_dialler> display;          ///< if it has one
        protocol::instant process_from = protocol::never;  ///< with time_scale max: when the cell starts at the latest
        bool has_host = false;                             ///< of a machine that listens
        bool step_posted = false;
        bool counted_linked = false;
        bool counted_finished = false;
    };
    struct due_member {
        protocol::instant at;
        member* who;
        friend bool operator>(const due_member& a, const due_member& b) { return a.at > b.at; }
    };

    link::asio::awaitable<void> dial(member& m);
    link::asio::awaitable<void> listen(member& m);
    link::asio::awaitable<void> serve(member& m, link::tcp::socket socket);
    void take(member& m, link::tcp::socket socket);
    link::asio::awaitable<void> turn_away(link::tcp::socket socket);
    link::asio::awaitable<void> keep_time();
    link::asio::awaitable<void> stop_machines(std::function<void()> stopped);
    void advance_due();
    void make_agenda();
    void progressed(member& m);
    void step_at_full_speed(member& m);
    [[nodiscard]] bool may_run_at_full_speed(member& m) const;
    void note_finished(member& m);
    void add_printer(member& m, std::uint64_t seed);
    void print_ended(member& m, bool printed);
    void note_failure(const member& m, const std::string& why);
    [[nodiscard]] std::string host_address(const member& m) const;

    const run_plan& plan_;
    fleet_counts& counts_;
    pace pace_;
    link::shard shard_;
    link::fault_context ground_;
    link::task_group tasks_;
    link::asio::steady_timer clock_;
    std::vector<std::unique_ptr<member>> members_;
    std::priority_queue<due_member, std::vector<due_member>, std::greater<>> agenda_;
    bool stopping_ = false;
};

}  // namespace husky::cells
