#pragma once

#include <memory>
#include <set>
#include <string>

#include "server/registry/registry.hpp"
#include "server/watch/machine_changes.hpp"
#include "server/watch/watch_list.hpp"

namespace husky::host {

/// The state of machines that came to rest while somebody watches them, until it is taken. Pure; on the registry's
/// thread.
class rest_collector {
  public:
    explicit rest_collector(const registry& of) : registry_(&of) {}

    /// As live_view::watch, for the machines that have no link.
    void watch(std::shared_ptr<const watch_list> wanted);
    /// The machine has no link any more.
    void rests(const std::string& serial) {
        if (wanted_ && wanted_->has(serial)) rested_.insert(serial);
    }
    /// Of those that still rest; some may not be known any more.
    machine_changes take();

  private:
    const registry* registry_;
    std::shared_ptr<const watch_list> wanted_;
    std::set<std::string> rested_;
};

}  // namespace husky::host
