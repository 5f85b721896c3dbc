#include "settings/publish.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <optional>

#include "settings/json_text.hpp"
#include "settings/scalar.hpp"

namespace husky::settings {

namespace json = boost::json;

namespace {

json::object describe_keys(const schema& of);

json::object scalar(const key& k) {
    json::object out;
    switch (k.type) {
        case kind::boolean:
            out["type"] = "boolean";
            break;
        case kind::integer:
        case kind::integers:
            out["type"] = "integer";
            break;
        case kind::number:
        case kind::numbers:
            out["type"] = "number";
            break;
        default:
            out["type"] = "string";
            break;
    }
    if (k.min) out["minimum"] = k.limit(*k.min);
    if (k.max) out["maximum"] = k.limit(*k.max);
    if (!k.choices.empty()) {
        json::array words;
        for (const auto& word : k.choices)
            words.emplace_back(word);
        out["enum"] = std::move(words);
    }
    return out;
}

void add_default(json::object& out, const key& k) {
    if (k.type == kind::text)
        out["default"] = k.default_text;
    else if (k.default_text.empty())
        return;
    else if (k.type == kind::integer)
        out["default"] = parse_integer(k.default_text).value_or(0);
    else if (k.type == kind::number)
        out["default"] = parse_number(k.default_text).value_or(0);
    else if (k.type == kind::boolean)
        out["default"] = k.default_text == "true";
    else
        out["default"] = k.default_text;
}

json::object describe_key(const key& k) {
    json::object out;
    if (k.take_document) {
        out["type"] = "array";
        out["items"] = json::parse(k.document_schema);
    } else if (k.append) {
        out["type"] = "array";
        out["items"] = describe_keys(k.append());
        k.clear();
    } else if (k.clear) {
        out["type"] = "array";
        out["items"] = scalar(k);
    } else {
        out = scalar(k);
        add_default(out, k);
    }
    out["description"] = k.unit.empty() ? k.meaning : fmt::format("{} [{}]", k.meaning, k.unit);
    return out;
}

json::object empty_group() {
    return {{"type", "object"}, {"additionalProperties", false}, {"properties", json::object{}}};
}

json::object& group_in(json::object& top, std::string_view path) {
    json::object* at = &top;
    while (!path.empty()) {
        const auto name = path.substr(0, path.find('.'));
        auto& properties = (*at)["properties"].as_object();
        if (!properties.contains(name)) properties[name] = empty_group();
        at = &properties[name].as_object();
        path.remove_prefix(std::min(path.size(), name.size() + 1));
    }
    return *at;
}

json::object describe_keys(const schema& of) {
    json::object top = empty_group();
    for (const auto& k : of.keys()) {
        const std::string_view name = std::string_view(k.path).substr(k.group.empty() ? 0 : k.group.size() + 1);
        json::object& at = group_in(top, k.group);
        at["properties"].as_object()[name] = describe_key(k);
        if (k.required) {
            if (!at.contains("required")) at["required"] = json::array{};
            at["required"].as_array().emplace_back(name);
        }
    }
    return top;
}

void rows(const schema& of, const std::string& prefix, std::string& out) {
    for (const auto& k : of.keys()) {
        const std::string range = k.choices.empty() ? k.range() : fmt::format("{}", fmt::join(k.choices, ", "));
        out += fmt::format("| `{}{}` | {} | {} | {} | {} |\n", prefix, k.path, k.meaning, k.unit,
                           k.required               ? "required"
                           : k.default_text.empty() ? ""
                                                    : "`" + k.default_text + "`",
                           range);
        if (!k.append) continue;
        rows(k.append(), prefix + k.path + "[].", out);
        k.clear();
    }
}

}  // namespace

std::string json_schema(const schema& of) {
    json::object out = describe_keys(of);
    out["$schema"] = "https://json-schema.org/draft/2020-12/schema";
    out["title"] = of.title();
    return json_text(out);
}

std::string markdown_table(const schema& of) {
    std::string out = "| key | meaning | unit | default | limits |\n|---|---|---|---|---|\n";
    rows(of, "", out);
    return out;
}

}  // namespace husky::settings
