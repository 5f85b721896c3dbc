#include "protocol/links/cycle_selection.hpp"

#include <unordered_set>

namespace husky::protocol {

bool cycle_selection::select(tandem_side side, std::span<const variable_id> variables) {
    if (variables.size() > max_cycle_selection) return false;
    std::unordered_set<variable_id> seen(always.begin(), always.end());
    auto& chosen = chosen_[side];
    chosen.assign(always.begin(), always.end());
    for (const variable_id id : variables)
        if (seen.insert(id).second) chosen.push_back(id);
    chosen.shrink_to_fit();
    return true;
}

std::span<const variable_id> cycle_selection::of(tandem_side side) const {
    if (!chosen_[side].empty()) return chosen_[side];
    if (!chosen_[0].empty()) return chosen_[0];
    return always;
}

}  // namespace husky::protocol
