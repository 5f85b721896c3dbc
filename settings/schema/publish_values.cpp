// The values of a description's variables.
#include <algorithm>
#include <boost/json.hpp>

#include "settings/scalar.hpp"
#include "settings/schema/publish.hpp"

namespace husky::settings {

namespace json = boost::json;

namespace {

json::value value_of_text(const form& is, std::string_view text) {
    switch (is.is) {
        case form::kind::integer:
            return parse_integer(text).value_or(0);
        case form::kind::number:
            return text.empty() ? json::value(nullptr) : json::value(parse_number(text).value_or(0));
        case form::kind::boolean:
            return text == "true";
        default:
            return json::value(text);
    }
}

/// As texts are joined.
json::array texts_of(const key& k) {
    json::array out;
    for (std::string_view rest = k.default_text; !rest.empty();) {
        const auto end = rest.find(", ");
        out.emplace_back(rest.substr(0, end));
        rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 2);
    }
    return out;
}

json::object& values_in(json::object& top, std::string_view path) {
    json::object* at = &top;
    while (!path.empty()) {
        const auto name = path.substr(0, path.find('.'));
        if (!at->contains(name)) (*at)[name] = json::object{};
        at = &(*at)[name].as_object();
        path.remove_prefix(std::min(path.size(), name.size() + 1));
    }
    return *at;
}

}  // namespace

json::object values_of(const schema& of) {
    json::object top;
    for (const key& k : of.keys()) {
        if (k.is_of_groups() || (k.clear && k.is.is != form::kind::text)) continue;
        const std::string_view name = std::string_view(k.path).substr(k.group.empty() ? 0 : k.group.size() + 1);
        values_in(top, k.group)[name] = k.clear ? json::value(texts_of(k)) : value_of_text(k.is, k.default_text);
    }
    return top;
}

}  // namespace husky::settings
