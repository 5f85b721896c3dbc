#pragma once

#include <array>
#include <optional>
#include <string_view>

#include "protocol/codes.hpp"

/// The variables that PROTOCOL.md names. All numbers are reconstructed.
namespace husky::protocol {

struct named_variable {
    variable_id id;
    std::string_view name;
};

/// 1 to 5 and 201 to 204.
constexpr std::array<named_variable, 9> named_machine_variables{{{variable::life_cycle_counter, "LifeCycleCounter"},
                                                                 {variable::job_cycle_counter, "JobCycles"},
                                                                 {variable::side_cycle_counter, "SideCycles"},
                                                                 {variable::cycle_end_time, "CycleEndTime"},
                                                                 {variable::cycle_quality, "CycleQuality"},
                                                                 {variable::machine_model, "MachineModel"},
                                                                 {variable::software_version, "SoftwareVersion"},
                                                                 {variable::job, "Job"},
                                                                 {variable::mould, "Mould"}}};

constexpr variable_id first_process_variable = 101;
/// Those of them that the machine counts.
constexpr variable_id first_process_counter = 160, last_process_counter = 167;

/// 101 to 172, in their order.
// clang-format off
constexpr std::array<std::string_view, 72> process_variable_names{
    "CycleTime", "MouldCloseTime", "ClampUpTime", "FillTime", "HoldTime", "CoolTime", "RecoveryTime", "MouldOpenTime",
    "EjectTime", "TakeOutTime", "TransitionPosition", "TransitionPressure", "PeakInjPressure", "HoldPressureAvg",
    "InjSpeedMax", "Cushion", "ShotSizePosition", "Decompression", "BackPressure", "ScrewSpeed", "ScrewTorque",
    "MeltTemperature", "FlowIndex", "PlasticisedVolume", "BarrelZone1", "BarrelZone2", "BarrelZone3", "BarrelZone4",
    "BarrelZone5", "BarrelZone6", "BarrelZone7", "FeedThroat", "ManifoldZones", "TipZones", "ZoneDuty", "ZoneCurrent",
    "ClampTonnage", "MouldProtectPressure", "MouldOpenPosition", "OilTemperature", "SystemPressure",
    "AccumulatorPrecharge", "CoolWaterIn", "CoolWaterRise", "CoolWaterFlow", "CoolWaterPressure", "MouldSurfaceTemp",
    "MouldDewPoint", "DryAirTemp", "DryAirDewPoint", "HopperOutletTemp", "ResidenceTime", "ResinMoisture", "IVDrop",
    "AA", "PartWeight", "CavityPressurePeak", "KeyDimension", "VisionReject", "CycleCounter", "JobCycleCounter",
    "GoodParts", "BadParts", "TotalParts", "TestSamples", "ActiveCavities", "ConsecutiveRejects", "EnergyPerShot",
    "ActivePower", "PlantAir", "VacuumTakeOut", "HallTemp"};
// clang-format on

/// Empty for a number that has no name.
constexpr std::string_view variable_name(variable_id id) {
    for (const auto& known : named_machine_variables)
        if (known.id == id) return known.name;
    if (id < first_process_variable || id >= first_process_variable + process_variable_names.size()) return {};
    return process_variable_names[static_cast<std::size_t>(id - first_process_variable)];
}

/// How the value of a variable goes over the wire: counters are i32, 201 to 204 text, what is measured f32.
enum class variable_sort : std::uint8_t { measured, counted, text };

constexpr variable_sort sort_of(variable_id id) {
    if (id >= variable::machine_model && id <= variable::mould) return variable_sort::text;
    const bool counted = id < first_process_variable || (id >= first_process_counter && id <= last_process_counter);
    return counted ? variable_sort::counted : variable_sort::measured;
}

/// The number of a variable: "CycleTime" is 101, "LifeCycleCounter" 1. A decimal number is taken as it is. Empty for
/// anything else.
std::optional<variable_id> variable_by_name(std::string_view name_or_number);

}  // namespace husky::protocol
