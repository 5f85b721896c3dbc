#include "client/model/process/defects.hpp"

namespace husky::cells {

namespace {

constexpr std::uint32_t max_illness = 500;  ///< cycles
constexpr float register_range = 655.36F;   ///< 2^16 steps of 0.01

}  // namespace

process_variable defects::any_variable() {
    // Most variables are measured on every machine, so this ends soon.
    for (;;) {
        const auto q = static_cast<process_variable>(random_.below(process_variable_count));
        if (!is_counted(q) && family_->of(q).present && q != process_variable::cycle_time) return q;
    }
}

void defects::fall_ill(ailment with) {
    present_ = with;
    ill_ = with == ailment::wrapped ? process_variable::cushion : any_variable();
    cycles_left_ = 20 + random_.below(max_illness);
    stuck_at_zero_ = random_.chance(0.5);
    stuck_at_ = 0;
}

void defects::spoil(variable_values& values) {
    if (present_ == ailment::none) {
        const double lot = random_.uniform();
        const double stuck = rates_.stuck_channel, scaled = stuck + rates_.scale_x10,
                     wrapped = scaled + rates_.wrap_16_bit;
        if (lot < wrapped) fall_ill(lot < stuck ? ailment::stuck : lot < scaled ? ailment::scaled : ailment::wrapped);
        if (present_ == ailment::stuck && !stuck_at_zero_) stuck_at_ = values[index(ill_)];
    }
    float& ill = values[index(ill_)];
    switch (present_) {
        case ailment::none:
            break;
        case ailment::stuck:
            ill = stuck_at_;
            break;
        case ailment::scaled:
            ill *= 10;
            break;
        case ailment::wrapped:
            ill = register_range - ill;
            break;
    }
    if (present_ != ailment::none && --cycles_left_ == 0) present_ = ailment::none;
    if (rates_.outlier > 0 && random_.chance(rates_.outlier))
        values[index(any_variable())] *=
            static_cast<float>(random_.chance(0.5) ? random_.uniform(1.2, 1.5) : random_.uniform(0.3, 0.8));
}

int defects::times_told() {
    const double lot = random_.uniform();
    if (lot < rates_.missing_cycle) return 0;
    return lot < rates_.missing_cycle + rates_.duplicate_cycle ? 2 : 1;
}

}  // namespace husky::cells
