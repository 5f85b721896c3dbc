#include "settings/schema.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "settings/json_text.hpp"
#include "settings/scalar.hpp"

namespace husky::settings {

namespace {

std::string limits(const key& k) {
    const std::string range = k.range();
    return range.empty() ? range : " from " + range;
}

bool within(const std::optional<double>& min, const std::optional<double>& max, double value) {
    return (!min || value >= *min) && (!max || value <= *max);
}

}  // namespace

boost::json::value key::limit(double number) const {
    if (type != kind::integer && type != kind::integers) return number;
    constexpr double past_all = 0x1p63;  // what the largest whole number is as a double
    return number < past_all ? static_cast<std::int64_t>(number) : INT64_MAX;
}

std::string key::range() const {
    if (!min || !max) return {};
    return json_text(limit(*min)) + " to " + json_text(limit(*max));
}

std::string key::expected() const {
    const std::string in = unit.empty() ? "" : fmt::format(" ({})", unit);
    switch (type) {
        case kind::boolean:
            return "true or false";
        case kind::integer:
            return "a whole number" + limits(*this) + in;
        case kind::number:
            return "a number" + limits(*this) + in;
        case kind::text:
            return right_texts.empty() ? "a text" : right_texts;
        case kind::choice:
            return fmt::format("one of {}", fmt::join(choices, ", "));
        case kind::list:
            return "a list of groups";
        case kind::numbers:
            return "a list of numbers" + limits(*this) + in;
        case kind::integers:
            return "a list of whole numbers" + limits(*this);
    }
    return {};
}

schema& schema::group(std::string path) {
    group_ = std::move(path);
    return *this;
}

schema& schema::required(bool on) {
    required_ = on;
    return *this;
}

key& schema::add(std::string_view name, kind type, std::string_view unit, std::string_view meaning) {
    key k;
    k.path = group_.empty() ? std::string(name) : group_ + "." + std::string(name);
    k.group = group_;
    k.type = type;
    k.unit = unit;
    k.meaning = meaning;
    k.required = required_;
    keys_.push_back(std::move(k));
    return keys_.back();
}

void schema::boolean(std::string_view name, bool& target, std::string_view meaning) {
    key& k = add(name, kind::boolean, "", meaning);
    k.default_text = target ? "true" : "false";
    k.assign = [&target](std::string_view text) {
        const auto value = parse_boolean(text);
        if (value) target = *value;
        return value.has_value();
    };
}

void schema::text(std::string_view name, std::string& target, std::string_view meaning) {
    key& k = add(name, kind::text, "", meaning);
    k.default_text = target;
    k.assign = [&target](std::string_view text) {
        target = text;
        return true;
    };
}

void schema::text(std::string_view name, std::string& target, std::string_view expected,
                  std::function<bool(const std::string&)> right, std::string_view meaning) {
    text(name, target, meaning);
    keys_.back().right_texts = expected;
    keys_.back().assign = [&target, right = std::move(right)](std::string_view given) {
        if (!right(std::string(given))) return false;
        target = given;
        return true;
    };
}

void schema::texts(std::string_view name, std::vector<std::string>& target, std::string_view meaning) {
    key& k = add(name, kind::text, "", meaning);
    k.default_text = fmt::format("{}", fmt::join(target, ", "));
    k.clear = [&target] { target.clear(); };
    k.assign = [&target](std::string_view text) {
        target.emplace_back(text);
        return true;
    };
}

void schema::texts(std::string_view name, std::vector<std::string>& target, std::string_view expected,
                   std::function<bool(const std::string&)> right, std::string_view meaning) {
    texts(name, target, meaning);
    keys_.back().right_texts = expected;
    keys_.back().assign = [take = std::move(keys_.back().assign), right = std::move(right)](std::string_view given) {
        return right(std::string(given)) && take(given);
    };
}

void schema::number(std::string_view name, double& target, double min, double max, std::string_view unit,
                    std::string_view meaning) {
    key& k = add(name, kind::number, unit, meaning);
    k.min = min;
    k.max = max;
    k.default_text = fmt::format("{}", target);
    k.assign = [&target, min, max](std::string_view text) {
        const auto value = parse_number(text);
        if (!value || !within(min, max, *value)) return false;
        target = *value;
        return true;
    };
}

void schema::numbers(std::string_view name, std::vector<double>& target, double min, double max, std::string_view unit,
                     std::string_view meaning) {
    key& k = add(name, kind::numbers, unit, meaning);
    k.min = min;
    k.max = max;
    k.default_text = fmt::format("{}", fmt::join(target, ", "));
    k.clear = [&target] { target.clear(); };
    k.assign = [&target, min, max](std::string_view text) {
        const auto value = parse_number(text);
        if (!value || !within(min, max, *value)) return false;
        target.push_back(*value);
        return true;
    };
}

void schema::add_integer(std::string_view name, std::int64_t min, std::int64_t max, std::string_view unit,
                         std::string_view meaning, std::int64_t current, std::function<void(std::int64_t)> set) {
    key& k = add(name, kind::integer, unit, meaning);
    k.min = static_cast<double>(min);
    k.max = static_cast<double>(max);
    k.default_text = fmt::format("{}", current);
    k.assign = [set = std::move(set), min, max](std::string_view text) {
        const auto value = parse_integer(text);
        if (!value || *value < min || *value > max) return false;
        set(*value);
        return true;
    };
}

void schema::add_integers(std::string_view name, std::int64_t min, std::int64_t max, std::string_view meaning,
                          std::function<void(std::int64_t)> push, std::function<void()> clear) {
    key& k = add(name, kind::integers, "", meaning);
    k.min = static_cast<double>(min);
    k.max = static_cast<double>(max);
    k.clear = std::move(clear);
    k.assign = [push = std::move(push), min, max](std::string_view text) {
        const auto value = parse_integer(text);
        if (!value || *value < min || *value > max) return false;
        push(*value);
        return true;
    };
}

void schema::add_seconds(std::string_view name, double min, double max, std::string_view meaning, double current,
                         std::function<void(double)> set) {
    key& k = add(name, kind::number, "seconds", meaning);
    k.min = min;
    k.max = max;
    k.default_text = fmt::format("{}", current);
    k.assign = [set = std::move(set), min, max](std::string_view text) {
        const auto value = parse_number(text);
        if (!value || !within(min, max, *value)) return false;
        set(*value);
        return true;
    };
}

void schema::add_choice(std::string_view name, std::vector<std::string> words, std::string_view meaning,
                        const std::string& current, std::function<void(std::string_view)> set) {
    key& k = add(name, kind::choice, "", meaning);
    k.choices = words;
    k.default_text = current;
    k.assign = [words = std::move(words), set = std::move(set)](std::string_view text) {
        if (std::find(words.begin(), words.end(), text) == words.end()) return false;
        set(text);
        return true;
    };
}

void schema::add_list(std::string_view name, std::string_view meaning, std::function<void()> clear,
                      std::function<schema()> append) {
    key& k = add(name, kind::list, "", meaning);
    k.clear = std::move(clear);
    k.append = std::move(append);
}

void schema::documents(std::string_view name, std::function<void()> clear, document_taker take,
                       std::string_view item_schema, std::string_view meaning) {
    key& k = add(name, kind::list, "", meaning);
    k.clear = std::move(clear);
    k.take_document = std::move(take);
    k.document_schema = item_schema;
}

void schema::keep_texts(std::vector<std::pair<std::string, std::string>>& into) {
    for (auto& k : keys_) {
        if (!k.assign) continue;
        k.default_text.clear();
        k.assign = [assign = std::move(k.assign), path = k.path, &into](std::string_view text) {
            if (!assign(text)) return false;
            into.emplace_back(path, text);
            return true;
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

}  // namespace husky::settings
