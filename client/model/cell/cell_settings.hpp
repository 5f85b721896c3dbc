#pragma once

#include <cstdint>
#include <string>

#include "client/model/process/defects.hpp"
#include "client/model/work/shift_plan.hpp"

namespace husky::cells {

/// What a machine is doing when its life begins.
enum class start_state : std::uint8_t { production, cold, mould_change, no_order, maintenance };

/// What distinguishes one machine of a family.
struct cell_settings {
    std::string serial;
    std::int32_t life_counter = 0;  ///< cycles already counted; the first cycle is the next
    double age_years = 5;           ///< From 5 to 15 years noise grows to 1.5 times and failures to twice as many. From
                                    ///< 12 on the machine has one language and no energy meter.
    bool tandem = false;            ///< only where the family allows it
    std::string job{};              ///< empty: the family's
    std::string mould{};            ///< empty: the family's
    start_state start = start_state::production;
    shift_plan shifts{};
    defect_rates defects{};
    bool follows_host = true;  ///< false: a host does not set the clock, and neither link nor printer leave entries in
                               ///< the log; for virtual time that has nothing to do with the host's
};

/// One machine to be.
struct roster_entry {
    const family* kind;
    cell_settings settings;
    std::uint64_t seed = 0;  ///< 0: that of all
};

}  // namespace husky::cells
