#include "scenario/play/cycle_book.hpp"

#include <algorithm>
#include <iterator>
#include <limits>

namespace husky::play {

namespace {

/// Where variable 4 ends: a clock beyond it says this of every cycle.
constexpr std::int64_t last_end_time = std::numeric_limits<std::int32_t>::max();

}  // namespace

cycle_book::entry cycle_book::take(std::int32_t life_counter, std::int64_t end_time) {
    const entry found = judge(life_counter, end_time);
    if (found == entry::repeated) {
        ++repeated_;
        return found;
    }
    ++cycles_;
    recent_.emplace_back(life_counter, end_time);
    if (recent_.size() > most_recent) recent_.pop_front();
    return found;
}

cycle_book::entry cycle_book::judge(std::int32_t life_counter, std::int64_t end_time) {
    const bool next = std::int64_t{life_counter} - 1 == highest_ && end_time >= highest_time_;
    if (!next && came(life_counter, end_time)) return entry::repeated;
    if (may_be_late(life_counter, end_time) && close(life_counter)) {
        if (life_counter > highest_came_) go_on(life_counter, end_time);
        return entry::late;
    }
    const bool begins = epoch_ == 0 || life_counter <= highest_came_;
    if (begins) {
        ++epoch_;
        open_.clear();
        highest_ = life_counter;
    } else if (life_counter > highest_ + 1) {
        open(highest_ + 1, life_counter - 1);
    }
    go_on(life_counter, end_time);
    return begins && epoch_ > 1 ? entry::new_epoch : entry::fresh;
}

bool cycle_book::came(std::int32_t life_counter, std::int64_t end_time) const {
    if (end_time == last_end_time && life_counter != highest_came_) return false;
    return std::find(recent_.begin(), recent_.end(), std::pair{life_counter, end_time}) != recent_.end();
}

/// Of one that was only announced the counter says enough.
bool cycle_book::may_be_late(std::int32_t life_counter, std::int64_t end_time) const {
    if (epoch_ == 0 || life_counter > highest_) return false;
    if (life_counter > highest_came_) return true;
    return end_time <= highest_time_ && end_time != last_end_time;
}

void cycle_book::go_on(std::int32_t life_counter, std::int64_t end_time) {
    highest_ = std::max(highest_, life_counter);
    highest_came_ = life_counter;
    highest_time_ = end_time;
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
