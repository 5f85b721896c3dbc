// Faults as a line of text, and as JSON again.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <boost/json.hpp>

#include "protocol/by_name/message_layouts.hpp"
#include "protocol/faults/fault_json.hpp"
#include "protocol/wire/text.hpp"
#include "settings/json_text.hpp"
#include "settings/scalar.hpp"

namespace husky::protocol {

namespace json = boost::json;

namespace {

constexpr std::size_t max_text = 4096;

struct word {
    std::string key, value;
    bool quoted = false;
};

/// The next `key=value`; false at the end or where there is none.
bool take_word(std::string_view& rest, word& into) {
    const auto begin = std::min(rest.find_first_not_of(" \t"), rest.size());
    rest.remove_prefix(begin);
    const auto equals = rest.find_first_of("= \t");
    if (equals == std::string_view::npos || rest[equals] != '=' || equals == 0) return false;
    into.key = rest.substr(0, equals);
    rest.remove_prefix(equals + 1);
    into.quoted = !rest.empty() && (rest.front() == '\'' || rest.front() == '"');
    const auto end = into.quoted ? rest.find(rest.front(), 1) : std::min(rest.find_first_of(" \t"), rest.size());
    if (end == std::string_view::npos) return false;
    into.value = into.quoted ? rest.substr(1, end - 1) : rest.substr(0, end);
    rest.remove_prefix(end + (into.quoted ? 1 : 0));
    return rest.empty() || rest.front() == ' ' || rest.front() == '\t';
}

bool is_top_key(std::string_view key) {
    constexpr std::array<std::string_view, 10> keys{"name",  "machine", "message",     "way",  "skip",
                                                    "first", "every",   "probability", "from", "until"};
    return std::find(keys.begin(), keys.end(), key) != keys.end();
}

/// Only the value of a field may be a number or a text: there the quotes decide.
json::value value_of(const word& w) {
    const json::value text(w.value);
    if (w.key != "value" || w.quoted) return text;
    if (const auto whole = settings::parse_integer(w.value)) return *whole;
    if (const auto number = settings::parse_number(w.value)) return *number;
    return text;
}

std::string text_of(duration time) {
    const auto ns = time.count();
    if (ns % 1'000'000'000 == 0) return fmt::format("{}s", ns / 1'000'000'000);
    if (ns % 1'000'000 == 0) return fmt::format("{}ms", ns / 1'000'000);
    return fmt::format("{}.{:06}ms", ns / 1'000'000, ns % 1'000'000);
}

json::object delay_json(const fault_delay& d) {
    json::object out{{"mean", text_of(d.mean)}};
    if (d.spread.count() > 0) out["spread"] = text_of(d.spread);
    if (d.form != fault_delay::shape::fixed) out["shape"] = fault_delay::shape_names[static_cast<std::size_t>(d.form)];
    return out;
}

void add_wait(json::object& to, const fault& f) {
    if (f.wait.mean.count() > 0) to["wait"] = text_of(f.wait.mean);
}

json::object arguments_of(const fault& f) {
    constexpr double max_whole = 1e15;
    const double number = f.number.value_or(0);
    const auto whole = static_cast<std::int64_t>(std::clamp(number, -max_whole, max_whole));
    json::object out;
    switch (f.kind) {
        case fault_kind::delay:
        case fault_kind::jitter:
        case fault_kind::stall:
            return delay_json(f.wait);
        case fault_kind::duplicate:
        case fault_kind::flip_bits:
        case fault_kind::garbage:
            return {{"count", f.count}};
        case fault_kind::coalesce:
            return {{"count", f.count}, {"wait", text_of(f.wait.mean)}};
        case fault_kind::reorder:
            add_wait(out, f);
            return out;
        case fault_kind::split:
            out["at"] = f.at;
            add_wait(out, f);
            return out;
        case fault_kind::throttle:
            return {{"rate", f.rate}};
        case fault_kind::truncate:
            return {{"at", f.at}};
        case fault_kind::wrong_size:
        case fault_kind::wrong_command:
            return {{"value", whole}};
        case fault_kind::shift_time:
            return {{"by", whole}};
        case fault_kind::set_field:
            out["field"] = f.field;
            out["value"] = f.number ? json::value(*f.number) : json::value(f.text);
            if (f.number && number == static_cast<double>(whole)) out["value"] = whole;
            return out;
        default:
            return out;
    }
}

}  // namespace

fault parse_fault_text(std::string_view text, const settings::place& where) {
    const auto reject = [&](const std::string& key, const std::string& problem) {
        settings::fail(
            {where.source, where.line, where.key.empty() || key.empty() ? where.key + key : where.key + "." + key},
            problem);
    };
    if (text.size() > max_text || !is_utf8(text)) reject("", "expected a text of at most 4096 bytes");
    json::object top, arguments;
    std::string kind;
    for (auto rest = text; rest.find_first_not_of(" \t") != std::string_view::npos;) {
        word w;
        const auto before = rest;
        if (!take_word(rest, w))
            reject("", "expected key=value, got " + shown(settings::node_of(json::string(before))));
        const bool again = w.key == "do" ? !kind.empty() : (is_top_key(w.key) ? top : arguments).contains(w.key);
        if (again) reject(w.key, "given twice");
        if (w.key == "do")
            kind = w.value;
        else
            (is_top_key(w.key) ? top : arguments)[w.key] = value_of(w);
    }
    if (kind.empty()) reject("do", "missing");
    const auto colon = kind.find(':');
    const auto name = kind.substr(0, colon);
    if (colon != std::string::npos && !arguments.empty())
        reject(arguments.begin()->key(), "a value was already given after the colon");
    if (colon != std::string::npos)
        top["do"] = json::object{{name, kind.substr(colon + 1)}};
    else
        top["do"] = json::object{{name, std::move(arguments)}};
    return parse_fault(settings::node_of(top, where));
}

json::object to_json(const fault& f) {
    json::object out;
    if (!f.name.empty()) out["name"] = f.name;
    if (!f.machine.empty()) out["machine"] = f.machine;
    if (f.message) out["message"] = word_of(*f.message);
    out["way"] = fault_way_names[static_cast<std::size_t>(f.way)];
    if (f.skip > 0) out["skip"] = f.skip;
    if (f.first > 0) out["first"] = f.first;
    if (f.every > 1) out["every"] = f.every;
    if (f.probability < 1) out["probability"] = f.probability;
    if (f.from) out["from"] = text_of(*f.from);
    if (f.until) out["until"] = text_of(*f.until);
    auto arguments = arguments_of(f);
    if (arguments.empty())
        out["do"] = name(f.kind);
    else
        out["do"] = json::object{{name(f.kind), std::move(arguments)}};
    return out;
}

std::string_view fault_json_schema() {
    static const std::string schema = [] {
        const json::array kinds(fault_kind_names.begin(), fault_kind_names.end());
        const json::array ways(fault_way_names.begin(), fault_way_names.end());
        json::array messages;
        for (message_index at = 0; at < message_count; ++at)
            messages.emplace_back(word_of(at));
        const json::object text{{"type", "string"}};
        const json::object count{{"type", "integer"}, {"minimum", 0}};
        const json::object of_kind{{"type", "object"},
                                   {"minProperties", 1},
                                   {"maxProperties", 1},
                                   {"propertyNames", json::object{{"enum", kinds}}}};
        const json::object keys{{"name", text},
                                {"machine", text},
                                {"message", json::object{{"enum", messages}}},
                                {"way", json::object{{"enum", ways}}},
                                {"skip", count},
                                {"first", count},
                                {"every", json::object{{"type", "integer"}, {"minimum", 1}}},
                                {"probability", json::object{{"type", "number"}, {"minimum", 0}, {"maximum", 1}}},
                                {"from", text},
                                {"until", text},
                                {"do", json::object{{"anyOf", json::array{json::object{{"enum", kinds}}, of_kind}}}}};
        return settings::json_text(json::object{{"type", "object"},
                                                {"additionalProperties", false},
                                                {"properties", keys},
                                                {"required", json::array{"do"}}});
    }();
    return schema;
}

}  // namespace husky::protocol
