#include "server/store/subgroup_builder.hpp"

#include <algorithm>
#include <cmath>

namespace husky::host {

std::optional<stored_subgroup> subgroup_builder::add(const subgroup_value& v) {
    const std::int64_t number = (v.counter - 1) / size_;
    if (now_.size == 0 || number != number_ || v.epoch != now_.epoch) {
        number_ = number;
        squares_ = 0;
        now_ = {.epoch = v.epoch,
                .first = v.life_counter,
                .last = v.life_counter,
                .first_received = v.received,
                .last_received = v.received,
                .min = v.value,
                .max = v.value};
    }
    ++now_.size;
    now_.cursor = v.cursor;
    now_.first = std::min(now_.first, v.life_counter);
    now_.last = std::max(now_.last, v.life_counter);
    now_.first_received = std::min(now_.first_received, v.received);
    now_.last_received = std::max(now_.last_received, v.received);
    now_.min = std::min(now_.min, v.value);
    now_.max = std::max(now_.max, v.value);
    const double before = v.value - now_.mean;
    now_.mean += before / now_.size;
    squares_ += before * (v.value - now_.mean);
    if (now_.size < size_) return std::nullopt;
    now_.std_dev = size_ > 1 ? std::sqrt(squares_ / (size_ - 1)) : 0;
    auto whole = now_;
    now_ = {};
    return whole;
}

}  // namespace husky::host
