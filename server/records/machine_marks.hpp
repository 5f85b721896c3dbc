#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "server/records/records.hpp"
#include "server/records/remembered.hpp"

namespace husky::host {

/// The marks of all machines as a store keeps them. Follows a transaction: changes count when it is kept, and vanish
/// when it is undone.
class machine_marks {
  public:
    void restore(machine_id machine, machine_mark stored);

    /// All records of a batch.
    void add(const batch& records);
    void seen(machine_id machine, std::string_view serial, wall_time at);
    void add(const cycle_record& cycle);
    void add(const gap_record& gap);
    void add(const event_record& event);
    void add(const interruption_record& interruption);
    /// One of them, or every_machine.
    void forget(machine_id machine);

    /// Machines that changed since the last keep or undo.
    template <class Visit>
    void for_each_changed(Visit visit) const {
        for (const auto& [machine, before] : before_)
            if (const auto at = marks_.find(machine); at != marks_.end()) visit(machine, at->second.now);
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
        machine_mark now;
        std::uint64_t changed_in = 0;
    };
    /// The machine reported something at that time.
    machine_mark& change(machine_id machine, wall_time at);
    void remember_before(machine_id machine, const entry& changing);

    std::unordered_map<machine_id, entry> marks_;
    std::vector<std::pair<machine_id, machine_mark>> before_;
    std::uint64_t transaction_ = 1;
};

}  // namespace husky::host
