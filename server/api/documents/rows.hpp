#pragma once

#include <string_view>

#include "server/http/field_sink.hpp"
#include "server/live/live_view.hpp"
#include "server/store/query.hpp"

/// The fields of everything that the API lists, each in one place.
namespace husky::host {

void describe(field_sink& into, const machine_snapshot& machine);
void describe(field_sink& into, std::string_view serial, const stored_cycle& cycle);
void describe(field_sink& into, std::string_view serial, const stored_gap& gap);
void describe(field_sink& into, std::string_view serial, const stored_event& event);
void describe(field_sink& into, std::string_view serial, const stored_interruption& interruption);
void describe(field_sink& into, std::string_view serial, const stored_setup& setup);
void describe(field_sink& into, std::string_view serial, const stored_print& print);

}  // namespace husky::host
