#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <limits>

#include "protocol/by_name/frame_builder.hpp"
#include "protocol/messages/variable_names.hpp"
#include "protocol/wire/hex.hpp"
#include "scenario/file/plan_reader.hpp"
#include "settings/edit_distance.hpp"

namespace husky::scenario {

namespace json = boost::json;
using protocol::field_kind;

namespace {

std::string nearest_message(std::string_view name) {
    if (name.size() > 40) return {};
    std::string best;
    std::size_t min = 4;
    for (protocol::message_index m = 0; m < protocol::message_count; ++m) {
        const auto word = protocol::word_of(m);
        const auto away = settings::edit_distance(name, word);
        if (away >= min) continue;
        min = away;
        best = word;
    }
    return best;
}

std::vector<json::value> values_of(const node& n) {
    std::vector<json::value> out;
    for (const auto& item : n.items)
        out.push_back(to_json(item));
    return out;
}

/// One value or several that it may be.
void take_wanted(const node& n, condition& c) {
    if (n.is == node::kind::list) {
        if (n.items.empty()) fail(n.where, "an empty list can never be met");
        c.one_of = values_of(n);
    } else {
        c.equals = to_json(n);
    }
}

condition condition_of_keys(const node& group) {
    condition c;
    if (const auto* n = group.find("equals")) c.equals = to_json(*n);
    if (const auto* n = group.find("one_of")) take_wanted(*n, c);
    if (const auto* n = group.find("not")) {
        if (c.equals || !c.one_of.empty()) fail(n->where, "given beside equals; only one of the two is allowed");
        c.negated = true;
        take_wanted(*n, c);
    }
    c.min = number_in(group, "least");
    c.max = number_in(group, "most");
    if (const auto* n = group.find("contains")) c.contains = n->text;
    c.absent = flag_in(group, "absent");
    const bool asks = c.equals || !c.one_of.empty() || c.min || c.max || c.contains;
    if (c.absent && asks) fail(group.where, "what is absent has no value");
    if (!c.absent && !asks)
        fail(group.where,
             "says nothing about the value; expected equals, one_of, least, most, contains, not or absent");
    if (c.min && c.max && *c.min > *c.max)
        fail(group.where, fmt::format("least {} is above most {}: this can never be met", *c.min, *c.max));
    return c;
}

condition condition_of(const node& n) {
    if (n.is == node::kind::group) return condition_of_keys(n);
    condition c;
    take_wanted(n, c);
    return c;
}

bool is_text(const protocol::field_path& at) {
    if (at.variable) return protocol::sort_of(*at.variable) == protocol::variable_sort::text;
    return at.field->kind == field_kind::text || at.field->kind == field_kind::bytes;
}

void check_value(json::value& v, const protocol::field_path& at, const condition& c, const place& where) {
    if (at.variable || at.field->kind == field_kind::any_value) {
        const bool fits = v.is_null() || (is_text(at) ? v.is_string() : v.is_number());
        if (at.variable && !fits)
            fail(where, fmt::format("{} is {}, never {}", c.field, is_text(at) ? "a text" : "a number", text_of(v)));
        return;
    }
    if (const auto number = v.is_string() ? protocol::number_of_word(*at.field, v.get_string()) : std::nullopt)
        v = *number;
    if (const auto problem = protocol::cannot_hold(*at.field, v)) fail(where, fmt::format("{}: {}", c.field, *problem));
    if (at.field->kind == field_kind::bytes) {
        // As the decoder shows them.
        v = json::string(protocol::hex(*protocol::bytes_from_hex(v.get_string())));
    }
}

void check_limits(const condition& c, const protocol::field_path& at, const place& where) {
    if (is_text(at) && (c.min || c.max)) fail(where, fmt::format("{} is a text: it has no least or most", c.field));
    if (!is_text(at) && c.contains && at.field->kind != field_kind::any_value)
        fail(where, fmt::format("{} is a number: it contains no text", c.field));
    if (at.field->kind > field_kind::i32) return;
    const double field_max = at.field->kind == field_kind::u8    ? 0xFF
                             : at.field->kind == field_kind::u16 ? 0xFFFF
                             : at.field->kind == field_kind::u32 ? 4294967295.0
                                                                 : std::numeric_limits<std::int32_t>::max();
    const double min = at.field->kind == field_kind::i32 ? std::numeric_limits<std::int32_t>::min() : 0;
    if ((c.min && *c.min > field_max) || (c.max && *c.max < min))
        fail(where, fmt::format("{} is from {} to {}: this can never be met", c.field, min, field_max));
}

}  // namespace

void check_condition(condition& c, const protocol::field_path& at, const place& where) {
    if (at.field->kind == field_kind::repeat) fail(where, fmt::format("{} is a list, not a value", c.field));
    if (c.equals) check_value(*c.equals, at, c, where);
    for (auto& each : c.one_of)
        check_value(each, at, c, where);
    check_limits(c, at, where);
}

protocol::message_index plan_reader::message_named(const node& n) {
    if (const auto found = protocol::message_layouts::find(n.text)) return *found;
    const auto nearest = nearest_message(n.text);
    fail(n.where, fmt::format("no message is called '{}'{}", n.text,
                              nearest.empty() ? "" : fmt::format("; is {} meant?", nearest)));
}

condition plan_reader::condition_in(const node& group, std::string field,
                                    std::optional<protocol::message_index> message) const {
    condition c = condition_of(group);
    c.field = std::move(field);
    if (!message) {
        for (protocol::message_index m = 0; m < protocol::message_count; ++m)
            if (std::holds_alternative<protocol::field_path>(layouts_->find_field(m, c.field))) return c;
        fail(group.where, fmt::format("no message has a field '{}'", c.field));
    }
    const auto found = layouts_->find_field(*message, c.field);
    if (const auto* wrong = std::get_if<std::string>(&found)) fail(group.where, *wrong);
    check_condition(c, std::get<protocol::field_path>(found), group.where);
    return c;
}

message_pattern plan_reader::pattern(const node& group) const {
    message_pattern out;
    const auto* message = group.find("message");
    if (message->text != "any") out.message = message_named(*message);
    if (const auto* n = group.find("way")) out.way = n->text == "sent" ? direction::sent : direction::received;
    if (group.find("malformed") != nullptr) out.malformed = flag_in(group, "malformed");
    if (const auto* fields = group.find("fields"))
        for (const auto& m : fields->members) {
            auto value = m.value;
            value.where = m.where;
            out.fields.push_back(condition_in(value, m.name, out.message));
        }
    return out;
}

}  // namespace husky::scenario
