#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <boost/json.hpp>
#include <set>

#include "settings/json_text.hpp"

#include "scenario/file/shape.hpp"

namespace husky::scenario {

namespace json = boost::json;

namespace {

/// Shapes that hold others are defined once and referred to: conditions are everywhere.
class schema_writer {
  public:
    json::object write(const shape& is) {
        switch (is.is) {
            case shape::kind::anything:
                return is.own_schema == nullptr ? json::object() : json::parse(is.own_schema()).as_object();
            case shape::kind::string:
                return {{"type", json::array{"string", "number"}}};  // YAML: 101 is a text, too
            case shape::kind::time_span:
                return {{"type", "string"}, {"pattern", "^[0-9.]+(ms|s|m|h|d)$"}};
            case shape::kind::integer:
                return {{"type", "integer"}, {"minimum", is.least}, {"maximum", is.most}};
            case shape::kind::number:
                return {{"type", "number"}, {"minimum", is.least}, {"maximum", is.most}};
            case shape::kind::truth:
                return {{"type", "boolean"}};
            case shape::kind::word:
                return {{"enum", words(is.words)}};
            case shape::kind::scalar:
                return {{"type", json::array{"number", "string", "boolean", "null"}}};
            case shape::kind::list:
                return {{"type", json::array{"array", "null"}}, {"items", refer(*is.items)}};
            case shape::kind::group:
                return group(is);
            case shape::kind::either:
                return {{"anyOf", all(is.choices)}};
            case shape::kind::cases:
                return {{"type", "object"}, {"oneOf", all(is.choices)}};
        }
        return {};
    }
    [[nodiscard]] json::object& definitions() { return definitions_; }

  private:
    static json::array words(const std::vector<std::string_view>& from) {
        json::array out;
        for (const auto word : from)
            out.emplace_back(word);
        return out;
    }
    json::array all(const std::vector<const shape*>& choices) {
        json::array out;
        for (const auto* each : choices)
            out.push_back(refer(*each));
        return out;
    }
    json::object refer(const shape& is) {
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
    void add_keys(const shape& is, json::object& properties, json::array& required) {
        for (const auto& k : is.keys) {
            auto one = refer(*k.is);
            one["description"] = k.meaning;
            properties[k.name] = std::move(one);
            if (k.required) required.emplace_back(k.name);
        }
        for (const auto* other : is.also)
            add_keys(*other, properties, required);
    }
    json::object group(const shape& is) {
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
            for (const auto name : is.one_of)
                one_of.push_back(json::object{{"required", json::array{json::value(name)}}});
            out["oneOf"] = std::move(one_of);
        }
        return out;
    }

    json::object definitions_;
};

/// Shapes below one another, each once, in the order in which they are met.
class reference_writer {
  public:
    std::string write(const shape& top) {
        visit(top);
        return std::move(out_);
    }

  private:
    void visit(const shape& is) {
        if (!seen_.insert(&is).second) return;
        if (is.is == shape::kind::group && !is.keys.empty()) table(is);
        for (const auto& k : is.keys)
            visit(*k.is);
        for (const auto* other : is.also)
            visit(*other);
        if (is.items != nullptr) visit(*is.items);
        if (is.others != nullptr) visit(*is.others);
        for (const auto* each : is.choices)
            visit(*each);
    }
    void table(const shape& is) {
        if (is.title.empty()) return;
        out_ += fmt::format("### {}\n\n| key | value | meaning |\n|---|---|---|\n", is.title);
        for (const auto& k : is.keys)
            out_ +=
                fmt::format("| `{}`{} | {} | {} |\n", k.name, k.required ? " (required)" : "", held(*k.is), k.meaning);
        for (const auto* other : is.also)
            out_ += fmt::format("\nAnd the keys of *{}*.\n", other->title);
        if (!is.one_of.empty()) out_ += fmt::format("\nExactly one of {}.\n", fmt::join(is.one_of, ", "));
        out_ += "\n";
    }
    static std::string held(const shape& is) {
        if (!is.title.empty() && is.expected.empty()) return fmt::format("see *{}*", is.title);
        if (is.is == shape::kind::list) return "a list of: " + held(*is.items);
        if (is.is == shape::kind::group && is.expected.empty()) return inner(is);
        if (is.is == shape::kind::either && is.expected.empty()) {
            std::vector<std::string> all;
            for (const auto* each : is.choices)
                all.push_back(held(*each));
            return fmt::format("{}", fmt::join(all, ", or "));
        }
        return text_of(is);
    }
    /// "{side: a whole number from 0 to 1, value: a number}": a small group, in its row.
    static std::string inner(const shape& is) {
        if (is.keys.empty()) return is.others == nullptr ? "{}" : "keys and values";
        std::vector<std::string> all;
        for (const auto& k : is.keys)
            all.push_back(fmt::format("`{}`: {}{}", k.name, held(*k.is),
                                      k.meaning.empty() ? "" : fmt::format(" ({})", k.meaning)));
        return fmt::format("{}", fmt::join(all, "; "));
    }

    std::set<const shape*> seen_;
    std::string out_;
};

}  // namespace

std::string json_schema_of(const shape& is, std::string_view title) {
    schema_writer writer;
    auto out = writer.write(is);
    out["$schema"] = "https://json-schema.org/draft/2020-12/schema";
    out["title"] = title;
    out["$defs"] = std::move(writer.definitions());
    return settings::json_text(out);
}

std::string reference_of(const shape& is) { return reference_writer().write(is); }

}  // namespace husky::scenario
