#include "link/faults/placed_faults.hpp"

#include <algorithm>

namespace husky::link {

std::optional<std::uint64_t> placed_faults::place(protocol::fault fault, protocol::instant now) {
    const std::lock_guard hold(mutex_);
    if (placed_->size() >= max_faults) return std::nullopt;
    auto longer = std::make_shared<fault_list>(*placed_);
    longer->push_back({++last_id_, std::make_shared<const protocol::fault>(std::move(fault)), now,
                       std::make_shared<protocol::fault_counts>(), std::make_shared<placed_fault::machine_counts>()});
    placed_ = std::move(longer);
    return last_id_;
}

bool placed_faults::remove(std::uint64_t id) {
    const std::lock_guard hold(mutex_);
    auto shorter = std::make_shared<fault_list>(*placed_);
    if (std::erase_if(*shorter, [&](const placed_fault& f) { return f.id == id; }) == 0) return false;
    placed_ = std::move(shorter);
    return true;
}

void placed_faults::clear() {
    const std::lock_guard hold(mutex_);
    placed_ = std::make_shared<fault_list>();
}

void placed_faults::spare(const std::string& machine) {
    const std::lock_guard hold(mutex_);
    auto changed = std::make_shared<fault_list>(*placed_);
    std::erase_if(*changed, [&](const placed_fault& f) { return protocol::is_meant(machine, f.fault->machine); });
    for (auto& f : *changed)
        if (std::find(f.spared.begin(), f.spared.end(), machine) == f.spared.end()) f.spared.push_back(machine);
    placed_ = std::move(changed);
}

std::shared_ptr<const fault_list> placed_faults::placed() const {
    const std::lock_guard hold(mutex_);
    return placed_;
}

std::vector<protocol::fault_in_place> placed_faults::of_machine(const fault_list& list, const std::string& machine) {
    const std::lock_guard hold(mutex_);
    std::vector<protocol::fault_in_place> found;
    for (const auto& placed : list) {
        if (!protocol::is_meant(placed.fault->machine, machine)) continue;
        const auto spares = [&](const std::string& pattern) { return protocol::is_meant(pattern, machine); };
        if (std::any_of(placed.spared.begin(), placed.spared.end(), spares)) continue;
        auto& machines = *placed.of_machines;
        auto& counts = machines[machines.size() < max_machines || machines.contains(machine) ? machine : ""];
        if (!counts) counts = std::make_shared<protocol::fault_counts>();
        found.push_back({placed.fault, placed.since, counts, placed.counts});
    }
    return found;
}

std::uint64_t placed_faults::next_link(const std::string& machine) {
    const std::lock_guard hold(mutex_);
    return ++links_[links_.size() < max_machines || links_.contains(machine) ? machine : ""];
}

}  // namespace husky::link
