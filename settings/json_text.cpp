#include "settings/json_text.hpp"

#include <fmt/format.h>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <cmath>

#include "settings/scalar.hpp"

namespace husky::settings {

namespace json = boost::json;

namespace {

void append(std::string& out, const json::value& v) {
    if (const auto* object = v.if_object()) {
        char before = '{';
        for (const auto& [name, member] : *object) {
            out += before + json::serialize(json::string(name)) + ':';
            append(out, member);
            before = ',';
        }
        out += object->empty() ? "{}" : "}";
    } else if (const auto* list = v.if_array()) {
        char before = '[';
        for (const auto& item : *list) {
            out += before;
            append(out, item);
            before = ',';
        }
        out += list->empty() ? "[]" : "]";
    } else if (const auto* number = v.if_double()) {
        out += std::isfinite(*number) ? fmt::format("{}", *number) : "null";
    } else {
        out += json::serialize(v);
    }
}

}  // namespace

std::string json_text(const json::value& v) {
    std::string out;
    append(out, v);
    return out;
}

double as_written(float f32) {
    if (!std::isfinite(f32)) return static_cast<double>(f32);
    return *parse_number(fmt::format("{}", f32));
}

std::optional<std::int64_t> whole_number(const json::value& v) {
    json::error_code failed;
    const auto number = v.to_number<std::int64_t>(failed);
    return failed ? std::nullopt : std::optional(number);
}

}  // namespace husky::settings
