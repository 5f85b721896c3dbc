#include "scenario/play/cycle_book.hpp"

#include <iterator>

namespace husky::play {

cycle_book::entry cycle_book::take(std::int32_t life_counter, std::int64_t end_time) {
    if (epoch_ > 0 && life_counter <= highest_) {
        if (close(life_counter)) {
            ++cycles_;
            return entry::late;
        }
        if (end_time <= highest_time_) {
            ++repeated_;
            return entry::repeated;
        }
    }
    const bool begins = epoch_ == 0 || life_counter <= highest_;
    if (begins) {
        ++epoch_;
        open_.clear();
    } else if (life_counter > highest_ + 1) {
        open(highest_ + 1, life_counter - 1);
    }
    ++cycles_;
    highest_ = life_counter;
    highest_time_ = end_time;
    return begins && epoch_ > 1 ? entry::new_epoch : entry::fresh;
}

void cycle_book::announce(std::int32_t life_counter) {
    if (epoch_ == 0 || life_counter <= highest_) return;
    open(highest_ + 1, life_counter);
    highest_ = life_counter;
}

void cycle_book::open(std::int32_t first, std::int32_t last) {
    ++gaps_;
    missing_ += static_cast<std::uint64_t>(std::int64_t{last} - first) + 1;
    remember(first, last);
}

void cycle_book::remember(std::int32_t first, std::int32_t last) {
    open_.emplace(first, last);
    if (open_.size() > most_open) open_.erase(open_.begin());
}

bool cycle_book::close(std::int32_t life_counter) {
    auto at = open_.upper_bound(life_counter);
    if (at == open_.begin()) return false;
    --at;
    const auto [first, last] = *at;
    if (life_counter > last) return false;
    open_.erase(at);
    if (first < life_counter) remember(first, life_counter - 1);
    if (life_counter < last) remember(life_counter + 1, last);
    --missing_;
    return true;
}

}  // namespace husky::play
