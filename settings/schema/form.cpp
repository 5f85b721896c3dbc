#include "settings/schema/form.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <boost/json/value.hpp>
#include <cmath>

#include "settings/duration.hpp"
#include "settings/json_text.hpp"
#include "settings/scalar.hpp"

namespace husky::settings {

namespace {

using kind = form::kind;

/// Whether a value is written as a form is: as a scalar, a list or a group.
bool is_written_as(const node& n, const form& is) {
    switch (is.is) {
        case kind::anything:
            return true;
        case kind::list:
            return n.is == node::kind::list;
        case kind::group:
        case kind::cases:
            return n.is == node::kind::group;
        case kind::scalar:
            return n.is == node::kind::scalar || n.is == node::kind::nothing;
        case kind::either:
            return std::any_of(is.choices.begin(), is.choices.end(),
                               [&](const form* each) { return is_written_as(n, *each); });
        default:
            return n.is == node::kind::scalar;
    }
}

[[noreturn]] void reject(const node& n, const form& is) {
    const bool is_too_far = is.is == kind::number && n.is == node::kind::scalar && parse_number(n.text);
    fail_expected(n, is_too_far ? fmt::format("a number from {} to {}", is.min, is.max) : text_of(is));
}

const form_key* find_key(const form& is, std::string_view name) {
    const auto at = std::find_if(is.keys.begin(), is.keys.end(), [&](const form_key& k) { return k.name == name; });
    if (at != is.keys.end()) return &*at;
    for (const auto* other : is.also)
        if (const auto* found = find_key(*other, name)) return found;
    return nullptr;
}

void add_names(const form& is, std::vector<std::string>& out) {
    for (const auto& k : is.keys)
        out.emplace_back(k.name);
    for (const auto* other : is.also)
        add_names(*other, out);
}

void check_one_of(const node& n, const std::vector<std::string>& names) {
    std::string_view first;
    for (const auto& m : n.members) {
        if (std::find(names.begin(), names.end(), m.name) == names.end()) continue;
        if (!first.empty()) fail(m.where, fmt::format("given beside {}; only one of the two is allowed", first));
        first = m.name;
    }
    if (first.empty()) fail(n.where, fmt::format("expected one of {}", fmt::join(names, ", ")));
}

void check_group(const node& n, const form& is) {
    if (n.is != node::kind::group && n.is != node::kind::nothing) reject(n, is);
    for (const auto& m : n.members) {
        const auto* known = find_key(is, m.name);
        const auto* what = known == nullptr ? is.others : known->is;
        if (what == nullptr) {
            std::vector<std::string> names;
            add_names(is, names);
            fail_unknown(m.where, names);
        }
        check(m.value, *what);
    }
    for (const auto& k : is.keys)
        if (k.required && n.find(k.name) == nullptr) fail(n.place_of(k.name), "missing; expected " + text_of(*k.is));
    if (!is.one_of.empty()) check_one_of(n, is.one_of);
}

void check_cases(const node& n, const form& is) {
    if (n.is != node::kind::group) reject(n, is);
    check_one_of(n, is.words);
    for (std::size_t i = 0; i < is.words.size(); ++i)
        if (n.find(is.words[i]) != nullptr) check_group(n, *is.choices[i]);
}

}  // namespace

boost::json::value form::limit(double number) const {
    if (is != kind::integer) return number;
    constexpr double past_all = 0x1p63;  // what the largest whole number is as a double
    return number < past_all ? static_cast<std::int64_t>(number) : INT64_MAX;
}

std::string form::range() const {
    return std::isfinite(min) && std::isfinite(max) ? json_text(limit(min)) + " to " + json_text(limit(max)) : "";
}

bool accepts(const form& is, std::string_view text) {
    switch (is.is) {
        case kind::text:
            return !is.right || is.right(text);
        case kind::integer: {
            const auto whole = parse_integer(text);
            return whole && static_cast<double>(*whole) >= is.min && static_cast<double>(*whole) <= is.max;
        }
        case kind::number: {
            const auto given = parse_number(text);
            return given && *given >= is.min && *given <= is.max;
        }
        case kind::duration: {
            const auto given = parse_duration(text);
            return given && std::chrono::duration<double>(*given).count() <= is.max;
        }
        case kind::boolean:
            return parse_boolean(text).has_value();
        case kind::word:
            return std::find(is.words.begin(), is.words.end(), text) != is.words.end();
        default:
            return true;
    }
}

bool accepts(const form& is, const node& n) {
    if (!is_written_as(n, is)) return false;
    if (n.typed && is.is != kind::scalar) {
        const bool is_text = is.is == kind::text || is.is == kind::word || is.is == kind::duration;
        if (is_text != n.quoted) return false;
    }
    return accepts(is, n.text);
}

std::string text_of(const form& is) {
    if (!is.expected.empty()) return is.expected;
    const auto limits = is.range().empty() ? "" : " from " + is.range();
    const auto in = is.unit.empty() ? "" : fmt::format(" ({})", is.unit);
    switch (is.is) {
        case kind::anything:
            return "anything";
        case kind::text:
            return "a text";
        case kind::integer:
            return "a whole number" + limits + in;
        case kind::number:
            return "a number" + limits + in;
        case kind::duration:
            return "a duration as 10s, 500ms, 5m or 1h";
        case kind::boolean:
            return "true or false";
        case kind::word:
            return fmt::format("one of {}", fmt::join(is.words, ", "));
        case kind::scalar:
            return "a number or text";
        case kind::list:
            return "a list";
        case kind::group:
        case kind::cases:
            return "keys and values";
        case kind::either:
            break;
    }
    std::vector<std::string> all;
    for (const auto* each : is.choices)
        all.push_back(text_of(*each));
    return fmt::format("{}", fmt::join(all, " or "));
}

void check(const node& n, const form& is) {
    switch (is.is) {
        case kind::anything:
            return;
        case kind::list:
            if (n.is == node::kind::nothing) return;
            if (n.is != node::kind::list) reject(n, is);
            for (const auto& item : n.items)
                check(item, *is.items);
            return;
        case kind::group:
            return check_group(n, is);
        case kind::cases:
            return check_cases(n, is);
        case kind::either:
            for (const auto* each : is.choices)
                if (is_written_as(n, *each)) return check(n, *each);
            reject(n, is);
        default:
            if (!accepts(is, n)) reject(n, is);
    }
}

void fail_expected(const node& n, const std::string& expected) {
    fail(n.where, fmt::format("expected {}, got {}", expected, shown(n)));
}

void fail_unknown(const place& where, const std::vector<std::string>& known) {
    if (known.empty()) fail(where, "unknown key; no keys are allowed here");
    fail(where, fmt::format("unknown key; known here: {}", fmt::join(known, ", ")));
}

}  // namespace husky::settings
