#pragma once

#include <string_view>

#include "server/http/field_list.hpp"
#include "server/live/live_view.hpp"
#include "server/store/query.hpp"

/// The fields of everything that the API lists, each in one place.
namespace husky::host {

field_list fields_of(const machine_snapshot& machine);
field_list fields_of(std::string_view serial, const stored_cycle& cycle);
/// The same for a table: one field for each variable that the catalogue names, and `other` for all that it does not.
field_list named_fields_of(std::string_view serial, const stored_cycle& cycle);
field_list fields_of(std::string_view serial, const stored_gap& gap);
field_list fields_of(std::string_view serial, const stored_event& event);
field_list fields_of(std::string_view serial, const stored_interruption& interruption);
field_list fields_of(std::string_view serial, const stored_job& job);
field_list fields_of(std::string_view serial, const stored_subgroup& subgroup);
field_list fields_of(std::string_view serial, const stored_setup& setup);
field_list fields_of(std::string_view serial, const stored_print& print);

}  // namespace husky::host
