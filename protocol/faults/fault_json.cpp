#include "protocol/faults/fault_json.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <boost/json/value.hpp>

#include "protocol/by_name/message_layouts.hpp"
#include "protocol/faults/fault_fields.hpp"
#include "protocol/wire/wire_text.hpp"
#include "settings/duration.hpp"
#include "settings/scalar.hpp"
#include "settings/schema/load.hpp"

namespace husky::protocol {

namespace {

using settings::fail;
using settings::node;
using settings::schema;

constexpr std::size_t max_name = 64, max_value = 255;
constexpr std::int64_t max_copies = 1000, max_gathered = 4096, max_bytes = 65535, max_count = 1'000'000'000;
constexpr std::int64_t max_seconds = 100LL * 365 * 86400;

void add_text(schema& s, std::string_view name, std::string& into, std::size_t max) {
    s.text(
        name, into, fmt::format("a text of at most {} bytes", max),
        [max](const std::string& text) { return text.size() <= max; }, "");
}

template <class Duration>
void add_time(schema& s, std::string_view name, Duration& into) {
    s.duration(name, into, std::chrono::hours(24), "a duration as 200ms, at most 24h", "");
}

/// Seconds as a number or as a duration, both with a sign.
std::optional<std::int64_t> shift_in(std::string_view text) {
    if (const auto seconds = settings::parse_integer(text)) return seconds;
    const bool back = text.starts_with('-');
    if (back) text.remove_prefix(1);
    const auto given = settings::parse_duration(text);
    if (!given) return std::nullopt;
    return std::chrono::duration_cast<std::chrono::seconds>(*given).count() * (back ? -1 : 1);
}

constexpr const char* expected_shift = "whole seconds or a duration as -1h, at most 100 years";

void take_shift(const node& n, fault& f) {
    const auto seconds = n.is == node::kind::scalar ? shift_in(n.text) : std::nullopt;
    if (!seconds || *seconds < -max_seconds || *seconds > max_seconds) settings::fail_expected(n, expected_shift);
    f.number = static_cast<double>(*seconds);
}

void take_field_value(const node& n, fault& f) {
    const auto v = to_json(n);
    if (v.is_number())
        f.number = v.to_number<double>();
    else if (!v.is_string())
        settings::fail_expected(n, "a number or text");
    else if (n.text.size() > max_value)
        settings::fail_expected(n, fmt::format("a text of at most {} bytes", max_value));
    else
        f.text = n.text;
    if (!wire_length(f.text)) fail(n.where, "has a character that Latin-1 lacks");
}

void describe_delay(schema& s, fault_delay& into) {
    add_time(s.required(), "mean", into.mean);
    add_time(s.required(false), "spread", into.spread);
    s.choice("shape", into.form, fault_delay::shape_names, "");
}

void describe_arguments(schema& s, fault& f) {
    switch (f.kind) {
        case fault_kind::delay:
        case fault_kind::jitter:
        case fault_kind::stall:
            return describe_delay(s, f.wait);
        case fault_kind::duplicate:
            return s.integer("count", f.count, 1, max_copies, "", "");
        case fault_kind::reorder:
            return add_time(s, "wait", f.wait.mean);
        case fault_kind::split:
            s.required().integer("at", f.at, 1, max_bytes, "", "");
            return add_time(s.required(false), "wait", f.wait.mean);
        case fault_kind::coalesce:
            f.wait.mean = std::chrono::seconds(1);
            s.required().integer("count", f.count, 2, max_gathered, "", "");
            return add_time(s.required(false), "wait", f.wait.mean);
        case fault_kind::throttle:
            return s.required().integer("rate", f.rate, 1, max_count, "", "");
        case fault_kind::truncate:
            return s.required().integer("at", f.at, 0, max_bytes, "", "");
        case fault_kind::wrong_size:
        case fault_kind::wrong_command:
            f.number = 0;
            return s.required().integer("value", *f.number, 0, 65535, "", "");
        case fault_kind::flip_bits:
            return s.integer("count", f.count, 1, max_bytes, "", "");
        case fault_kind::set_field:
            add_text(s.required(), "field", f.field, max_name);
            return s.value(
                "value", {.expected = "a number or text"}, [&f](const node& n) { take_field_value(n, f); }, "");
        case fault_kind::shift_time:
            return s.required().value(
                "by", {.expected = expected_shift}, [&f](const node& n) { take_shift(n, f); }, "");
        case fault_kind::garbage:
            f.count = 16;
            return s.integer("count", f.count, 1, max_bytes, "", "");
        case fault_kind::drop:
        case fault_kind::half_open:
        case fault_kind::reset:
        case fault_kind::close:
            return;
    }
}

/// What a fault does with its arguments as they stand under its kind: as keys and values, or as a lone value of the
/// first key, `do: {delay: 200ms}`.
node arguments_in(const node& given, const schema& s, fault_kind kind) {
    const bool has_main = !s.keys().empty() && kind != fault_kind::set_field;
    if (given.is == node::kind::group || (!has_main && given.is == node::kind::nothing)) return given;
    if (!has_main) settings::fail_expected(given, "keys and values, or nothing");
    const auto& key = s.keys().front().path;
    node out;
    out.is = node::kind::group;
    out.where = given.where;
    out.members.push_back({key, out.place_of(key), given});
    out.members.front().value.where = out.members.front().where;
    return out;
}

void check_arguments(const fault& f, const node& given) {
    using enum fault_delay::shape;
    const bool may_spread = f.wait.form == uniform || f.wait.form == normal;
    if (f.wait.spread.count() > 0 && !may_spread)
        fail(given.place_of("spread"), fmt::format("a delay of shape {} has no spread", given.find("shape")->text));
    if (f.kind == fault_kind::shift_time && !has_time(f.message))
        fail(given.where, "no message that matches carries a time");
    if (f.kind != fault_kind::set_field) return;
    if (const auto wrong = check_field(f)) fail(given.place_of(wrong->field), wrong->text);
}

void take_arguments(const node& as_written, fault& f) {
    schema s("arguments");
    s.unsorted();
    describe_arguments(s, f);
    const node given = arguments_in(as_written, s, f.kind);
    if (s.keys().empty() && !given.members.empty())
        fail(given.members.front().where, "unknown key; no keys are allowed here");
    load(s, given);
    if (f.wait.spread.count() > 0 && given.find("shape") == nullptr) f.wait.form = fault_delay::shape::uniform;
    check_arguments(f, given);
}

void take_action(const node& n, fault& f) {
    const bool is_one = n.is == node::kind::group && n.members.size() == 1;
    const bool is_word = n.is == node::kind::scalar && (n.quoted || !n.typed);
    if (!is_one && !is_word) settings::fail_expected(n, "one kind of fault");
    const auto& kind = is_one ? n.members.front().name : n.text;
    const auto at = std::find(fault_kind_names.begin(), fault_kind_names.end(), kind);
    if (at == fault_kind_names.end())
        fail(n.where, fmt::format("unknown kind of fault '{}'; known: {}", kind, fmt::join(fault_kind_names, ", ")));
    f.kind = static_cast<fault_kind>(at - fault_kind_names.begin());
    node none;
    none.is = node::kind::group;
    none.where = n.place_of(kind);
    take_arguments(is_one ? n.members.front().value : none, f);
}

}  // namespace

std::string why_never(const fault& f, sender end) {
    const auto from = f.message ? traits_of(*f.message).from : sender::any;
    if (from == sender::any || f.way == fault_way::both) return {};
    if ((f.way == fault_way::sent) == (from == end)) return {};
    return fmt::format("a {} never {} {}: this fault would never act; remove it",
                       end == sender::host ? "host" : "machine", f.way == fault_way::sent ? "sends" : "receives",
                       word_of(*f.message));
}

fault parse_fault(const node& n) {
    if (n.is == node::kind::scalar && (n.quoted || !n.typed)) return parse_fault_text(n.text, n.where);
    if (n.is != node::kind::group) settings::fail_expected(n, "a fault as keys and values");
    fault f;
    std::string message;
    const node* action = nullptr;
    schema s("fault");
    s.unsorted();
    add_text(s, "name", f.name, max_name);
    add_text(s, "machine", f.machine, max_name);
    s.text(
        "message", message, "the name of a message, as cycle",
        [](const std::string& text) { return message_layouts::find(text).has_value(); }, "");
    s.choice("way", f.way, fault_way_names, "");
    s.integer("skip", f.skip, 0, max_count, "", "");
    s.integer("first", f.first, 0, max_count, "", "");
    s.integer("every", f.every, 1, max_count, "", "");
    s.number("probability", f.probability, 0, 1, "", "");
    add_time(s, "from", f.from);
    add_time(s, "until", f.until);
    s.required().value(
        "do", {.expected = "one kind of fault"}, [&action](const node& v) { action = &v; }, "");
    load(s, n);
    if (!message.empty()) f.message = message_layouts::find(message);
    const bool is_of_one_end = f.message && traits_of(*f.message).from != sender::any;
    if (is_of_one_end && n.find("way") == nullptr) f.way = fault_way::both;
    take_action(*action, f);
    if (f.first > 0 && f.first < f.every) fail(n.place_of("first"), "fewer than `every`: this fault would never act");
    if (f.until && *f.until <= f.from.value_or(duration{}))
        fail(n.place_of("until"), "the window ends before it begins");
    return f;
}

}  // namespace husky::protocol
