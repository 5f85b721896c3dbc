#pragma once

#include <functional>
#include <memory>
#include <queue>
#include <vector>

#include "client/fleet/husky_dialler.hpp"
#include "client/machine/fleet_counts.hpp"
#include "client/machine/machine.hpp"
#include "client/outlets/display_session.hpp"
#include "client/outlets/husky_outlet.hpp"
#include "client/printing/print_thread.hpp"

namespace husky::cells {

/// The machines of one thread: keeps their time, and performs their links.
class fleet_shard {
  public:
    fleet_shard(const run_plan& plan, fleet_counts& counts);

    /// How a machine takes part.
    struct part {
        protocol::duration start_offset{};           ///< behind the fleet's start
        husky_outlet* husky = nullptr;               ///< the machine's, if it has one
        std::optional<link::tcp::endpoint> at{};     ///< where it listens, if it does
        link::local_address source{};                ///< where it dials from, if that is not left to the system
        std::unique_ptr<display_session> display{};  ///< if it has one; only a machine with a husky_outlet
        std::uint64_t seed = 0;                      ///< of the pauses between its prints
    };

    /// Before start(). Throws boost::system::system_error if the machine cannot listen.
    void add(std::unique_ptr<machine> m, part in);
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

    /// Calls `what` on the shard's thread, after earlier calls. Between start() and join().
    void call(std::function<void()> what);

    /// After join().
    [[nodiscard]] std::vector<const machine*> machines() const;

  private:
    /// A machine and its drivers.
    struct member {
        std::unique_ptr<machine> runs;
        protocol::duration offset;
        std::unique_ptr<display_session> display;  ///< if it has one
        std::unique_ptr<husky_dialler> husky;      ///< if it has a Husky link
        bool step_posted = false;
        bool looks_again = false;
        bool counted_finished = false;
    };
    struct due_member {
        protocol::instant at;
        member* who;
        friend bool operator>(const due_member& a, const due_member& b) { return a.at > b.at; }
    };

    link::asio::awaitable<void> keep_time();
    link::asio::awaitable<void> stop_machines(std::function<void()> stopped);
    void advance_due();
    void make_agenda();
    void progressed(member& m);
    void look_again(member& m);
    void step_at_full_speed(member& m);
    [[nodiscard]] bool may_run_at_full_speed(const member& m) const;
    void note_finished(member& m);
    void add_printer(member& m, const link::local_address& source, std::uint64_t seed);

    const run_plan& plan_;
    fleet_counts& counts_;
    pace pace_;
    link::shard shard_;
    link::task_group tasks_;
    link_surroundings links_;
    link::asio::steady_timer clock_;
    std::vector<std::unique_ptr<member>> members_;
    std::priority_queue<due_member, std::vector<due_member>, std::greater<>> agenda_;
};

}  // namespace husky::cells
