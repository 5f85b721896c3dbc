#include "server/ledger/cycle_ledger.hpp"

#include <algorithm>

namespace husky::host {

using protocol::highest_life_counter;

cycle_ledger::cycle_ledger(const remembered_machine& machine)
    : epoch_(machine.epoch),
      highest_(machine.highest_counter),
      highest_time_(machine.highest_time),
      gaps_(machine.gaps, machine.next_gap),
      recent_(machine.recent) {
    // A gap may reach past the highest stored cycle: the store was failing when those beyond it came.
    for (const remembered_gap& gap : machine.gaps) {
        if (gap.epoch > epoch_) {
            gaps_.close_ends(highest_time_);
            begin_epoch(gap.epoch, gap.last_missing, gap.before);
        } else if (gap.epoch == epoch_ && gap.last_missing > highest_ && gap.before == open_end) {
            announced_ = std::max(announced_, gap.last_missing);
        } else if (gap.epoch == epoch_ && gap.last_missing > highest_) {
            highest_ = gap.last_missing;
            highest_time_ = std::max(highest_time_, gap.before);
        }
    }
}

verdict cycle_ledger::accept(std::int32_t life_counter, std::chrono::sys_seconds end_time, wall_time receive_time) {
    const verdict result = judge(life_counter, end_time, receive_time);
    if (result.to_be_stored()) recent_.add(life_counter, end_time);
    return result;
}

verdict cycle_ledger::judge(std::int32_t life_counter, std::chrono::sys_seconds end_time, wall_time receive_time) {
    if (epoch_ == 0) {
        begin_epoch(1, life_counter, end_time);
        return {cycle_outcome::fresh, epoch_};
    }
    // The next one is never a repeat: a clock that was set back may give a stored cycle's time again.
    if (life_counter - 1 == highest_counter() && end_time >= highest_time_)
        return advance(life_counter, end_time, receive_time);
    if (is_repeat(life_counter, end_time)) return {};
    if (life_counter > highest_ && life_counter <= announced_) return take_announced(life_counter, end_time);
    if (life_counter > highest_) return jump(life_counter, end_time, receive_time);
    return go_back(life_counter, end_time, receive_time);
}

void cycle_ledger::mark_missing(const verdict& accepted, std::int32_t life_counter, std::chrono::sys_seconds end_time,
                                wall_time receive_time) {
    if (!accepted.to_be_stored()) return;
    recent_.forget(life_counter, end_time);
    gaps_.add({.epoch = accepted.epoch,
               .first_missing = life_counter,
               .last_missing = life_counter,
               .after = end_time,
               .before = end_time,
               .detected_at = receive_time});
}

bool cycle_ledger::announce(std::int32_t life_counter, wall_time receive_time) {
    if (epoch_ == 0 || life_counter <= highest_counter()) return false;
    gaps_.add({.epoch = epoch_,
               .first_missing = highest_counter() + 1,
               .last_missing = life_counter,
               .after = highest_time_,
               .before = open_end,
               .detected_at = receive_time});
    announced_ = life_counter;
    return true;
}

/// If the clock is at its end, all times are equal and only the newest cycle can be recognised.
bool cycle_ledger::is_repeat(std::int32_t life_counter, std::chrono::sys_seconds end_time) const {
    if (end_time == last_end_time && life_counter != highest_) return false;
    return recent_.holds(life_counter, end_time);
}

verdict cycle_ledger::take_announced(std::int32_t life_counter, std::chrono::sys_seconds end_time) {
    const std::int32_t epoch = gaps_.fill(life_counter, end_time, epoch_);
    highest_ = life_counter;
    highest_time_ = end_time;
    if (epoch == 0) return {cycle_outcome::fresh, epoch_};  // its gap was forgotten, for there were too many
    return {cycle_outcome::late, epoch};
}

/// A counter above the highest: with an earlier end time it may be missing in an earlier epoch, else cycles were lost.
verdict cycle_ledger::jump(std::int32_t life_counter, std::chrono::sys_seconds end_time, wall_time receive_time) {
    if (end_time < highest_time_)
        if (const std::int32_t epoch = gaps_.fill(life_counter, end_time, 0); epoch != 0)
            return {cycle_outcome::late, epoch};
    return advance(life_counter, end_time, receive_time);
}

/// A counter at or below the highest that is not a repeat.
verdict cycle_ledger::go_back(std::int32_t life_counter, std::chrono::sys_seconds end_time, wall_time receive_time) {
    if (end_time >= highest_time_ && wraps_to(life_counter)) return wrap(life_counter, end_time, receive_time);
    if (end_time <= highest_time_ && end_time != last_end_time)
        if (const std::int32_t epoch = gaps_.fill(life_counter, end_time, epoch_); epoch != 0)
            return {cycle_outcome::late, epoch};
    gaps_.close_ends(highest_time_);
    begin_epoch(epoch_ + 1, life_counter, end_time);
    return {cycle_outcome::new_epoch, epoch_};
}

bool cycle_ledger::wraps_to(std::int32_t life_counter) const {
    const std::int32_t lost = (highest_life_counter - highest_) + (life_counter - 1);
    return lost <= wrap_window;
}

verdict cycle_ledger::advance(std::int32_t life_counter, std::chrono::sys_seconds end_time, wall_time receive_time) {
    verdict result{cycle_outcome::fresh, epoch_};
    if (life_counter - 1 != highest_counter()) {
        gaps_.add({.epoch = epoch_,
                   .first_missing = highest_counter() + 1,
                   .last_missing = life_counter - 1,
                   .after = highest_time_,
                   .before = end_time,
                   .detected_at = receive_time});
        result.new_gaps = 1;
    }
    highest_ = life_counter;
    highest_time_ = end_time;
    return result;
}

verdict cycle_ledger::wrap(std::int32_t life_counter, std::chrono::sys_seconds end_time, wall_time receive_time) {
    verdict result{cycle_outcome::wrapped, epoch_ + 1};
    remembered_gap missing{.after = highest_time_, .before = end_time, .detected_at = receive_time};
    if (highest_counter() != highest_life_counter) {
        missing.epoch = epoch_;
        missing.first_missing = highest_counter() + 1;
        missing.last_missing = highest_life_counter;
        gaps_.add(missing);
        ++result.new_gaps;
    }
    if (life_counter != 1) {
        missing.epoch = epoch_ + 1;
        missing.first_missing = 1;
        missing.last_missing = life_counter - 1;
        gaps_.add(missing);
        ++result.new_gaps;
    }
    gaps_.close_ends(end_time);
    begin_epoch(epoch_ + 1, life_counter, end_time);
    return result;
}

void cycle_ledger::begin_epoch(std::int32_t epoch, std::int32_t life_counter, std::chrono::sys_seconds end_time) {
    epoch_ = epoch;
    highest_ = life_counter;
    highest_time_ = end_time;
    announced_ = 0;
}

}  // namespace husky::host
