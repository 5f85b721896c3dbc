#include "protocol/faults/fault_json.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "protocol/faults/fault_fields.hpp"
#include "protocol/faults/strict_object.hpp"
#include "protocol/wire_text.hpp"
#include "settings/duration.hpp"

namespace husky::protocol {

namespace json = boost::json;

namespace {

constexpr std::size_t longest_name = 64;
constexpr std::size_t longest_value = 255;
constexpr std::int64_t most_copies = 1000, most_gathered = 4096, most_bytes = 65535;
constexpr std::int64_t most_seconds = 100LL * 365 * 86400;
constexpr duration usual_gathering = std::chrono::seconds(1);
constexpr std::uint32_t usual_garbage = 16;

constexpr std::array<std::string_view, 3> way_names{"sent", "received", "both"};
constexpr std::array<std::string_view, 4> shape_names{"fixed", "uniform", "normal", "exponential"};

template <std::size_t N>
std::optional<std::size_t> place_in(const std::array<std::string_view, N>& names, std::string_view name) {
    const auto at = std::find(names.begin(), names.end(), name);
    return at == names.end() ? std::nullopt : std::optional(static_cast<std::size_t>(at - names.begin()));
}

template <class Enum, std::size_t N>
void take_word(strict_object& from, std::string_view name, const std::array<std::string_view, N>& words, Enum& into) {
    const auto* v = from.take(name);
    if (v == nullptr) return;
    const auto at = v->is_string() ? place_in(words, v->get_string()) : std::nullopt;
    if (!at) return from.expected(name, fmt::format("one of {}", fmt::join(words, ", ")), *v);
    into = static_cast<Enum>(*at);
}

void take_message(strict_object& from, std::optional<message_index>& into) {
    const auto* v = from.take("message");
    if (v == nullptr) return;
    if (v->is_string()) into = message_named(v->get_string());
    if (!into) from.expected("message", "the name of a message, as cycle", *v);
}

void take_delay(strict_object& from, fault_delay& into) {
    from.need("mean");
    from.time("mean", into.mean);
    from.time("spread", into.spread);
    if (into.spread.count() > 0) into.form = fault_delay::shape::uniform;
    take_word(from, "shape", shape_names, into.form);
    const bool has_spread = into.form == fault_delay::shape::uniform || into.form == fault_delay::shape::normal;
    if (into.spread.count() > 0 && !has_spread)
        from.wrong("spread", fmt::format("one of shape {} has none", shape_names[static_cast<std::size_t>(into.form)]));
}

/// Seconds as a number or as a duration, both with a sign.
void take_shift(strict_object& from, fault& f) {
    from.need("by");
    const auto* v = from.take("by");
    if (v == nullptr) return;
    std::optional<std::int64_t> seconds = whole_in(*v);
    if (const auto* text = v->if_string(); text != nullptr && !seconds) {
        std::string_view rest(*text);
        const bool back = rest.starts_with('-');
        if (back) rest.remove_prefix(1);
        if (const auto given = settings::parse_duration(rest))
            seconds = std::chrono::duration_cast<std::chrono::seconds>(*given).count() * (back ? -1 : 1);
    }
    if (!seconds || *seconds < -most_seconds || *seconds > most_seconds)
        return from.expected("by", "whole seconds or a duration as -1h, at most 100 years", *v);
    f.number = static_cast<double>(*seconds);
}

void take_word_value(strict_object& from, fault& f) {
    std::uint16_t word = 0;
    from.need("value");
    from.whole("value", word, 0, 65535);
    f.number = word;
}

void take_field(strict_object& from, fault& f) {
    from.need("field");
    from.need("value");
    from.text("field", f.field, longest_name);
    const auto* v = from.take("value");
    if (v == nullptr) return;
    if (v->is_number())
        f.number = v->to_number<double>();
    else if (v->is_string())
        from.text("value", f.text, longest_value);
    else
        from.expected("value", "a number or a text", *v);
    if (!wire_length(f.text)) from.wrong("value", "holds a letter that the wire, Latin-1, cannot carry");
    if (auto problem = field_problem(f); !problem.empty()) from.wrong(wrong_field_key(f), std::move(problem));
}

void take_arguments(strict_object& from, fault& f) {
    switch (f.what) {
        case fault_kind::delay:
        case fault_kind::jitter:
        case fault_kind::stall:
            return take_delay(from, f.wait);
        case fault_kind::duplicate:
            return from.whole("count", f.count, 1, most_copies);
        case fault_kind::reorder:
            return from.time("wait", f.wait.mean);
        case fault_kind::split:
            from.need("at");
            from.whole("at", f.at, 1, most_bytes);
            return from.time("wait", f.wait.mean);
        case fault_kind::coalesce:
            f.wait.mean = usual_gathering;
            from.need("count");
            from.whole("count", f.count, 2, most_gathered);
            return from.time("wait", f.wait.mean);
        case fault_kind::throttle:
            from.need("rate");
            return from.whole("rate", f.rate, 1, 1'000'000'000);
        case fault_kind::truncate:
            from.need("at");
            return from.whole("at", f.at, 0, most_bytes);
        case fault_kind::wrong_size:
        case fault_kind::wrong_command:
            return take_word_value(from, f);
        case fault_kind::flip_bits:
            return from.whole("count", f.count, 1, most_bytes);
        case fault_kind::set_field:
            return take_field(from, f);
        case fault_kind::shift_time:
            if (!has_time(f.message)) from.wrong("", "no message that is meant tells a time");
            return take_shift(from, f);
        case fault_kind::garbage:
            f.count = usual_garbage;
            return from.whole("count", f.count, 1, most_bytes);
        case fault_kind::drop:
        case fault_kind::half_open:
        case fault_kind::reset:
        case fault_kind::close:
            return;
    }
}

/// The key that a lone value stands for: `do: {delay: 200ms}`.
std::string_view main_key(fault_kind kind) {
    switch (kind) {
        case fault_kind::delay:
        case fault_kind::jitter:
        case fault_kind::stall:
            return "mean";
        case fault_kind::duplicate:
        case fault_kind::coalesce:
        case fault_kind::flip_bits:
        case fault_kind::garbage:
            return "count";
        case fault_kind::reorder:
            return "wait";
        case fault_kind::split:
        case fault_kind::truncate:
            return "at";
        case fault_kind::throttle:
            return "rate";
        case fault_kind::wrong_size:
        case fault_kind::wrong_command:
            return "value";
        case fault_kind::shift_time:
            return "by";
        default:
            return {};
    }
}

void take_action(strict_object& from, fault& f, std::optional<fault_mistake>& mistake) {
    from.need("do");
    const auto* v = from.take("do");
    if (v == nullptr) return;
    const auto* object = v->if_object();
    const bool is_one = object != nullptr && object->size() == 1;
    if (!is_one && !v->is_string()) return from.expected("do", "one kind of fault", *v);
    const std::string_view kind = is_one ? std::string_view(object->begin()->key()) : v->get_string();
    const auto at = place_in(fault_kind_names, kind);
    if (!at)
        return from.wrong("do", fmt::format("unknown kind of fault {}; known: {}", shown(json::string(kind)),
                                            fmt::join(fault_kind_names, ", ")));
    f.what = static_cast<fault_kind>(*at);
    json::object arguments;
    if (is_one) {
        const auto& given = object->begin()->value();
        if (given.is_object())
            arguments = given.get_object();
        else if (!main_key(f.what).empty())
            arguments[main_key(f.what)] = given;
        else if (!given.is_null())
            return from.expected(fmt::format("do.{}", kind), "keys and values, or nothing", given);
    }
    strict_object inside(arguments, fmt::format("do.{}.", kind), mistake);
    take_arguments(inside, f);
    inside.finish();
}

}  // namespace

std::string message_key(message_index message) {
    std::string key(traits_of(message).name);
    std::replace(key.begin(), key.end(), ' ', '_');
    return key;
}

std::optional<message_index> message_named(std::string_view key) {
    std::string name(key);
    std::replace(name.begin(), name.end(), '_', ' ');
    for (message_index at = 0; at < message_count; ++at) {
        std::string known(traits_of(at).name);
        std::replace(known.begin(), known.end(), '_', ' ');
        if (known == name) return at;
    }
    return std::nullopt;
}

std::string why_never(const fault& f, sender end) {
    const auto from = f.message ? traits_of(*f.message).from : sender::any;
    if (from == sender::any || f.way == fault_way::both) return {};
    if ((f.way == fault_way::sent) == (from == end)) return {};
    return fmt::format("a {} never {} {}: this fault would never be done; leave it out",
                       end == sender::host ? "host" : "machine", f.way == fault_way::sent ? "sends" : "receives",
                       message_key(*f.message));
}

fault_or_mistake parse_fault(const json::value& v) {
    if (v.is_string()) return parse_fault_text(v.get_string());
    if (!v.is_object()) return fault_mistake{"", fmt::format("expected a fault as keys and values, got {}", shown(v))};
    fault f;
    std::optional<fault_mistake> mistake;
    strict_object from(v.get_object(), "", mistake);
    from.text("name", f.name, longest_name);
    from.text("machine", f.machine, longest_name);
    take_message(from, f.message);
    if (f.message && traits_of(*f.message).from != sender::any) f.way = fault_way::both;
    take_word(from, "way", way_names, f.way);
    from.whole("skip", f.skip, 0, 1'000'000'000);
    from.whole("first", f.first, 0, 1'000'000'000);
    from.whole("every", f.every, 1, 1'000'000'000);
    from.number("probability", f.probability, 0, 1);
    from.time("from", f.from);
    from.time("until", f.until);
    take_action(from, f, mistake);
    from.finish();
    if (f.first > 0 && f.first < f.every) from.wrong("first", "fewer than `every`: this fault would never be done");
    if (f.until && *f.until <= f.from.value_or(duration{})) from.wrong("until", "the window ends before it begins");
    if (mistake) return *mistake;
    return f;
}

}  // namespace husky::protocol
