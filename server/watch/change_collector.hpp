#pragma once

#include <memory>
#include <unordered_set>

#include "server/watch/machine_changes.hpp"
#include "server/watch/watch_list.hpp"

namespace husky::host {

/// What changes at the linked machines of one thread while somebody watches them, until it is taken: the newest state
/// of each, and what they report, up to a bound. Pure. Intakes tell it; while nobody watches, they do not even ask it.
class change_collector {
  public:
    /// Bytes of reports between two calls of take(); further ones are counted as lost.
    static constexpr std::size_t max_bytes = std::size_t{1} << 20;

    /// From now on these; null: none. What is no longer watched is forgotten. Returns what was watched before.
    std::shared_ptr<const watch_list> watch(std::shared_ptr<const watch_list> wanted);
    [[nodiscard]] const watch_list* wanted() const { return wanted_.get(); }

    /// Something of the machine changed. It stays where it is until left().
    void changed(const machine& m);
    /// The thread gives the machine away: whoever has it tells its state from now on.
    void left(const machine& m) { changed_.erase(&m); }
    /// Where a report of that machine is to be written too; null if it is not to be.
    batch* reports_of(const machine& m, topic of);

    machine_changes take();

  private:
    std::shared_ptr<const watch_list> wanted_;
    std::unordered_set<const machine*> changed_;
    machine_changes pending_;
    machine_id reporting_ = 0;  ///< the machine of the newest report
};

}  // namespace husky::host
