#include "client/model/work/counters.hpp"

#include <limits>

namespace husky::cells {

using protocol::cycle_quality;

void side_counters::count(cycle_quality quality, std::int32_t parts, std::int32_t rejected) {
    life_cycles_ = next_cycle_count(life_cycles_);
    job_cycles_ = next_cycle_count(job_cycles_);
    // A job of more than 2^31 parts starts its counts anew, so that their sum stays true.
    if (total() > std::numeric_limits<std::int32_t>::max() - parts) good_ = bad_ = test_ = 0;
    switch (quality) {
        case cycle_quality::good:
            good_ += parts - rejected;
            bad_ += rejected;
            consecutive_ = 0;
            break;
        case cycle_quality::test_sample:
            test_ += parts;
            break;
        case cycle_quality::bad:
        case cycle_quality::failed:
            bad_ += parts;
            ++consecutive_;
            break;
    }
}

}  // namespace husky::cells
