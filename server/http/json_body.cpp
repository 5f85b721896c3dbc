#include "server/http/json_body.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <boost/json/parse.hpp>
#include <limits>
#include <optional>

#include "settings/json_text.hpp"

namespace husky::host {

namespace {

std::optional<std::int64_t> whole_in(const boost::json::value& v, std::int64_t least, std::int64_t most) {
    const auto number = settings::whole_number(v);
    return number && *number >= least && *number <= most ? number : std::nullopt;
}

}  // namespace

json_body::json_body(std::string_view text) {
    if (text.empty()) return;
    boost::system::error_code failed;
    auto parsed = boost::json::parse(text, failed);
    if (failed)
        problem_ = "the body is no JSON: " + failed.message();
    else if (parsed.is_object())
        object_ = std::move(parsed.get_object());
    else
        problem_ = "expected a JSON object as the body";
}

const boost::json::value* json_body::take(std::string_view name) {
    known_.emplace_back(name);
    return object_.if_contains(name);
}

void json_body::wrong(std::string_view name, const std::string& expected) {
    if (problem_.empty()) problem_ = fmt::format("{}: expected {}", name, expected);
}

std::int64_t json_body::take_integer(std::string_view name, std::int64_t missing, std::int64_t least,
                                     std::int64_t most) {
    const auto* v = take(name);
    if (v == nullptr) return missing;
    if (const auto number = whole_in(*v, least, most)) return *number;
    wrong(name, fmt::format("a whole number from {} to {}", least, most));
    return missing;
}

void json_body::integers(std::string_view name, std::vector<std::uint16_t>& into, std::size_t most) {
    constexpr std::int64_t highest = std::numeric_limits<std::uint16_t>::max();
    const auto* v = take(name);
    if (v == nullptr) return;
    const auto* list = v->if_array();
    const bool fits = list != nullptr && list->size() <= most &&
                      std::all_of(list->begin(), list->end(),
                                  [](const auto& each) { return whole_in(each, 0, highest).has_value(); });
    if (!fits) return wrong(name, fmt::format("a list of at most {} whole numbers from 0 to {}", most, highest));
    into.clear();
    for (const auto& each : *list)
        into.push_back(static_cast<std::uint16_t>(*settings::whole_number(each)));
}

void json_body::number(std::string_view name, float& into) {
    const auto* v = take(name);
    if (v == nullptr) return;
    if (v->is_null())
        into = std::numeric_limits<float>::quiet_NaN();
    else if (v->is_number())
        into = v->to_number<float>();
    else
        wrong(name, "a number or null");
}

std::string json_body::problem() {
    for (const auto& [name, ignored] : object_)
        if (std::find(known_.begin(), known_.end(), std::string_view(name)) == known_.end())
            wrong(std::string_view(name), fmt::format("one of {}", fmt::join(known_, ", ")));
    return problem_;
}

}  // namespace husky::host
