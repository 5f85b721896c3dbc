#pragma once

#include <cstdint>
#include <string_view>

#include "client/model/process/process.hpp"
#include "client/model/random.hpp"
#include "client/model/time.hpp"

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
    clock_faults clock{};

    friend bool operator==(const defect_rates&, const defect_rates&) = default;
};

/// Applies defects to the values of one machine.
class defects {
  public:
    defects(const family& f, const defect_rates& rates, random_stream random)
        : family_(&f), rates_(rates), random_(random) {}

    [[nodiscard]] bool any() const { return rates_ != defect_rates{}; }
    void spoil(variable_values& values);
    /// How often the next cycle is told: 0, 1 or 2 times.
    [[nodiscard]] int times_told();

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
