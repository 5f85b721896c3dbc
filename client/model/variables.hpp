#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "client/model/languages.hpp"
#include "client/model/units.hpp"
#include "protocol/codes.hpp"

namespace husky::cells {

/// The process variables 101 to 172, in the order of their ids; used as index 0 to 71.
enum class quantity : std::uint8_t {
    cycle_time,
    mould_close_time,
    clamp_up_time,
    fill_time,
    hold_time,
    cool_time,
    recovery_time,
    mould_open_time,
    eject_time,
    take_out_time,
    transition_position,
    transition_pressure,
    peak_pressure,
    hold_pressure,
    injection_speed,
    cushion,
    shot_size,
    decompression,
    back_pressure,
    screw_speed,
    screw_torque,
    melt_temperature,
    flow_index,
    plasticised_volume,
    barrel_zone_1,
    barrel_zone_2,
    barrel_zone_3,
    barrel_zone_4,
    barrel_zone_5,
    barrel_zone_6,
    barrel_zone_7,
    feed_throat,
    manifold_zones,
    tip_zones,
    zone_duty,
    zone_current,
    clamp_tonnage,
    mould_protect_pressure,
    mould_open_position,
    oil_temperature,
    system_pressure,
    accumulator_precharge,
    cool_water_in,
    cool_water_rise,
    cool_water_flow,
    cool_water_pressure,
    mould_surface_temp,
    mould_dew_point,
    dry_air_temp,
    dry_air_dew_point,
    hopper_outlet_temp,
    residence_time,
    resin_moisture,
    iv_drop,
    acetaldehyde,
    part_weight,
    cavity_pressure,
    key_dimension,
    vision_reject,
    cycle_counter,
    job_cycle_counter,
    good_parts,
    bad_parts,
    total_parts,
    test_samples,
    active_cavities,
    consecutive_rejects,
    energy_per_shot,
    active_power,
    plant_air,
    vacuum_take_out,
    hall_temp,
};

constexpr std::size_t quantity_count = 72;
constexpr protocol::variable_id first_quantity_id = 101;

constexpr std::size_t index(quantity q) { return static_cast<std::size_t>(q); }
constexpr protocol::variable_id id_of(quantity q) {
    return static_cast<protocol::variable_id>(first_quantity_id + index(q));
}
/// Empty for an id outside 101 to 172.
constexpr std::optional<quantity> quantity_of(protocol::variable_id id) {
    if (id < first_quantity_id || id >= first_quantity_id + quantity_count) return std::nullopt;
    return static_cast<quantity>(id - first_quantity_id);
}

struct variable_kind {
    quantity what;
    std::string_view name;  ///< as in files and column headings, "FillTime"
    dimension measures;
    bool counted;  ///< a counter of the machine (i32), not a measured value (f32)
    bool shared;   ///< of the machine, not of a side of a tandem mould
    multilingual description;
};

/// All 72, in the order of their ids.
std::span<const variable_kind, quantity_count> variable_kinds();
inline const variable_kind& kind_of(quantity q) { return variable_kinds()[index(q)]; }

/// Variables that are the mean of several zones or cavities; these follow at ids of their own.
struct member_range {
    quantity mean;
    protocol::variable_id first_id;
    multilingual description;  ///< of one member; its number from 1 follows
};

constexpr std::size_t member_range_count = 6;
std::span<const member_range, member_range_count> member_ranges();

/// What every machine tells beside its process variables: ids 1 to 5 and 201 to 204.
struct machine_variable {
    protocol::variable_id id;
    std::string_view name;
    std::string_view units;
    bool text;
    multilingual description;
};

std::span<const machine_variable> machine_variables();

}  // namespace husky::cells
