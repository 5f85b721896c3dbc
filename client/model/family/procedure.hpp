#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "client/model/catalogues/event_catalogue.hpp"
#include "client/model/zones/heated_zones.hpp"
#include "protocol/messages/codes.hpp"

namespace husky::cells {

/// Range of the length of a step, in minutes.
struct minutes_span {
    double low = 0, high = 0;
};

/// How long the steps of a family's start-up take, and from which length of a stop they are needed.
struct start_up_times {
    minutes_span boot{2, 3};         ///< operator interface, after power on
    minutes_span heat{40, 60};       ///< set points of barrel and hot runner rise from cold; less where they are warm
    minutes_span soft_start{5, 10};  ///< a cold hot runner stays below 100 °C
    minutes_span soak{15, 20};
    minutes_span purge{3, 8};
    minutes_span dry{5, 5};           ///< dry cycles with a mould that has been changed or is cold
    minutes_span inspection{10, 20};  ///< first article; parts are made but not delivered
    minutes_span set_up{120, 240};    ///< mould change
    minutes_span maintenance{120, 480};
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
    bool pumps;  ///< they run and warm the oil
    std::optional<event_kind> begins, ends;
};

/// The steps of a procedure; production follows the last.
std::span<const step> steps_of(procedure p);

}  // namespace husky::cells
