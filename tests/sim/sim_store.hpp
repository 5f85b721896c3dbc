#pragma once

#include <map>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "server/records/machine_marks.hpp"

namespace husky::sim {

/// What a store keeps on disk of one machine.
struct kept_machine {
    using key = std::pair<std::int32_t, std::int32_t>;  ///< epoch, life counter

    std::vector<key> order;  ///< of arrival
    std::map<key, std::chrono::sys_seconds> cycles;
    std::map<std::int64_t, host::gap_record> gaps;
    std::vector<host::remembered_cycle> recent;  ///< oldest first

    [[nodiscard]] bool in_gap(const key& of) const;
};

/// A store in memory that loses what is not committed when its host dies. Checks as it goes that nothing is stored
/// twice or out of order.
class sim_store {
  public:
    /// Takes the records of the batch and leaves it empty.
    void take(host::batch& records);

    void commit();
    /// The host was killed.
    void lose_uncommitted();
    [[nodiscard]] std::vector<host::remembered_machine> remember() const;
    [[nodiscard]] const kept_machine& of(const std::string& serial) { return machines_[serial]; }
    [[nodiscard]] std::uint64_t commits() const { return commits_; }

  private:
    template <class Other>
    void keep(const Other&) {}
    void keep(const host::cycle_record& r);
    void keep(const host::gap_record& r) { machines_[serials_.at(r.machine)].gaps[r.gap] = r; }
    void keep(const host::gap_closed_record& r) { machines_[serials_.at(r.machine)].gaps.erase(r.gap); }

    host::machine_marks marks_;
    std::vector<host::record> pending_;
    std::map<host::machine_id, std::string> serials_, pending_serials_;
    std::map<std::string, kept_machine> machines_;
    std::uint64_t commits_ = 0;
};

}  // namespace husky::sim
