#include "scenario/file/shape.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "settings/duration.hpp"
#include "settings/scalar.hpp"

namespace husky::scenario {

namespace {

bool is_scalar(const node& n) { return n.is == node::kind::scalar; }

/// Whether a value is written as a shape is: as a scalar, a list or a group.
bool is_written_as(const node& n, const shape& is) {
    switch (is.is) {
        case shape::kind::anything:
            return true;
        case shape::kind::list:
            return n.is == node::kind::list;
        case shape::kind::group:
        case shape::kind::cases:
            return n.is == node::kind::group;
        case shape::kind::scalar:
            return is_scalar(n) || n.is == node::kind::nothing;
        case shape::kind::either:
            return std::any_of(is.choices.begin(), is.choices.end(),
                               [&](const shape* each) { return is_written_as(n, *each); });
        default:
            return is_scalar(n);
    }
}

bool is_right_scalar(const node& n, const shape& is) {
    if (!is_scalar(n)) return false;
    switch (is.is) {
        case shape::kind::string:
            return is.right == nullptr || is.right(n.text);
        case shape::kind::integer: {
            const auto whole = settings::parse_integer(n.text);
            return whole && static_cast<double>(*whole) >= is.least && static_cast<double>(*whole) <= is.most;
        }
        case shape::kind::number: {
            const auto number = settings::parse_number(n.text);
            return number && *number >= is.least && *number <= is.most;
        }
        case shape::kind::time_span:
            return settings::parse_duration(n.text).has_value();
        case shape::kind::truth:
            return settings::parse_boolean(n.text).has_value();
        case shape::kind::word:
            return std::find(is.words.begin(), is.words.end(), n.text) != is.words.end();
        default:
            return true;
    }
}

std::string got(const node& n) {
    switch (n.is) {
        case node::kind::nothing:
            return "nothing";
        case node::kind::list:
            return "a list";
        case node::kind::group:
            return "keys and values";
        case node::kind::scalar:
            break;
    }
    return n.text.size() > 60 ? fmt::format("a text of {} characters", n.text.size()) : fmt::format("'{}'", n.text);
}

[[noreturn]] void reject_as(const node& n, const shape& is) {
    const bool is_too_far = is.is == shape::kind::number && is_scalar(n) && settings::parse_number(n.text);
    const auto wanted = is_too_far ? fmt::format("a number from {} to {}", is.least, is.most) : text_of(is);
    reject(n.where, fmt::format("expected {}, got {}", wanted, got(n)));
}

const key_shape* find_key(const shape& is, std::string_view name) {
    const auto at = std::find_if(is.keys.begin(), is.keys.end(), [&](const key_shape& k) { return k.name == name; });
    if (at != is.keys.end()) return &*at;
    for (const auto* other : is.also)
        if (const auto* found = find_key(*other, name)) return found;
    return nullptr;
}

void add_names(const shape& is, std::vector<std::string_view>& out) {
    for (const auto& k : is.keys)
        out.push_back(k.name);
    for (const auto* other : is.also)
        add_names(*other, out);
}

std::string known_keys(const shape& is) {
    std::vector<std::string_view> names;
    add_names(is, names);
    return fmt::format("{}", fmt::join(names, ", "));
}

void check_one_of(const node& n, const std::vector<std::string_view>& names) {
    std::string_view first;
    for (const auto& m : n.members) {
        if (std::find(names.begin(), names.end(), m.name) == names.end()) continue;
        if (!first.empty()) reject(m.where, fmt::format("stands beside {}; only one of the two can be", first));
        first = m.name;
    }
    if (first.empty()) reject(n.where, fmt::format("expected one of {}", fmt::join(names, ", ")));
}

void check_group(const node& n, const shape& is) {
    if (n.is != node::kind::group && n.is != node::kind::nothing) reject_as(n, is);
    for (const auto& m : n.members) {
        if (const auto* known = find_key(is, m.name))
            check_shape(m.value, *known->is);
        else if (is.others != nullptr)
            check_shape(m.value, *is.others);
        else
            reject(m.where, is.keys.empty() && is.also.empty() ? "unknown key; nothing is known here"
                                                               : "unknown key; known here: " + known_keys(is));
    }
    for (const auto& k : is.keys) {
        if (!k.required || n.find(k.name) != nullptr) continue;
        auto where = n.where;
        where.key = where.key.empty() ? std::string(k.name) : where.key + "." + std::string(k.name);
        reject(where, "missing; expected " + text_of(*k.is));
    }
    if (!is.one_of.empty()) check_one_of(n, is.one_of);
}

void check_cases(const node& n, const shape& is) {
    if (n.is != node::kind::group) reject_as(n, is);
    check_one_of(n, is.words);
    for (std::size_t i = 0; i < is.words.size(); ++i)
        if (n.find(is.words[i]) != nullptr) check_group(n, *is.choices[i]);
}

}  // namespace

std::string text_of(const shape& is) {
    if (!is.expected.empty()) return std::string(is.expected);
    switch (is.is) {
        case shape::kind::anything:
            return "anything";
        case shape::kind::string:
            return "a text";
        case shape::kind::integer:
            return fmt::format("a whole number from {} to {}", is.least, is.most);
        case shape::kind::number:
            return fmt::format("a number from {} to {}", is.least, is.most);
        case shape::kind::time_span:
            return "a duration as 10s, 500ms, 5m or 1h";
        case shape::kind::truth:
            return "true or false";
        case shape::kind::word:
            return fmt::format("one of {}", fmt::join(is.words, ", "));
        case shape::kind::scalar:
            return "a number or a text";
        case shape::kind::list:
            return "a list";
        case shape::kind::group:
        case shape::kind::cases:
            return "keys and values";
        case shape::kind::either:
            break;
    }
    std::vector<std::string> all;
    for (const auto* each : is.choices)
        all.push_back(text_of(*each));
    return fmt::format("{}", fmt::join(all, " or "));
}

void check_shape(const node& n, const shape& is) {
    switch (is.is) {
        case shape::kind::anything:
            return;
        case shape::kind::scalar:
            if (!is_written_as(n, is)) reject_as(n, is);
            return;
        case shape::kind::list:
            if (n.is == node::kind::nothing) return;
            if (n.is != node::kind::list) reject_as(n, is);
            for (const auto& item : n.items)
                check_shape(item, *is.items);
            return;
        case shape::kind::group:
            return check_group(n, is);
        case shape::kind::cases:
            return check_cases(n, is);
        case shape::kind::either:
            for (const auto* each : is.choices)
                if (is_written_as(n, *each)) return check_shape(n, *each);
            reject_as(n, is);
        default:
            if (!is_right_scalar(n, is)) reject_as(n, is);
    }
}

}  // namespace husky::scenario
