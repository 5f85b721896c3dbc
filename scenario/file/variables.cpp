#include "scenario/file/variables.hpp"

#include <fmt/format.h>

#include <memory>
#include <utility>

#include "settings/schema/environment.hpp"

namespace husky::scenario {

namespace {

using settings::fail;

bool is_name(std::string_view name) {
    return !name.empty() && name.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") ==
                                std::string_view::npos;
}

}  // namespace

std::string environment_name_of(const std::string& variable) {
    return settings::environment_name("HUSKY_SCENARIO_", variable);
}

variable_lookup lookup_in(std::map<std::string, std::string> given,
                          std::function<const char*(const std::string&)> environment) {
    auto known = std::make_shared<std::map<std::string, std::string>>(std::move(given));
    return [known, environment = std::move(environment)](const std::string& name) -> const std::string* {
        const auto at = known->find(name);
        if (at != known->end()) return &at->second;
        const char* text = environment ? environment(environment_name_of(name)) : nullptr;
        return text == nullptr ? nullptr : &known->emplace(name, text).first->second;
    };
}

std::string with_variables(const std::string& text, const settings::place& where, const variable_lookup& lookup) {
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        const auto open = text.find("${", at);
        out.append(text, at, open == std::string::npos ? open : open - at);
        if (open == std::string::npos) break;
        if (open > at && text[open - 1] == '$') {
            out += "{";
            at = open + 2;
            continue;
        }
        const auto close = text.find('}', open);
        if (close == std::string::npos) fail(where, "a ${ without its }");
        const auto inner = text.substr(open + 2, close - open - 2);
        const auto fallback = inner.find(":-");
        const auto name = inner.substr(0, fallback);
        if (!is_name(name)) fail(where, fmt::format("'{}' is no name of a variable", name));
        const auto* value = lookup ? lookup(name) : nullptr;
        if (value == nullptr && fallback == std::string::npos)
            fail(where, fmt::format("${{{}}} has no value; give it by --set {}=... or {}", name, name,
                                    environment_name_of(name)));
        out += value != nullptr ? *value : inner.substr(fallback + 2);
        at = close + 1;
    }
    return out;
}

}  // namespace husky::scenario
