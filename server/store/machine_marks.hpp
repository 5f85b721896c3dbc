#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "server/store/records.hpp"
#include "server/store/remembered.hpp"

namespace husky::host {

/// Per machine what the store must know without looking through its cycles: how far it got and how many there are.
/// Follows a transaction: changes count when it is kept, and vanish when it is undone.
class machine_marks {
  public:
    struct mark {
        std::string serial;
        wall_time first_seen{}, last_seen{};
        std::int32_t epoch = 0;
        std::int32_t highest_counter = 0;
        std::chrono::sys_seconds highest_time{};
        std::int64_t next_gap = 1;
        std::int64_t cycles = 0, events = 0, interruptions = 0;
        wall_time last_cycle_received{};
    };

    void restore(machine_id machine, mark stored);

    void seen(machine_id machine, std::string_view serial, wall_time at);
    void add(const cycle_record& cycle);
    void add(const gap_record& gap);
    void add(const event_record& event);
    void add(const interruption_record& interruption);

    /// Machines that changed since the last keep or undo.
    template <class Visit>
    void for_each_changed(Visit visit) const {
        for (const auto& [machine, before] : before_)
            visit(machine, marks_.at(machine).now);
    }
    template <class Visit>
    void for_each(Visit visit) const {
        for (const auto& [machine, each] : marks_)
            visit(machine, each.now);
    }

    void keep();
    void undo();

  private:
    struct entry {
        mark now;
        std::uint64_t changed_in = 0;
    };
    /// The machine reported something at that time.
    mark& change(machine_id machine, wall_time at);

    std::unordered_map<machine_id, entry> marks_;
    std::vector<std::pair<machine_id, mark>> before_;
    std::uint64_t transaction_ = 1;
};

}  // namespace husky::host
