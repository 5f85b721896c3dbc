#include "protocol/faults/strict_object.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <limits>

#include "protocol/text.hpp"
#include "settings/duration.hpp"
#include "settings/json_text.hpp"
#include "settings/scalar.hpp"

namespace husky::protocol {

namespace json = boost::json;

std::string shown(const json::value& v) {
    constexpr std::size_t longest = 60;
    if (v.is_object()) return "a group";
    if (v.is_array()) return "a list";
    if (v.is_null()) return "nothing";
    if (v.is_double()) return fmt::format("{}", v.get_double());
    auto text = v.is_string() ? "'" + std::string(v.get_string()) + "'" : settings::json_text(v);
    if (text.size() > longest) text = text.substr(0, longest) + "...";
    return text;
}

std::optional<double> number_in(const json::value& v) {
    if (const auto* text = v.if_string()) {
        if (const auto whole = settings::parse_integer(*text)) return static_cast<double>(*whole);
        return settings::parse_number(*text);
    }
    return v.is_number() ? std::optional(v.to_number<double>()) : std::nullopt;
}

std::optional<std::int64_t> whole_in(const json::value& v) {
    if (const auto* text = v.if_string()) return settings::parse_integer(*text);
    return settings::whole_number(v);
}

const json::value* strict_object::take(std::string_view name) {
    known_.push_back(name);
    return from_.if_contains(name);
}

void strict_object::need(std::string_view name) {
    if (!from_.contains(name)) wrong(name, "missing");
}

void strict_object::wrong(std::string_view name, std::string problem) {
    if (mistake_) return;
    mistake_ = {path_ + std::string(name), std::move(problem)};
    if (mistake_->path.ends_with('.')) mistake_->path.pop_back();
}

void strict_object::expected(std::string_view name, std::string_view what, const json::value& got) {
    wrong(name, fmt::format("expected {}, got {}", what, shown(got)));
}

void strict_object::text(std::string_view name, std::string& into, std::size_t longest) {
    const auto* v = take(name);
    if (v == nullptr) return;
    const auto* given = v->if_string();
    if (given == nullptr || given->size() > longest || !is_utf8(*given))
        return expected(name, fmt::format("a text of at most {} bytes", longest), *v);
    into = *given;
}

void strict_object::number(std::string_view name, double& into, double least, double most) {
    const auto* v = take(name);
    if (v == nullptr) return;
    const auto given = number_in(*v);
    if (!given || *given < least || *given > most)
        return expected(name, fmt::format("a number from {} to {}", least, most), *v);
    into = *given;
}

std::int64_t strict_object::take_whole(std::string_view name, std::int64_t missing, std::int64_t least,
                                       std::int64_t most) {
    const auto* v = take(name);
    if (v == nullptr) return missing;
    const auto given = whole_in(*v);
    if (given && *given >= least && *given <= most) return *given;
    expected(name, fmt::format("a whole number from {} to {}", least, most), *v);
    return missing;
}

void strict_object::time(std::string_view name, std::optional<duration>& into) {
    const auto* v = take(name);
    if (v == nullptr) return;
    const auto* text = v->if_string();
    const auto given = text == nullptr ? std::nullopt : settings::parse_duration(*text);
    if (!given || *given > longest_fault_time) return expected(name, "a duration as 200ms, at most 24h", *v);
    into = *given;
}

void strict_object::finish() {
    for (const auto& [name, ignored] : from_)
        if (std::find(known_.begin(), known_.end(), std::string_view(name)) == known_.end())
            wrong(std::string_view(name), known_.empty()
                                              ? "unknown key; none is known here"
                                              : fmt::format("unknown key; known here: {}", fmt::join(known_, ", ")));
}

}  // namespace husky::protocol
