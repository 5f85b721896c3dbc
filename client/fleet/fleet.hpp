#pragma once

#include <functional>
#include <future>
#include <memory>
#include <vector>

#include "client/failures/link_failures.hpp"
#include "client/fleet/fleet_shard.hpp"
#include "client/fleet/roster.hpp"
#include "link/faults/placed_faults.hpp"

namespace husky::cells {

/// How long a run lasts; without bounds it goes on until it is stopped.
struct run_bounds {
    std::uint64_t cycles = 0;              ///< of each machine; 0: no bound
    std::chrono::nanoseconds duration{0};  ///< real time; 0: no bound
    [[nodiscard]] bool any() const { return cycles > 0 || duration.count() > 0; }
};

/// A running fleet: machines spread over shards. Progress can be read from any thread.
class fleet {
  public:
    /// Throws settings::error for an invalid config. `config` and `wire_dialect` must outlive the fleet.
    /// `captured` may be null. All must outlive the fleet.
    fleet(const fleet_config& config, const protocol::dialect& wire_dialect, const run_bounds& bounds,
          link::capture* captured);

    /// `first_linked` is called once, when the first machine is initialised; `all_finished` once, when every machine
    /// has delivered its bound of cycles. Both on shard threads.
    void start(std::function<void()> first_linked, std::function<void()> all_finished);
    /// Virtual time stands still until resume(); links stay up and the timers of the wire run on. Returns when no cell
    /// moves any more. What the machines report is the same as without a pause.
    void pause();
    void resume();
    [[nodiscard]] bool paused() const { return paused_; }

    /// Delivers, closes, ends all threads. Blocks, at most about five seconds. False if something did not end in time
    /// (a name that is being resolved cannot be interrupted): then the fleet cannot be destroyed without waiting for
    /// it.
    bool stop();

    [[nodiscard]] std::size_t size() const { return size_; }
    [[nodiscard]] const fleet_counts& counts() const { return counts_; }
    [[nodiscard]] std::uint64_t seed() const { return config_.seed; }
    [[nodiscard]] const link::placed_faults& faults() const { return faults_; }
    /// Why machines had no link so far.
    [[nodiscard]] const link_failures& failures() const { return failures_; }

    /// After stop(): every machine, in the order of the roster.
    [[nodiscard]] std::vector<const machine*> machines() const;

  private:
    template <class Start>
    std::future<void> ask(const Start& start);
    template <class Ask>
    std::vector<std::future<void>> ask_each(const Ask& each);

    const fleet_config& config_;
    const protocol::dialect& wire_dialect_;
    family_set loaded_;
    fleet_counts counts_;
    link::placed_faults faults_;
    link_failures failures_;
    std::unique_ptr<link::tls_context> tls_;  ///< null: links are plain
    run_plan plan_;
    std::size_t size_ = 0;
    std::vector<std::unique_ptr<fleet_shard>> shards_;
    std::unique_ptr<print_thread> prints_;  ///< none if no machine prints
    bool paused_ = false;
    std::function<void()> first_linked_, all_finished_;
    std::atomic<bool> linked_told_{false}, finished_told_{false};
};

/// What a stopped fleet has not delivered.
struct shortfall {
    std::uint64_t undelivered = 0;  ///< messages that no host took
    std::uint64_t machines = 0;     ///< that have such messages
    std::uint64_t never_linked = 0;
    [[nodiscard]] bool any() const { return undelivered > 0 || never_linked > 0; }
};
shortfall shortfall_of(const fleet& f);
/// "12 messages of 1 machine were not delivered: Connection refused (127.0.0.1:1310, 7 times)"
std::string in_words(const shortfall& s, const std::vector<link_failures::entry>& failures);

/// {"seed","machines":[{"serial","life_counter","cycles","events","interruptions","dropped","undelivered","prints",
/// "prints_lost"}],"undelivered","failures":[{"reason","count","address","serial"}]}, and "faults" with the counts of
/// each, if there are any.
std::string report_json(const fleet& f);

}  // namespace husky::cells
