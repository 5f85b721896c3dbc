#pragma once

#include <cstdint>
#include <span>

#include "client/model/catalogues/event_catalogue.hpp"
#include "client/model/zones/heated_zones.hpp"
#include "protocol/messages/codes.hpp"

namespace husky::cells {

/// Between these it lies.
struct number_range {
    double low = 0, high = 0;
};

/// How many minutes the steps of a family's start-up take, and from which length of a stop they are needed.
struct start_up_times {
    number_range boot{2, 3};         ///< operator interface, after power on
    number_range heat{40, 60};       ///< set points of barrel and hot runner rise from cold; less where they are warm
    number_range soft_start{5, 10};  ///< a cold hot runner stays below 100 °C
    number_range soak{15, 20};
    number_range purge{3, 8};
    number_range dry{5, 5};           ///< dry cycles with a mould that has been changed or is cold
    number_range inspection{10, 20};  ///< first article; parts are made but not delivered
    number_range set_up{120, 240};    ///< mould change
    number_range maintenance{120, 480};
    double set_back_k = 80;         ///< how far heats that are set back are below their set points
    double purge_after_min = 15;    ///< stops longer than that end with a purge
    double standby_after_min = 45;  ///< in stops longer than that the heats are set back
};

/// What operators do with a machine that is not in production, from start to end.
enum class procedure : std::uint8_t {
    cold_start,
    mould_change,
    maintenance,
    reheat,    ///< after a stop in which the heats were set back
    purge,     ///< after a long stop with the heats on
    restart,   ///< after a short stop
    no_order,  ///< heats set back until there is work
    weekend,   ///< switched off until it starts up for Monday's first shift
};

/// What the machine does in a step.
enum class activity : std::uint8_t {
    waiting,
    dry_cycles,      ///< cycles without injection, for a time
    start_up_shots,  ///< a number of shots whose parts are bad
    inspection,      ///< shots for a time, until production is released
};

/// Which of the times applies to a step.
enum class step_time : std::uint8_t {
    none,
    boot,
    heat,
    soak,
    purge,
    dry,
    inspection,
    set_up,
    maintenance,
    no_order,
    weekend
};

struct step {
    protocol::machine_mode mode;
    protocol::production_status production;
    activity doing;
    step_time lasts;
    heats heat;
    bool pumps;                       ///< they run and warm the oil
    const event_kind *begins, *ends;  ///< what is recorded then; null for nothing
};

/// The steps of a procedure; production follows the last.
std::span<const step> steps_of(procedure p);

}  // namespace husky::cells
