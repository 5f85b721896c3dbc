#include "settings/schema/schema.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <limits>

#include "settings/duration.hpp"
#include "settings/scalar.hpp"

namespace husky::settings {

namespace {

form text_form(std::string_view expected, std::function<bool(const std::string&)> right) {
    return {.is = form::kind::text,
            .expected = std::string(expected),
            .right = [right = std::move(right)](std::string_view text) { return right(std::string(text)); }};
}

}  // namespace

form number_form(double min, double max, std::string_view unit) {
    return {.is = form::kind::number, .unit = std::string(unit), .min = min, .max = max};
}

form integer_form(std::int64_t min, std::int64_t max, std::string_view unit) {
    return {.is = form::kind::integer,
            .unit = std::string(unit),
            .min = static_cast<double>(min),
            .max = static_cast<double>(max)};
}

std::string key::expected() const {
    if (append || (take && clear)) return "a list of groups";
    const bool is_number = is.is == form::kind::number || is.is == form::kind::integer;
    if (!clear || !is_number) return text_of(is);
    const std::string items = is.is == form::kind::number ? "numbers" : "whole numbers";
    const auto max = max_items == 0 ? "" : fmt::format("at most {} ", max_items);
    const auto limits = is.range().empty() ? "" : " from " + is.range();
    return "a list of " + max + items + limits + (is.unit.empty() ? "" : fmt::format(" ({})", is.unit));
}

schema& schema::group(std::string path) {
    group_ = std::move(path);
    return *this;
}

schema& schema::required(bool on) {
    required_ = on;
    return *this;
}

schema& schema::unsorted() {
    sorted_ = false;
    return *this;
}

key& schema::add(std::string_view name, form is, std::string_view meaning) {
    keys_.push_back({.path = group_.empty() ? std::string(name) : group_ + "." + std::string(name),
                     .group = group_,
                     .is = std::move(is),
                     .meaning = std::string(meaning),
                     .required = required_});
    return keys_.back();
}

void schema::boolean(std::string_view name, bool& target, std::string_view meaning) {
    key& k = add(name, {.is = form::kind::boolean}, meaning);
    k.default_text = target ? "true" : "false";
    k.assign = [&target](std::string_view text) { target = *parse_boolean(text); };
}

void schema::text(std::string_view name, std::string& target, std::string_view meaning) {
    key& k = add(name, {.is = form::kind::text}, meaning);
    k.default_text = target;
    k.assign = [&target](std::string_view text) { target = text; };
}

void schema::text(std::string_view name, std::string& target, std::string_view expected,
                  std::function<bool(const std::string&)> right, std::string_view meaning) {
    text(name, target, meaning);
    keys_.back().is = text_form(expected, std::move(right));
}

void schema::texts(std::string_view name, std::vector<std::string>& target, std::string_view meaning) {
    key& k = add(name, {.is = form::kind::text}, meaning);
    k.default_text = fmt::format("{}", fmt::join(target, ", "));
    k.clear = [&target] { target.clear(); };
    k.assign = [&target](std::string_view text) { target.emplace_back(text); };
}

void schema::texts(std::string_view name, std::vector<std::string>& target, std::string_view expected,
                   std::function<bool(const std::string&)> right, std::string_view meaning) {
    texts(name, target, meaning);
    keys_.back().is = text_form(expected, std::move(right));
}

void schema::number(std::string_view name, double& target, double min, double max, std::string_view unit,
                    std::string_view meaning) {
    key& k = add(name, number_form(min, max, unit), meaning);
    k.default_text = fmt::format("{}", target);
    k.assign = [&target](std::string_view text) { target = *parse_number(text); };
}

void schema::number_or_nothing(std::string_view name, float& target, std::string_view meaning) {
    key& k = add(name, {.is = form::kind::number, .expected = "a number or null"}, meaning);
    k.assign = [&target](std::string_view text) { target = static_cast<float>(*parse_number(text)); };
    k.assign_nothing = [&target] { target = std::numeric_limits<float>::quiet_NaN(); };
}

void schema::numbers(std::string_view name, std::vector<double>& target, double min, double max, std::string_view unit,
                     std::string_view meaning) {
    key& k = add(name, number_form(min, max, unit), meaning);
    k.default_text = fmt::format("{}", fmt::join(target, ", "));
    k.clear = [&target] { target.clear(); };
    k.assign = [&target](std::string_view text) { target.push_back(*parse_number(text)); };
}

void schema::value(std::string_view name, form is, std::function<void(const node&)> take, std::string_view meaning) {
    add(name, std::move(is), meaning).take = std::move(take);
}

void schema::values(std::string_view name, std::function<void()> clear, form is, std::function<void(const node&)> take,
                    std::string_view meaning) {
    value(name, std::move(is), std::move(take), meaning);
    keys_.back().clear = std::move(clear);
}

void schema::keep_texts(std::vector<std::pair<std::string, std::string>>& into) {
    for (auto& k : keys_) {
        if (!k.assign) continue;
        k.default_text.clear();
        k.assign = [assign = std::move(k.assign), path = k.path, &into](std::string_view text) {
            assign(text);
            into.emplace_back(path, text);
        };
    }
}

const key* schema::find(std::string_view path) const {
    const auto at = std::find_if(keys_.begin(), keys_.end(), [&](const key& k) { return k.path == path; });
    return at == keys_.end() ? nullptr : &*at;
}

bool schema::is_group(std::string_view path) const {
    return std::any_of(keys_.begin(), keys_.end(), [&](const key& k) {
        return k.path.size() > path.size() && k.path.starts_with(path) && k.path[path.size()] == '.';
    });
}

std::vector<std::string> schema::names_below(std::string_view prefix) const {
    constexpr std::size_t max_names = 40;
    std::vector<std::string> names;
    for (const auto& k : keys_) {
        if (!k.path.starts_with(prefix)) continue;
        const auto rest = k.path.substr(prefix.size());
        auto name = rest.substr(0, rest.find('.'));
        if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(std::move(name));
        if (names.size() == max_names) break;
    }
    if (sorted_) std::sort(names.begin(), names.end());
    return names;
}

}  // namespace husky::settings
