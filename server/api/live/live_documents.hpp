#pragma once

#include <boost/json/object.hpp>

#include "server/api/live/live_feed.hpp"
#include "server/http/field_list.hpp"

namespace husky::host {

field_list fields_of(const plant_totals& totals, const live_host& host);

/// JSON Schema of the messages.
boost::json::object live_message_schema();

}  // namespace husky::host
