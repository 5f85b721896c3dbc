#include "server/api/documents/field_schema.hpp"

namespace husky::host {

namespace json = boost::json;

json::object property_of(const answer_field& field) {
    using type = answer_field::type;
    switch (field.is) {
        case type::text:
            return {{"type", json::array{"string", "null"}}};
        case type::integer:
            return {{"type", json::array{"integer", "null"}}};
        case type::number:
            return {{"type", json::array{"number", "null"}}};
        case type::boolean:
            return {{"type", "boolean"}};
        case type::time:
            return {{"type", json::array{"string", "null"}}, {"format", "date-time"}};
        case type::clock_text:
            return {{"type", "string"}, {"description", "by the machine's clock, ISO-8601 without a zone"}};
        case type::object:
            return {{"type", "object"}};
        case type::object_or_null:
            return {{"type", json::array{"object", "null"}}};
        case type::array:
            return {{"type", "array"}};
        case type::any:
            break;
    }
    return {{"type", json::array{"number", "string", "null"}}};
}

json::object schema_of(const field_list& fields) {
    json::object properties;
    for (const answer_field& each : fields.all())
        properties[each.name] = property_of(each);
    return {{"type", "object"}, {"properties", std::move(properties)}};
}

}  // namespace husky::host
