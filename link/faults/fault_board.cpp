#include "link/faults/fault_board.hpp"

#include <algorithm>

namespace husky::link {

std::optional<std::uint64_t> fault_board::place(protocol::fault what, protocol::instant now) {
    const std::lock_guard hold(mutex_);
    if (placed_->size() >= most_faults) return std::nullopt;
    auto longer = std::make_shared<fault_list>(*placed_);
    longer->push_back({++last_id_, std::make_shared<const protocol::fault>(std::move(what)), now,
                       std::make_shared<protocol::fault_counts>(), std::make_shared<placed_fault::machine_counts>()});
    placed_ = std::move(longer);
    return last_id_;
}

bool fault_board::remove(std::uint64_t id) {
    const std::lock_guard hold(mutex_);
    auto shorter = std::make_shared<fault_list>(*placed_);
    if (std::erase_if(*shorter, [&](const placed_fault& f) { return f.id == id; }) == 0) return false;
    placed_ = std::move(shorter);
    return true;
}

void fault_board::clear() {
    const std::lock_guard hold(mutex_);
    placed_ = std::make_shared<fault_list>();
}

void fault_board::spare(const std::string& machine) {
    const std::lock_guard hold(mutex_);
    auto changed = std::make_shared<fault_list>(*placed_);
    std::erase_if(*changed, [&](const placed_fault& f) { return protocol::is_meant(machine, f.what->machine); });
    for (auto& f : *changed)
        if (std::find(f.spared.begin(), f.spared.end(), machine) == f.spared.end()) f.spared.push_back(machine);
    placed_ = std::move(changed);
}

std::shared_ptr<const fault_list> fault_board::placed() const {
    const std::lock_guard hold(mutex_);
    return placed_;
}

std::vector<protocol::fault_in_place> fault_board::of_machine(const fault_list& list, const std::string& machine) {
    const std::lock_guard hold(mutex_);
    std::vector<protocol::fault_in_place> found;
    for (const auto& placed : list) {
        if (!protocol::is_meant(placed.what->machine, machine)) continue;
        const auto spares = [&](const std::string& pattern) { return protocol::is_meant(pattern, machine); };
        if (std::any_of(placed.spared.begin(), placed.spared.end(), spares)) continue;
        auto& machines = *placed.of_machines;
        auto& counts = machines[machines.size() < most_machines || machines.contains(machine) ? machine : ""];
        if (!counts) counts = std::make_shared<protocol::fault_counts>();
        found.push_back({placed.what, placed.since, counts, placed.counts});
    }
    return found;
}

std::uint64_t fault_board::next_link(const std::string& machine) {
    const std::lock_guard hold(mutex_);
    return ++links_[links_.size() < most_machines || links_.contains(machine) ? machine : ""];
}

}  // namespace husky::link
