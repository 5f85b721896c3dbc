#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <vector>

#include "server/records/records.hpp"
#include "server/registry/job_counters.hpp"

namespace husky::host {

/// Measures of one side what OEE is made of: what each cycle made, and how long the side stood before it, and why.
/// docs/oee.md has the rules. A cycle costs no allocation unless a stop ends with it.
class production_meter {
  public:
    /// What is longer than a cycle by at least this is a stop: ends of cycles are told in whole seconds.
    static constexpr std::chrono::milliseconds shortest_stop{3000};
    /// What seems longer is a clock that was set.
    static constexpr std::chrono::milliseconds longest_stop = std::chrono::days(92);

    /// The store knows a cycle that was received then; the host did not see what followed it.
    void resume(std::chrono::sys_seconds ended, wall_time received);

    /// Nothing is known of it but its mode.
    void begin_anew();

    /// The next cycle. Appends to `stops` how the side stood since the one before, without its machine's number.
    produced cycle(const told_counts& told, std::chrono::sys_seconds ended, wall_time received,
                   std::vector<stop_record>& stops);
    /// A cycle that comes after later ones: it counts for itself.
    [[nodiscard]] produced late_cycle(const told_counts& told) const;
    /// Cycles are missing before the next one: what lies between is not known.
    void break_off() { follows_ = false; }

    void mode(protocol::machine_mode now, wall_time at);
    void interruption(protocol::interruption_state state, wall_time at);
    /// The link ended; until something comes nobody knows what the side does.
    void unseen(wall_time at) { note(stop_kind::unseen, at); }

    /// How the side has stood since its newest cycle until now; empty while the next one may still be under way.
    [[nodiscard]] std::vector<stop_record> standing(wall_time now) const;

    [[nodiscard]] std::optional<float> cycle_time() const { return cycle_time_; }
    /// The job's ideal cycle time in seconds: the fastest median of five cycles in a row.
    [[nodiscard]] std::optional<float> ideal_cycle_time() const { return ideal_; }

  private:
    struct stretch {
        stop_kind kind = stop_kind::down;
        wall_time since{};
    };
    static constexpr std::size_t max_stretches = 6;  ///< since the newest cycle; later ones belong to the last

    [[nodiscard]] stop_kind present() const;
    void note(stop_kind kind, wall_time at);
    void add_stops(wall_time until, std::chrono::milliseconds lost, std::vector<stop_record>& to) const;
    [[nodiscard]] produced parts_of(const told_counts& told) const;
    [[nodiscard]] std::int32_t ideal_of(const produced& made) const;
    void begin_job();
    void learn(const told_counts& told, const produced& made);

    std::array<stretch, max_stretches> stretches_{};
    std::uint8_t count_ = 0;  ///< of stretches; 0 before the first cycle
    bool follows_ = false;    ///< the next cycle is the one after the newest
    protocol::machine_mode mode_ = protocol::machine_mode::automatic;
    std::uint16_t open_ = 0;  ///< interruptions that began and did not end
    wall_time received_{};
    std::chrono::sys_seconds ended_{};
    std::optional<std::int32_t> job_cycles_, good_, bad_;  ///< of the newest cycle

    std::array<float, 5> recent_{};  ///< cycle times, the newest ones in turn
    std::uint8_t timed_ = 0;         ///< how many came; above five it goes round from six to ten
    std::int32_t cavities_ = 0;      ///< most parts of a cycle of the job
    std::optional<float> cycle_time_, ideal_;
};

}  // namespace husky::host
