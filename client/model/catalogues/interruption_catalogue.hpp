#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

#include "client/model/catalogues/languages.hpp"
#include "client/model/catalogues/variables.hpp"

namespace husky::cells {

/// How a message reaches the host. A cycle interruption stops the machine; alarms and notices go as events.
enum class message_class : std::uint8_t { cycle_interruption, alarm, notice };

/// When the machine stops for a cycle interruption.
enum class stop_point : std::uint8_t {
    at_once,     ///< the running cycle is lost
    mould_open,  ///< the running cycle ends with a longer take-out, then the machine waits with the mould open
    cycle_end,   ///< the running cycle ends as always
};

/// What a machine must have before this message can come from it. Bits.
namespace equipment {
constexpr std::uint32_t none = 0;
constexpr std::uint32_t hydraulics = 1U << 0U;
constexpr std::uint32_t accumulator = 1U << 1U;
constexpr std::uint32_t robot = 1U << 2U;
constexpr std::uint32_t vacuum = 1U << 3U;
constexpr std::uint32_t conveyor = 1U << 4U;
constexpr std::uint32_t hot_runner = 1U << 5U;
constexpr std::uint32_t valve_gates = 1U << 6U;
constexpr std::uint32_t core_pulls = 1U << 7U;
constexpr std::uint32_t chiller = 1U << 8U;
constexpr std::uint32_t dehumidifier = 1U << 9U;
constexpr std::uint32_t dryer = 1U << 10U;
constexpr std::uint32_t feeder = 1U << 11U;
constexpr std::uint32_t vision = 1U << 12U;
constexpr std::uint32_t labels = 1U << 13U;

/// In the order of the bits.
constexpr std::array<std::string_view, 14> names{"hydraulics", "accumulator", "robot",      "vacuum",  "conveyor",
                                                 "hot_runner", "valve_gates", "core_pulls", "chiller", "dehumidifier",
                                                 "dryer",      "feeder",      "vision",     "labels"};
}  // namespace equipment

/// One line of the catalogue. Rates are engineering estimates for a machine in its middle years; a family file may
/// give others.
struct interruption_kind {
    std::uint16_t id;
    message_class sort;
    stop_point stops;
    double mtbf_hours;         ///< mean running time between two; 0: never by chance, only by its cause in the model
    double mttr_minutes;       ///< median time to repair; drawn log-normal with sigma_ln 0.8
    double shape;              ///< Weibull: below 1 micro-stops in bursts, 1 chance, above 1 wear
    std::uint32_t needs;       ///< equipment bits
    std::uint16_t follows_by;  ///< a consequential interruption within seconds, 0 none
    multilingual text;
};

/// How a fault shows in advance: a variable leaves its usual value in the shots before, most at the failure, and is
/// back after the repair. A fault without one comes without warning.
struct failure_ramp {
    std::uint16_t id;  ///< of the interruption
    process_variable variable;
    bool relative;      ///< the variable is multiplied by 1 + amount, else the amount is added
    double amount;      ///< at the failure; K, ppm
    double lead_hours;  ///< running time from its begin to the failure
};

std::span<const failure_ramp> failure_ramps();

constexpr std::size_t interruption_count = 52;
constexpr std::uint16_t first_interruption_id = 101;

/// All of them, in the order of their ids.
std::span<const interruption_kind, interruption_count> interruption_kinds();

constexpr std::size_t interruption_index(std::uint16_t id) {
    return static_cast<std::size_t>(id - first_interruption_id);
}

/// Those that the model itself raises or heeds, by index.
namespace known_message {
constexpr std::size_t vacuum_low = interruption_index(105);
constexpr std::size_t box_full = interruption_index(106);
constexpr std::size_t rejects_in_a_row = interruption_index(112);
constexpr std::size_t barrel_low = interruption_index(114);
constexpr std::size_t barrel_high = interruption_index(115);
constexpr std::size_t hot_runner_off = interruption_index(116);
constexpr std::size_t oil_cold = interruption_index(125);
constexpr std::size_t accumulator_slow = interruption_index(129);
constexpr std::size_t chattering = interruption_index(131);
constexpr std::size_t emergency_stop = interruption_index(139);
constexpr std::size_t power_failure = interruption_index(141);
constexpr std::size_t cavity_blocked = interruption_index(147);
constexpr std::size_t job_complete = interruption_index(151);
constexpr std::size_t maintenance_due = interruption_index(152);
}  // namespace known_message

/// Type of a log entry about one of them: "CI101", "AL117", "EV152".
std::string entry_type(std::size_t which);

}  // namespace husky::cells
