#include "protocol/variable_names.hpp"

#include <algorithm>
#include <array>

#include "settings/scalar.hpp"

namespace husky::protocol {

namespace {

struct named_variable {
    variable_id id;
    std::string_view name;
};

constexpr std::array<named_variable, 9> machine_names{{{variable::life_cycle_counter, "LifeCycleCounter"},
                                                       {variable::job_cycle_counter, "JobCycles"},
                                                       {variable::side_cycle_counter, "SideCycles"},
                                                       {variable::cycle_end_time, "CycleEndTime"},
                                                       {variable::cycle_quality, "CycleQuality"},
                                                       {variable::machine_model, "MachineModel"},
                                                       {variable::software_version, "SoftwareVersion"},
                                                       {variable::job, "Job"},
                                                       {variable::mould, "Mould"}}};

constexpr variable_id first_process_variable = 101;
constexpr variable_id first_counter = 160, last_counter = 167;

/// 101 to 172, in their order.
constexpr std::array<std::string_view, 72> process_names{"CycleTime",
                                                         "MouldCloseTime",
                                                         "ClampUpTime",
                                                         "FillTime",
                                                         "HoldTime",
                                                         "CoolTime",
                                                         "RecoveryTime",
                                                         "MouldOpenTime",
                                                         "EjectTime",
                                                         "TakeOutTime",
                                                         "TransitionPosition",
                                                         "TransitionPressure",
                                                         "PeakInjPressure",
                                                         "HoldPressureAvg",
                                                         "InjSpeedMax",
                                                         "Cushion",
                                                         "ShotSizePosition",
                                                         "Decompression",
                                                         "BackPressure",
                                                         "ScrewSpeed",
                                                         "ScrewTorque",
                                                         "MeltTemperature",
                                                         "FlowIndex",
                                                         "PlasticisedVolume",
                                                         "BarrelZone1",
                                                         "BarrelZone2",
                                                         "BarrelZone3",
                                                         "BarrelZone4",
                                                         "BarrelZone5",
                                                         "BarrelZone6",
                                                         "BarrelZone7",
                                                         "FeedThroat",
                                                         "ManifoldZones",
                                                         "TipZones",
                                                         "ZoneDuty",
                                                         "ZoneCurrent",
                                                         "ClampTonnage",
                                                         "MouldProtectPressure",
                                                         "MouldOpenPosition",
                                                         "OilTemperature",
                                                         "SystemPressure",
                                                         "AccumulatorPrecharge",
                                                         "CoolWaterIn",
                                                         "CoolWaterRise",
                                                         "CoolWaterFlow",
                                                         "CoolWaterPressure",
                                                         "MouldSurfaceTemp",
                                                         "MouldDewPoint",
                                                         "DryAirTemp",
                                                         "DryAirDewPoint",
                                                         "HopperOutletTemp",
                                                         "ResidenceTime",
                                                         "ResinMoisture",
                                                         "IVDrop",
                                                         "AA",
                                                         "PartWeight",
                                                         "CavityPressurePeak",
                                                         "KeyDimension",
                                                         "VisionReject",
                                                         "CycleCounter",
                                                         "JobCycleCounter",
                                                         "GoodParts",
                                                         "BadParts",
                                                         "TotalParts",
                                                         "TestSamples",
                                                         "ActiveCavities",
                                                         "ConsecutiveRejects",
                                                         "EnergyPerShot",
                                                         "ActivePower",
                                                         "PlantAir",
                                                         "VacuumTakeOut",
                                                         "HallTemp"};

}  // namespace

std::optional<variable_id> variable_by_name(std::string_view name) {
    if (const auto number = settings::parse_integer(name)) {
        if (*number < 0 || *number > 65535) return std::nullopt;
        return static_cast<variable_id>(*number);
    }
    for (const auto& known : machine_names)
        if (known.name == name) return known.id;
    const auto at = std::find(process_names.begin(), process_names.end(), name);
    if (at == process_names.end()) return std::nullopt;
    return static_cast<variable_id>(first_process_variable + (at - process_names.begin()));
}

std::string_view variable_name(variable_id id) {
    for (const auto& known : machine_names)
        if (known.id == id) return known.name;
    if (id < first_process_variable || id >= first_process_variable + process_names.size()) return {};
    return process_names[static_cast<std::size_t>(id - first_process_variable)];
}

variable_sort sort_of(variable_id id) {
    if (id >= variable::machine_model && id <= variable::mould) return variable_sort::text;
    const bool counted = id < first_process_variable || (id >= first_counter && id <= last_counter);
    return counted ? variable_sort::counted : variable_sort::measured;
}

}  // namespace husky::protocol
