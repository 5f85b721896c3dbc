#include "server/ledger/cycle_ledger.hpp"

#include <algorithm>

namespace husky::host {

using protocol::highest_life_counter;

cycle_ledger::cycle_ledger(const remembered_machine& machine)
    : epoch_(machine.epoch),
      highest_(machine.highest_counter),
      highest_time_(machine.highest_time),
      earlier_counter_(machine.earlier_counter),
      earlier_time_(machine.earlier_time),
      gaps_(machine.gaps, machine.next_gap) {
    // A gap may reach past the highest stored cycle: the store was failing when those beyond it came.
    for (const remembered_gap& gap : machine.gaps) {
        if (gap.epoch > epoch_) {
            end_epoch(highest_, highest_time_);
            begin_epoch(gap.epoch, gap.last_missing, gap.before);
        } else if (gap.epoch == epoch_ && gap.last_missing > highest_ && gap.before == open_end) {
            announced_ = std::max(announced_, gap.last_missing);
        } else if (gap.epoch == epoch_ && gap.last_missing > highest_) {
            highest_ = gap.last_missing;
            highest_time_ = std::max(highest_time_, gap.before);
        }
    }
    for (const remembered_gap& gap : machine.gaps)
        if (gap.epoch < epoch_) end_epoch(gap.last_missing, gap.before);
}

verdict cycle_ledger::accept(std::int32_t life_counter, std::chrono::sys_seconds end_time, wall_time receive_time) {
    if (epoch_ == 0) {
        begin_epoch(1, life_counter, end_time);
        return {cycle_outcome::fresh, epoch_};
    }
    if (life_counter > highest_ && life_counter <= announced_) return take_announced(life_counter, end_time);
    if (life_counter > highest_) {
        if (end_time < highest_time_ && of_earlier_epoch(life_counter, end_time))
            return late_or_duplicate(life_counter, end_time);
        return advance(life_counter, end_time, receive_time);
    }
    if (end_time >= highest_time_ && wraps_to(life_counter)) return wrap(life_counter, end_time, receive_time);
    if (end_time > highest_time_) {
        end_epoch(highest_counter(), highest_time_);
        begin_epoch(epoch_ + 1, life_counter, end_time);
        return {cycle_outcome::new_epoch, epoch_};
    }
    return late_or_duplicate(life_counter, end_time);
}

void cycle_ledger::mark_missing(const verdict& accepted, std::int32_t life_counter, std::chrono::sys_seconds end_time,
                                wall_time receive_time) {
    if (!accepted.to_be_stored()) return;
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

verdict cycle_ledger::take_announced(std::int32_t life_counter, std::chrono::sys_seconds end_time) {
    const std::int32_t epoch = gaps_.fill(life_counter, end_time, epoch_);
    highest_ = life_counter;
    highest_time_ = end_time;
    return {epoch == 0 ? cycle_outcome::duplicate : cycle_outcome::late, epoch};
}

bool cycle_ledger::wraps_to(std::int32_t life_counter) const {
    const std::int32_t lost = (highest_life_counter - highest_) + (life_counter - 1);
    return lost <= wrap_window;
}

bool cycle_ledger::of_earlier_epoch(std::int32_t life_counter, std::chrono::sys_seconds end_time) const {
    return life_counter <= earlier_counter_ && end_time <= earlier_time_;
}

verdict cycle_ledger::late_or_duplicate(std::int32_t life_counter, std::chrono::sys_seconds end_time) {
    const std::int32_t present_epoch = of_earlier_epoch(life_counter, end_time) ? 0 : epoch_;
    const std::int32_t epoch = gaps_.fill(life_counter, end_time, present_epoch);
    return {epoch == 0 ? cycle_outcome::duplicate : cycle_outcome::late, epoch};
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
    verdict result{cycle_outcome::new_epoch, epoch_ + 1};
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
    end_epoch(highest_life_counter, end_time);
    begin_epoch(epoch_ + 1, life_counter, end_time);
    return result;
}

void cycle_ledger::begin_epoch(std::int32_t epoch, std::int32_t life_counter, std::chrono::sys_seconds end_time) {
    epoch_ = epoch;
    highest_ = life_counter;
    highest_time_ = end_time;
    announced_ = 0;
}

void cycle_ledger::end_epoch(std::int32_t last_counter, std::chrono::sys_seconds at) {
    gaps_.close_ends(at);
    earlier_counter_ = std::max(earlier_counter_, last_counter);
    earlier_time_ = std::max(earlier_time_, at);
}

}  // namespace husky::host
