#include "server/api/openapi.hpp"

#include <boost/algorithm/string/case_conv.hpp>
#include <boost/json/parse.hpp>

#include "server/api/documents/field_schema.hpp"
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

json::object schema_of(const std::function<field_list()>& fields) {
    return fields ? schema_of(fields()) : json::object{{"type", "object"}};
}

json::object list_schema(const http_route& route) {
    json::object list{{"items", json::object{{"type", "array"}, {"items", schema_of(route.fields)}}},
                      {"next", json::object{{"type", json::array{"integer", "null"}}}}};
    if (route.beside_items)
        for (const auto fields = route.beside_items(); const answer_field& each : fields.all())
            list[each.name] = property_of(each);
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
        case answer_kind::messages:
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
    else if (route.answers != answer_kind::messages)
        all["200"] = json::object{{"description", "As asked"}, {"content", content_of(route)}};
    if (route.also != 0)
        all[std::to_string(route.also)] =
            json::object{{"description", "As its status says"}, {"content", content_of(route)}};
    if (route.socket)
        all["101"] = json::object{
            {"description", "A WebSocket, if the request asks for one; each of its messages is such an object"},
            {"content", json::object{{"application/json", json::object{{"schema", route.message_schema}}}}}};
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
