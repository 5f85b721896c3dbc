#include "server/ledger/gap_list.hpp"

#include <algorithm>
#include <iterator>
#include <tuple>

namespace husky::host {

namespace {

std::uint64_t cycles_in(const remembered_gap& gap) {
    return static_cast<std::uint64_t>(std::int64_t{gap.last_missing} - gap.first_missing) + 1;
}

bool in_order(const remembered_gap& a, const remembered_gap& b) {
    return std::tie(a.epoch, a.first_missing) < std::tie(b.epoch, b.first_missing);
}

bool holds(const remembered_gap& gap, std::int32_t life_counter) {
    return gap.first_missing <= life_counter && life_counter <= gap.last_missing;
}

bool touch_each_other(const remembered_gap& lower, const remembered_gap& upper) {
    return lower.epoch == upper.epoch && lower.last_missing == upper.first_missing - 1;
}

}  // namespace

gap_list::gap_list(const std::vector<remembered_gap>& gaps, std::int64_t next_gap) : next_gap_(next_gap) {
    gaps_.reserve(gaps.size());
    for (const remembered_gap& gap : gaps) {
        gaps_.push_back({gap, false, true});
        missing_ += cycles_in(gap);
        next_gap_ = std::max(next_gap_, gap.gap + 1);
    }
    std::sort(gaps_.begin(), gaps_.end(), in_order);
    forget_oldest();
}

void gap_list::add(const remembered_gap& missing) {
    missing_ += cycles_in(missing);
    position upper = std::upper_bound(gaps_.begin(), gaps_.end(), missing, in_order);
    const bool joins_upper = upper != gaps_.end() && touch_each_other(missing, *upper);
    const bool joins_lower = upper != gaps_.begin() && touch_each_other(*std::prev(upper), missing);
    if (joins_lower) {
        entry& lower = *std::prev(upper);
        lower.last_missing = joins_upper ? upper->last_missing : missing.last_missing;
        lower.before = joins_upper ? upper->before : missing.before;
        touch(lower);
        if (joins_upper) close(upper);
    } else if (joins_upper) {
        upper->first_missing = missing.first_missing;
        upper->after = missing.after;
        touch(*upper);
    } else {
        entry opened{missing, true, false};
        opened.gap = next_gap_++;
        gaps_.insert(upper, opened);
        changed_ = true;
        forget_oldest();
    }
}

std::int32_t gap_list::fill(std::int32_t life_counter, std::chrono::sys_seconds end_time, std::int32_t present_epoch) {
    const position at = find(life_counter, end_time, present_epoch);
    if (at == gaps_.end()) return 0;
    const std::int32_t epoch = at->epoch;
    --missing_;
    if (at->first_missing == at->last_missing) {
        close(at);
    } else if (life_counter == at->first_missing) {
        ++at->first_missing;
        at->after = end_time;
        touch(*at);
    } else if (life_counter == at->last_missing) {
        --at->last_missing;
        at->before = end_time;
        touch(*at);
    } else {
        split(at, life_counter, end_time);
    }
    return epoch;
}

void gap_list::close_ends(std::chrono::sys_seconds at) {
    for (entry& each : gaps_) {
        if (each.before != open_end) continue;
        each.before = at;
        touch(each);
    }
}

gap_list::position gap_list::find(std::int32_t life_counter, std::chrono::sys_seconds end_time,
                                  std::int32_t present_epoch) {
    position by_counter = gaps_.end();
    for (position at = gaps_.end(); at != gaps_.begin();) {
        if (!holds(*--at, life_counter)) continue;
        if (at->after <= end_time && end_time <= at->before) return at;
        if (at->epoch == present_epoch) by_counter = at;
    }
    return by_counter;
}

void gap_list::touch(entry& changed) {
    changed.dirty = true;
    changed_ = true;
}

void gap_list::split(position at, std::int32_t life_counter, std::chrono::sys_seconds end_time) {
    entry upper = *at;
    upper.gap = next_gap_++;
    upper.first_missing = life_counter + 1;
    upper.after = end_time;
    upper.dirty = true;
    upper.taken = false;
    at->last_missing = life_counter - 1;
    at->before = end_time;
    touch(*at);
    gaps_.insert(std::next(at), upper);
    forget_oldest();
}

void gap_list::close(position at) {
    if (at->taken) {
        closed_.push_back(at->gap);
        changed_ = true;
    }
    gaps_.erase(at);
}

void gap_list::forget_oldest() {
    while (gaps_.size() > max_open_gaps) {
        const auto clean = std::find_if(gaps_.begin(), gaps_.end(), [](const entry& each) { return !each.dirty; });
        if (clean != gaps_.end()) {
            gaps_.erase(clean);
        } else if (gaps_.size() > max_untaken_gaps) {
            gaps_.erase(gaps_.begin());
            ++lost_;
        } else {
            return;
        }
    }
}

}  // namespace husky::host
