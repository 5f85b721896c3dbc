#pragma once

#include <boost/json/object.hpp>

#include "server/http/field_list.hpp"

namespace husky::host {

/// JSON Schema of a value that a field has.
boost::json::object property_of(const answer_field& field);
/// JSON Schema of an object of these fields.
boost::json::object schema_of(const field_list& fields);

}  // namespace husky::host
