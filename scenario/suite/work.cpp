#include "scenario/suite/work.hpp"

#include <algorithm>

namespace husky::suite {

bool work_list::may_run(std::size_t piece) const {
    return state_[piece] == state::open && std::none_of(claims_[piece].begin(), claims_[piece].end(),
                                                        [&](const std::string& word) { return taken_.contains(word); });
}

std::optional<std::size_t> work_list::take() {
    std::unique_lock lock(mutex_);
    while (!stopped_) {
        bool left = false;
        for (std::size_t i = 0; i < state_.size(); ++i) {
            left = left || state_[i] == state::open;
            if (!may_run(i)) continue;
            state_[i] = state::running;
            taken_.insert(claims_[i].begin(), claims_[i].end());
            return i;
        }
        if (!left) return std::nullopt;
        changed_.wait(lock);
    }
    return std::nullopt;
}

void work_list::done(std::size_t piece) {
    const std::lock_guard lock(mutex_);
    state_[piece] = state::done;
    for (const auto& word : claims_[piece])
        taken_.erase(taken_.find(word));
    changed_.notify_all();
}

void work_list::stop() {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
    changed_.notify_all();
}

}  // namespace husky::suite
