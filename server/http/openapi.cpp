#include "server/http/openapi.hpp"

#include "protocol/value.hpp"
#include "server/http/schema_fields.hpp"
#include "server/http/target.hpp"

namespace husky::host {

namespace {

constexpr std::string_view problem_reference = R"({"$ref":"#/components/responses/problem"})";

constexpr std::string_view components = R"("components":{
"securitySchemes":{"token":{"type":"http","scheme":"bearer"}},
"responses":{"problem":{"description":"What is wrong","content":{"application/problem+json":{"schema":
{"type":"object","properties":{"type":{"type":"string"},"title":{"type":"string"},"status":{"type":"integer"},
"detail":{"type":"string"},"result":{"type":"integer"}}}}}}}})";

std::string properties_of(const std::function<void(field_sink&)>& describe) {
    std::string properties;
    schema_fields fields(properties);
    describe(fields);
    return properties;
}

std::string schema_of(const std::function<void(field_sink&)>& describe) {
    if (!describe) return R"({"type":"object"})";
    return R"({"type":"object","properties":{)" + properties_of(describe) + "}}";
}

/// Further properties of a list.
std::string beside_items(const http_route& route) {
    return route.beside_items ? ',' + properties_of(route.beside_items) : "";
}

std::string content_of(const http_route& route) {
    if (route.answers == answer_kind::bytes)
        return R"("application/octet-stream":{"schema":{"type":"string","format":"binary"}})";
    if (route.answers == answer_kind::any_file) return R"("*/*":{"schema":{"type":"string","format":"binary"}})";
    if (route.answers == answer_kind::text) return R"("text/plain":{"schema":{"type":"string"}})";
    if (route.answers == answer_kind::screen)
        return R"("text/plain":{"schema":{"type":"string"}},"image/png":{"schema":{"type":"string","format":"binary"}})";
    if (route.answers == answer_kind::document || route.answers == answer_kind::created)
        return R"("application/json":{"schema":)" + schema_of(route.fields) + '}';
    return R"("application/json":{"schema":{"type":"object","properties":{"items":{"type":"array","items":)" +
           schema_of(route.fields) + R"(},"next":{"type":["integer","null"]})" + beside_items(route) +
           R"(}}},"text/csv":{"schema":{"type":"string"}})";
}

std::string parameters_of(const http_route& route) {
    std::string out;
    for (const std::string_view segment : split_path(route.pattern)) {
        if (!segment.starts_with('{')) continue;
        if (!out.empty()) out += ',';
        out += R"({"name":")";
        out += segment.substr(1, segment.size() - 2);
        out += R"(","in":"path","required":true,"schema":{"type":"string"}})";
    }
    for (const query_key& each : route.query) {
        if (!out.empty()) out += ',';
        out += R"({"name":)";
        protocol::append_json_string(out, each.name);
        out += R"(,"in":"query","description":)";
        protocol::append_json_string(out, each.meaning);
        out += R"(,"schema":)";
        out += each.schema;
        out += '}';
    }
    return out;
}

std::string success_of(const http_route& route) {
    if (route.answers == answer_kind::nothing) return R"("204":{"description":"Done"})";
    if (route.answers == answer_kind::created)
        return R"("201":{"description":"Done; Location says where it is","content":{)" + content_of(route) + "}}";
    const std::string content = R"(,"content":{)" + content_of(route) + "}}";
    std::string out = R"("200":{"description":"As asked")" + content;
    if (route.also != 0)
        out += ",\"" + std::to_string(route.also) + R"(":{"description":"As its status says")" + content;
    return out;
}

std::string operation_of(const http_route& route) {
    std::string out = R"({"summary":)";
    protocol::append_json_string(out, route.summary);
    if (route.open) out += R"(,"security":[])";
    if (!route.body_schema.empty()) {
        out += R"(,"requestBody":{"required":)";
        out += route.needs_body ? "true" : "false";
        out += R"(,"content":{"application/json":{"schema":)";
        out += route.body_schema;
        out += "}}}";
    }
    if (route.max_body > 0)
        out +=
            R"(,"requestBody":{"content":{"application/octet-stream":{"schema":{"type":"string","format":"binary"}}}})";
    out += R"(,"parameters":[)" + parameters_of(route) + R"(],"responses":{)" + success_of(route) + ',';
    if (route.socket) out += R"("101":{"description":"A WebSocket, if the request asks for one"},)";
    out += R"("default":)";
    out += problem_reference;
    return out + "}}";
}

std::string lower_case(std::string_view method) {
    std::string out(method);
    for (char& c : out)
        c = static_cast<char>(c | 0x20);
    return out;
}

}  // namespace

std::string openapi_document(const std::vector<http_route>& routes, std::string_view version) {
    std::string out = R"({"openapi":"3.1.0","info":{"title":"husky-host","version":)";
    protocol::append_json_string(out, version);
    out += R"(},"security":[{"token":[]},{}],"paths":{)";
    for (std::size_t i = 0; i < routes.size(); ++i) {
        const bool first_of_path = i == 0 || routes[i - 1].pattern != routes[i].pattern;
        const bool last_of_path = i + 1 == routes.size() || routes[i + 1].pattern != routes[i].pattern;
        if (i > 0) out += ',';
        if (first_of_path) {
            protocol::append_json_string(out, routes[i].pattern);
            out += ":{";
        }
        out += '"' + lower_case(routes[i].method) + "\":" + operation_of(routes[i]);
        if (last_of_path) out += '}';
    }
    out += "},";
    out += components;
    return out + '}';
}

}  // namespace husky::host
