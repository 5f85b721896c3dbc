#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>

#include "server/watch/machine_snapshot.hpp"
#include "server/watch/watch_list.hpp"

namespace husky::host {

/// JSON that is written once for all clients.
using shared_text = std::shared_ptr<const std::string>;

/// What machines come to together.
struct plant_totals {
    std::int64_t machines = 0, online = 0, cycles = 0, missing = 0, duplicates = 0;
};

/// The newest document of each machine that is watched. Pure.
class live_plant {
  public:
    struct document {
        shared_text json;
        plant_totals counted;
    };

    /// The machine's document; null if nothing in it is new.
    shared_text update(const machine_snapshot& machine);
    /// Forgets machines that are not watched any more: their documents become old.
    void keep(const watch_list& watched);

    /// Nothing is known.
    void clear();

    /// By serial.
    [[nodiscard]] const std::map<std::string, document>& machines() const { return machines_; }
    [[nodiscard]] const plant_totals& totals() const { return totals_; }

  private:
    void count(const plant_totals& more, std::int64_t times);

    std::map<std::string, document> machines_;
    plant_totals totals_;
};

}  // namespace husky::host
