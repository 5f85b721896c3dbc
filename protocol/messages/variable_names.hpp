#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "protocol/messages/codes.hpp"

/// The variables that PROTOCOL.md names. All numbers are reconstructed.
namespace husky::protocol {

/// How the value of a variable is sent: counters are i32, 201 to 204 text, measured values f32.
enum class variable_sort : std::uint8_t { measured, counted, text };

struct named_variable {
    variable_id id;
    std::string_view name;
    variable_sort sort;
    std::string_view unit = {};  ///< SI, UTF-8; empty for counts and texts
};

/// 1 to 5 and 201 to 204.
constexpr std::array<named_variable, 9> named_machine_variables{
    {{variable::life_cycle_counter, "LifeCycleCounter", variable_sort::counted},
     {variable::job_cycle_counter, "JobCycles", variable_sort::counted},
     {variable::side_cycle_counter, "SideCycles", variable_sort::counted},
     {variable::cycle_end_time, "CycleEndTime", variable_sort::counted, "s"},
     {variable::cycle_quality, "CycleQuality", variable_sort::counted},
     {variable::machine_model, "MachineModel", variable_sort::text},
     {variable::software_version, "SoftwareVersion", variable_sort::text},
     {variable::job, "Job", variable_sort::text},
     {variable::mould, "Mould", variable_sort::text}}};

// clang-format off
/// The process variables: number, word in the program, name in files and column headings, sort, unit. A machine
/// may be set to US units: its list says which it sends. Numbers rise by one.
#define HUSKY_PROCESS_VARIABLES(row) \
    row(101, cycle_time, "CycleTime", measured, "s")                        \
    row(102, mould_close_time, "MouldCloseTime", measured, "s")             \
    row(103, clamp_up_time, "ClampUpTime", measured, "s")                   \
    row(104, fill_time, "FillTime", measured, "s")                          \
    row(105, hold_time, "HoldTime", measured, "s")                          \
    row(106, cool_time, "CoolTime", measured, "s")                          \
    row(107, recovery_time, "RecoveryTime", measured, "s")                  \
    row(108, mould_open_time, "MouldOpenTime", measured, "s")               \
    row(109, eject_time, "EjectTime", measured, "s")                        \
    row(110, take_out_time, "TakeOutTime", measured, "s")                   \
    row(111, transition_position, "TransitionPosition", measured, "mm")     \
    row(112, transition_pressure, "TransitionPressure", measured, "bar")    \
    row(113, peak_pressure, "PeakInjPressure", measured, "bar")             \
    row(114, hold_pressure, "HoldPressureAvg", measured, "bar")             \
    row(115, injection_speed, "InjSpeedMax", measured, "mm/s")              \
    row(116, cushion, "Cushion", measured, "mm")                            \
    row(117, shot_size, "ShotSizePosition", measured, "mm")                 \
    row(118, decompression, "Decompression", measured, "mm")                \
    row(119, back_pressure, "BackPressure", measured, "bar")                \
    row(120, screw_speed, "ScrewSpeed", measured, "rpm")                    \
    row(121, screw_torque, "ScrewTorque", measured, "%")                    \
    row(122, melt_temperature, "MeltTemperature", measured, "°C")           \
    row(123, flow_index, "FlowIndex", measured, "bar·s")                    \
    row(124, plasticised_volume, "PlasticisedVolume", measured, "cm³")      \
    row(125, barrel_zone_1, "BarrelZone1", measured, "°C")                  \
    row(126, barrel_zone_2, "BarrelZone2", measured, "°C")                  \
    row(127, barrel_zone_3, "BarrelZone3", measured, "°C")                  \
    row(128, barrel_zone_4, "BarrelZone4", measured, "°C")                  \
    row(129, barrel_zone_5, "BarrelZone5", measured, "°C")                  \
    row(130, barrel_zone_6, "BarrelZone6", measured, "°C")                  \
    row(131, barrel_zone_7, "BarrelZone7", measured, "°C")                  \
    row(132, feed_throat, "FeedThroat", measured, "°C")                     \
    row(133, manifold_zones, "ManifoldZones", measured, "°C")               \
    row(134, tip_zones, "TipZones", measured, "°C")                         \
    row(135, zone_duty, "ZoneDuty", measured, "%")                          \
    row(136, zone_current, "ZoneCurrent", measured, "A")                    \
    row(137, clamp_tonnage, "ClampTonnage", measured, "kN")                 \
    row(138, mould_protect_pressure, "MouldProtectPressure", measured, "bar")\
    row(139, mould_open_position, "MouldOpenPosition", measured, "mm")      \
    row(140, oil_temperature, "OilTemperature", measured, "°C")             \
    row(141, system_pressure, "SystemPressure", measured, "bar")            \
    row(142, accumulator_precharge, "AccumulatorPrecharge", measured, "bar")\
    row(143, cool_water_in, "CoolWaterIn", measured, "°C")                  \
    row(144, cool_water_rise, "CoolWaterRise", measured, "K")               \
    row(145, cool_water_flow, "CoolWaterFlow", measured, "l/min")           \
    row(146, cool_water_pressure, "CoolWaterPressure", measured, "bar")     \
    row(147, mould_surface_temp, "MouldSurfaceTemp", measured, "°C")        \
    row(148, mould_dew_point, "MouldDewPoint", measured, "°C")              \
    row(149, dry_air_temp, "DryAirTemp", measured, "°C")                    \
    row(150, dry_air_dew_point, "DryAirDewPoint", measured, "°C")           \
    row(151, hopper_outlet_temp, "HopperOutletTemp", measured, "°C")        \
    row(152, residence_time, "ResidenceTime", measured, "h")                \
    row(153, resin_moisture, "ResinMoisture", measured, "ppm")              \
    row(154, iv_drop, "IVDrop", measured, "dl/g")                           \
    row(155, acetaldehyde, "AA", measured, "ppm")                           \
    row(156, part_weight, "PartWeight", measured, "g")                      \
    row(157, cavity_pressure, "CavityPressurePeak", measured, "bar")        \
    row(158, key_dimension, "KeyDimension", measured, "mm")                 \
    row(159, vision_reject, "VisionReject", measured, "%")                  \
    row(160, cycle_counter, "CycleCounter", counted, "")                    \
    row(161, job_cycle_counter, "JobCycleCounter", counted, "")             \
    row(162, good_parts, "GoodParts", counted, "")                          \
    row(163, bad_parts, "BadParts", counted, "")                            \
    row(164, total_parts, "TotalParts", counted, "")                        \
    row(165, test_samples, "TestSamples", counted, "")                      \
    row(166, active_cavities, "ActiveCavities", counted, "")                \
    row(167, consecutive_rejects, "ConsecutiveRejects", counted, "")        \
    row(168, energy_per_shot, "EnergyPerShot", measured, "kWh")             \
    row(169, active_power, "ActivePower", measured, "kW")                   \
    row(170, plant_air, "PlantAir", measured, "bar")                        \
    row(171, vacuum_take_out, "VacuumTakeOut", measured, "bar")             \
    row(172, hall_temp, "HallTemp", measured, "°C")
// clang-format on

constexpr variable_id first_process_variable = 101;

/// Its value is an index from 0.
enum class process_variable : std::uint8_t {
#define HUSKY_ROW(id, word, name, sort, unit) word = (id)-first_process_variable,
    HUSKY_PROCESS_VARIABLES(HUSKY_ROW)
#undef HUSKY_ROW
};

constexpr std::array named_process_variables{
#define HUSKY_ROW(id, word, name, sort, unit) named_variable{id, name, variable_sort::sort, unit},
    HUSKY_PROCESS_VARIABLES(HUSKY_ROW)
#undef HUSKY_ROW
};
#undef HUSKY_PROCESS_VARIABLES

constexpr std::size_t process_variable_count = named_process_variables.size();

static_assert(
    [] {
        for (std::size_t i = 0; i < process_variable_count; ++i)
            if (named_process_variables[i].id != first_process_variable + i) return false;
        return true;
    }(),
    "a row of the table is out of order");

constexpr std::size_t index(process_variable v) { return static_cast<std::size_t>(v); }
constexpr variable_id id_of(process_variable v) { return static_cast<variable_id>(first_process_variable + index(v)); }
constexpr std::string_view name_of(process_variable v) { return named_process_variables[index(v)].name; }
/// The machine counts it, and does not measure it.
constexpr bool is_counted(process_variable v) {
    return named_process_variables[index(v)].sort == variable_sort::counted;
}
/// Empty for an id that is not of a process variable.
constexpr std::optional<process_variable> process_variable_of(variable_id id) {
    if (id < first_process_variable || id >= first_process_variable + process_variable_count) return std::nullopt;
    return static_cast<process_variable>(id - first_process_variable);
}

/// Null for a number that has no name.
constexpr const named_variable* find_variable(variable_id id) {
    for (const auto& known : named_machine_variables)
        if (known.id == id) return &known;
    const auto v = process_variable_of(id);
    return v ? &named_process_variables[index(*v)] : nullptr;
}

/// Of a number that has no name: counted below the process variables, measured above.
constexpr variable_sort sort_of(variable_id id) {
    if (const auto* known = find_variable(id)) return known->sort;
    return id < first_process_variable ? variable_sort::counted : variable_sort::measured;
}

/// The number of a variable: "CycleTime" is 101, "LifeCycleCounter" 1. A decimal number is taken as it is. Empty for
/// anything else.
std::optional<variable_id> variable_by_name(std::string_view name_or_number);

}  // namespace husky::protocol
