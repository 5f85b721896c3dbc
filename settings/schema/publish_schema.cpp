// JSON Schemas of files and bodies.
#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <cmath>

#include "settings/json_text.hpp"
#include "settings/scalar.hpp"
#include "settings/schema/publish.hpp"

namespace husky::settings {

namespace json = boost::json;

namespace {

template <class Texts>
json::array texts(const Texts& from) {
    json::array out;
    for (const auto& text : from)
        out.emplace_back(text);
    return out;
}

/// Of what is one scalar; nothing for other forms.
json::object scalar(const form& is) {
    json::object out;
    switch (is.is) {
        case form::kind::boolean:
            return {{"type", "boolean"}};
        case form::kind::word:
            return {{"type", "string"}, {"enum", texts(is.words)}};
        case form::kind::duration:
            return {{"type", "string"}, {"pattern", "^[0-9.]+(ms|s|m|h|d)$"}};
        case form::kind::text:
            return {{"type", "string"}};
        case form::kind::integer:
        case form::kind::number:
            out["type"] = is.is == form::kind::integer ? "integer" : "number";
            if (std::isfinite(is.min)) out["minimum"] = is.limit(is.min);
            if (std::isfinite(is.max)) out["maximum"] = is.limit(is.max);
            return out;
        default:
            return out;
    }
}

/// Forms that hold others are defined once and referred to.
class form_writer {
  public:
    json::object write(const form& is) {
        switch (is.is) {
            case form::kind::anything:
                return is.own_schema == nullptr ? json::object() : json::parse(is.own_schema()).as_object();
            case form::kind::text:
                return {{"type", json::array{"string", "number"}}};  // YAML: 101 is a text, too
            case form::kind::word:
                return {{"enum", texts(is.words)}};
            case form::kind::scalar:
                return {{"type", json::array{"number", "string", "boolean", "null"}}};
            case form::kind::list:
                return {{"type", json::array{"array", "null"}}, {"items", refer(*is.items)}};
            case form::kind::group:
                return group(is);
            case form::kind::either:
                return {{"anyOf", all(is.choices)}};
            case form::kind::cases:
                return {{"type", "object"}, {"oneOf", all(is.choices)}};
            default:
                return scalar(is);
        }
    }
    [[nodiscard]] json::object& definitions() { return definitions_; }

  private:
    json::array all(const std::vector<const form*>& choices) {
        json::array out;
        for (const auto* each : choices)
            out.push_back(refer(*each));
        return out;
    }
    json::object refer(const form& is) {
        if (is.title.empty()) return write(is);
        std::string name(is.title);
        std::replace(name.begin(), name.end(), ' ', '_');
        if (!definitions_.contains(name)) {
            definitions_[name] = json::object{};
            auto written = write(is);
            definitions_[name] = std::move(written);
        }
        return {{"$ref", "#/$defs/" + name}};
    }
    void add_keys(const form& is, json::object& properties, json::array& required) {
        for (const auto& k : is.keys) {
            auto one = refer(*k.is);
            one["description"] = k.meaning;
            properties[k.name] = std::move(one);
            if (k.required) required.emplace_back(k.name);
        }
        for (const auto* other : is.also)
            add_keys(*other, properties, required);
    }
    json::object group(const form& is) {
        json::object properties;
        json::array required;
        add_keys(is, properties, required);
        const bool may_be_empty = required.empty() && is.one_of.empty();
        json::object out{{"type", may_be_empty ? json::value{"object", "null"} : json::value("object")}};
        out["properties"] = std::move(properties);
        out["additionalProperties"] = is.others == nullptr ? json::value(false) : json::value(refer(*is.others));
        if (!required.empty()) out["required"] = std::move(required);
        if (!is.one_of.empty()) {
            json::array one_of;
            for (const auto& name : is.one_of)
                one_of.push_back(json::object{{"required", json::array{json::value(name)}}});
            out["oneOf"] = std::move(one_of);
        }
        return out;
    }

    json::object definitions_;
};

void add_default(json::object& out, const key& k) {
    if (k.is.is == form::kind::text)
        out["default"] = k.default_text;
    else if (k.default_text.empty())
        return;
    else if (k.is.is == form::kind::integer)
        out["default"] = parse_integer(k.default_text).value_or(0);
    else if (k.is.is == form::kind::number)
        out["default"] = parse_number(k.default_text).value_or(0);
    else if (k.is.is == form::kind::boolean)
        out["default"] = k.default_text == "true";
    else
        out["default"] = k.default_text;
}

json::object one_value(const key& k) {
    if (k.append) return body_schema(k.append());
    return k.take ? form_writer().write(k.is) : scalar(k.is);
}

json::object describe_key(const key& k) {
    json::object out;
    if (k.clear) {
        out["type"] = "array";
        if (k.max_items > 0) out["maxItems"] = k.max_items;
        out["items"] = one_value(k);
        if (k.append) k.clear();
    } else {
        out = one_value(k);
        if (k.assign_nothing) out["type"] = json::array{out.at("type"), "null"};
        add_default(out, k);
    }
    out["description"] = k.is.unit.empty() ? k.meaning : fmt::format("{} [{}]", k.meaning, k.is.unit);
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

json::object with_head(json::object out, std::string_view title) {
    out["$schema"] = "https://json-schema.org/draft/2020-12/schema";
    out["title"] = title;
    return out;
}

}  // namespace

json::object body_schema(const schema& of) {
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

std::string json_schema(const schema& of) { return json_text(with_head(body_schema(of), of.title())); }

json::object json_schema(const form& of, std::string_view title) {
    form_writer writer;
    auto out = with_head(writer.write(of), title);
    out["$defs"] = std::move(writer.definitions());
    return out;
}

}  // namespace husky::settings
