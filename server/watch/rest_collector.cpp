#include "server/watch/rest_collector.hpp"

#include <utility>

namespace husky::host {

void rest_collector::watch(std::shared_ptr<const watch_list> wanted) {
    const auto before = std::exchange(wanted_, std::move(wanted));
    if (!wanted_) return rested_.clear();
    registry_->for_each([&](const std::string& serial, const registry::place& at) {
        if (at.resting != nullptr && wanted_->has(serial) && (!before || !before->has(serial))) rested_.insert(serial);
    });
}

machine_changes rest_collector::take() {
    machine_changes all;
    for (const auto& serial : std::exchange(rested_, {})) {
        const auto at = registry_->find(serial);
        all.begins_anew = all.begins_anew || !at;
        if (at && at->resting != nullptr) all.machines.push_back(snapshot_of(*at->resting, false));
    }
    return all;
}

}  // namespace husky::host
