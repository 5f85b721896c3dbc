#include "server/api/openapi.hpp"

#include <boost/algorithm/string/case_conv.hpp>
#include <boost/json/parse.hpp>

#include "server/http/target.hpp"
#include "settings/json_text.hpp"

namespace husky::host {

namespace json = boost::json;

namespace {

const json::object binary{{"schema", json::object{{"type", "string"}, {"format", "binary"}}}};
const json::object plain{{"schema", json::object{{"type", "string"}}}};

json::object components() {
    const json::object texts{{"type", "string"}}, number{{"type", "integer"}};
    const json::object properties{
        {"type", texts}, {"title", texts}, {"status", number}, {"detail", texts}, {"result", number}};
    const json::object schema{{"type", "object"}, {"properties", properties}};
    const json::object content{{"application/problem+json", json::object{{"schema", schema}}}};
    return {
        {"securitySchemes", json::object{{"token", json::object{{"type", "http"}, {"scheme", "bearer"}}}}},
        {"responses", json::object{{"problem", json::object{{"description", "What is wrong"}, {"content", content}}}}}};
}

json::object property_of(const answer_field& field) {
    using type = answer_field::type;
    switch (field.is) {
        case type::text:
            return {{"type", json::array{"string", "null"}}};
        case type::integer:
            return {{"type", json::array{"integer", "null"}}};
        case type::boolean:
            return {{"type", "boolean"}};
        case type::time:
            return {{"type", json::array{"string", "null"}}, {"format", "date-time"}};
        case type::clock_text:
            return {{"type", "string"}, {"description", "by the machine's clock, ISO-8601 without a zone"}};
        case type::object:
            return {{"type", "object"}};
        case type::array:
            return {{"type", "array"}};
        case type::any:
            break;
    }
    return {{"type", json::array{"number", "string", "null"}}};
}

void add_properties(json::object& to, const field_list& fields) {
    for (const answer_field& each : fields.all())
        to[each.name] = property_of(each);
}

json::object schema_of(const std::function<field_list()>& fields) {
    json::object schema{{"type", "object"}};
    if (!fields) return schema;
    json::object properties;
    add_properties(properties, fields());
    schema["properties"] = std::move(properties);
    return schema;
}

json::object list_schema(const http_route& route) {
    json::object list{{"items", json::object{{"type", "array"}, {"items", schema_of(route.fields)}}},
                      {"next", json::object{{"type", json::array{"integer", "null"}}}}};
    if (route.beside_items) add_properties(list, route.beside_items());
    return {{"type", "object"}, {"properties", std::move(list)}};
}

json::object content_of(const http_route& route) {
    switch (route.answers) {
        case answer_kind::bytes:
            return {{"application/octet-stream", binary}};
        case answer_kind::any_file:
            return {{"*/*", binary}};
        case answer_kind::text:
            return {{"text/plain", plain}};
        case answer_kind::screen:
            return {{"text/plain", plain}, {"image/png", binary}};
        case answer_kind::list:
            return {{"application/json", json::object{{"schema", list_schema(route)}}}, {"text/csv", plain}};
        case answer_kind::document:
        case answer_kind::created:
        case answer_kind::nothing:
            break;
    }
    return {{"application/json", json::object{{"schema", schema_of(route.fields)}}}};
}

json::array parameters_of(const http_route& route) {
    json::array all;
    for (const std::string_view segment : split_path(route.pattern))
        if (segment.starts_with('{'))
            all.push_back(json::object{{"name", segment.substr(1, segment.size() - 2)},
                                       {"in", "path"},
                                       {"required", true},
                                       {"schema", json::object{{"type", "string"}}}});
    for (const query_key& each : route.query)
        all.push_back(json::object{
            {"name", each.name}, {"in", "query"}, {"description", each.meaning}, {"schema", json::parse(each.schema)}});
    return all;
}

json::object responses_of(const http_route& route) {
    json::object all;
    if (route.answers == answer_kind::nothing)
        all["204"] = json::object{{"description", "Done"}};
    else if (route.answers == answer_kind::created)
        all["201"] = json::object{{"description", "Done; Location says where it is"}, {"content", content_of(route)}};
    else
        all["200"] = json::object{{"description", "As asked"}, {"content", content_of(route)}};
    if (route.also != 0)
        all[std::to_string(route.also)] =
            json::object{{"description", "As its status says"}, {"content", content_of(route)}};
    if (route.socket) all["101"] = json::object{{"description", "A WebSocket, if the request asks for one"}};
    all["default"] = json::object{{"$ref", "#/components/responses/problem"}};
    return all;
}

json::object operation_of(const http_route& route) {
    json::object out{{"summary", route.summary}};
    if (route.open) out["security"] = json::array{};
    if (!route.body_schema.empty())
        out["requestBody"] =
            json::object{{"required", route.needs_body},
                         {"content", json::object{{"application/json", json::object{{"schema", route.body_schema}}}}}};
    if (route.max_body > 0)
        out["requestBody"] = json::object{{"content", json::object{{"application/octet-stream", binary}}}};
    out["parameters"] = parameters_of(route);
    out["responses"] = responses_of(route);
    return out;
}

}  // namespace

std::string openapi_document(const std::vector<http_route>& routes, std::string_view version) {
    json::object paths;
    for (const http_route& route : routes)
        paths.emplace(route.pattern, json::object{})
            .first->value()
            .as_object()[boost::algorithm::to_lower_copy(std::string(route.method))] = operation_of(route);
    return settings::json_text(
        json::object{{"openapi", "3.1.0"},
                     {"info", json::object{{"title", "husky-host"}, {"version", version}}},
                     {"security", json::array{json::object{{"token", json::array{}}}, json::object{}}},
                     {"paths", std::move(paths)},
                     {"components", components()}});
}

}  // namespace husky::host
