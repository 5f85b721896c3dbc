#pragma once

#include <cstdint>
#include <string_view>

#include "client/model/process/process.hpp"
#include "client/model/random.hpp"

namespace husky::cells {

/// Defects in the data of real machines, by rate; all off by default. Rates are per cycle. The process behind
/// the data is the same with and without them.
struct defect_rates {
    double stuck_channel = 0;    ///< a variable stays at 0 or at its value for a while
    double scale_x10 = 0;        ///< a variable comes ten times too large for a while
    double wrap_16_bit = 0;      ///< a variable of two decimals goes below 0 in an unsigned 16-bit register: 655.36 - y
    double outlier = 0;          ///< one variable of one cycle is far off
    double missing_cycle = 0;    ///< a cycle is counted but never reported
    double duplicate_cycle = 0;  ///< a cycle is reported twice

    double clock_offset_s = 0;         ///< the machine's clock is wrong by this much
    double clock_drift_s_per_day = 0;  ///< and drifts by this much
    bool dst_hour = false;             ///< and shows summer time: one hour more from March to October

    friend bool operator==(const defect_rates&, const defect_rates&) = default;
};

/// How often a cycle is reported.
enum class telling : std::uint8_t { once, withheld, twice };

/// Applies defects to the values of one machine.
class defects {
  public:
    defects(const family& f, const defect_rates& rates, random_stream random)
        : family_(&f), rates_(rates), random_(random) {}

    [[nodiscard]] bool any() const { return rates_ != defect_rates{}; }
    void spoil(variable_values& values);
    [[nodiscard]] telling next_telling();

  private:
    enum class ailment : std::uint8_t { none, stuck, scaled, wrapped };

    [[nodiscard]] process_variable any_variable();
    void fall_ill(ailment with);

    const family* family_;
    defect_rates rates_;
    random_stream random_;
    ailment present_ = ailment::none;
    process_variable ill_ = process_variable::cycle_time;
    std::uint32_t cycles_left_ = 0;
    bool stuck_at_zero_ = false;
    float stuck_at_ = 0;
};

}  // namespace husky::cells
