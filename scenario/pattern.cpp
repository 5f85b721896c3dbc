#include "scenario/pattern.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>

#include "protocol/by_name/message_layouts.hpp"
#include "settings/json_text.hpp"

namespace husky::scenario {

namespace json = boost::json;

namespace {

bool same(const json::value& a, const json::value& b) {
    if (a.is_number() && b.is_number()) return a.to_number<double>() == b.to_number<double>();
    return a == b;
}

bool holds_value(const condition& c, const json::value& v) {
    if (c.equals && !same(*c.equals, v)) return false;
    if (!c.one_of.empty() &&
        std::none_of(c.one_of.begin(), c.one_of.end(), [&](const auto& each) { return same(each, v); }))
        return false;
    if ((c.min || c.max) && !v.is_number()) return false;
    if (c.min && v.to_number<double>() < *c.min) return false;
    if (c.max && v.to_number<double>() > *c.max) return false;
    if (!c.contains) return true;
    return v.is_string() && std::string_view(v.get_string()).find(*c.contains) != std::string_view::npos;
}

}  // namespace

bool holds(const condition& c, const json::value* value) {
    const bool there = value != nullptr && !value->is_null();
    if (c.absent) return !there;
    const bool asks_null = c.equals && c.equals->is_null();
    if (!there && !(value != nullptr && asks_null)) return false;
    return holds_value(c, *value) != c.negated;
}

std::string text_of(const json::value& v) {
    if (v.is_double()) return fmt::format("{}", v.get_double());
    if (v.is_string()) return protocol::quoted(v.get_string());
    return settings::json_text(v);
}

std::string text_of(const condition& c) {
    std::string out = c.field;
    auto also = [&, first = true](const std::string& what) mutable {
        out += (first ? " " : " and ") + what;
        first = false;
    };
    const std::string_view is = c.negated ? "is not " : "is ";
    if (c.absent) also("is absent");
    if (c.equals) also(fmt::format("{}{}", is, text_of(*c.equals)));
    if (!c.one_of.empty()) {
        std::string all;
        for (const auto& each : c.one_of)
            all += (all.empty() ? "" : ", ") + text_of(each);
        also(fmt::format("{}one of {}", is, all));
    }
    if (c.min && c.max)
        also(fmt::format("is from {} to {}", *c.min, *c.max));
    else if (c.min)
        also(fmt::format("is at least {}", *c.min));
    else if (c.max)
        also(fmt::format("is at most {}", *c.max));
    if (c.contains) also(fmt::format("contains {}", protocol::quoted(*c.contains)));
    return out;
}

std::string text_of(const message_pattern& p) {
    std::string out = p.message ? protocol::word_of(*p.message) : "any message";
    if (p.malformed) out = (*p.malformed ? "malformed " : "well-formed ") + out;
    if (p.way == direction::sent) out += " sent";
    std::string_view between = " with ";
    for (const auto& c : p.fields) {
        out += std::string(between) + text_of(c);
        between = ", ";
    }
    return out;
}

}  // namespace husky::scenario
