#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "client/model/catalogues/languages.hpp"
#include "client/model/catalogues/units.hpp"
#include "protocol/messages/variable_names.hpp"

namespace husky::cells {

using protocol::process_variable;
using protocol::process_variable_count;
using protocol::process_variable_of;

/// What operators and set-ups need to know of a process variable beside its name.
struct variable_kind {
    process_variable variable;
    dimension measures;
    bool is_shared;  ///< by the sides of a tandem machine
    multilingual description;
};

/// All of them, in the order of their ids.
std::span<const variable_kind, process_variable_count> variable_kinds();
inline const variable_kind& kind_of(process_variable v) { return variable_kinds()[index(v)]; }
inline bool is_shared(process_variable v) { return kind_of(v).is_shared; }

/// Variables that are the mean of several zones or cavities; these follow at ids of their own.
struct member_range {
    process_variable mean;
    protocol::variable_id first_id;
    multilingual description;  ///< of one member; its number from 1 follows
};

constexpr std::size_t member_range_count = 6;
std::span<const member_range, member_range_count> member_ranges();

/// What every machine reports besides its process variables: ids 1 to 5 and 201 to 204.
struct machine_variable {
    protocol::variable_id id;
    std::string_view units;
    multilingual description;
};

std::span<const machine_variable> machine_variables();

}  // namespace husky::cells
