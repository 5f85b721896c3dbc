#include "protocol/by_name/message_layouts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "protocol/messages/variable_names.hpp"
#include "protocol/wire/hex.hpp"
#include "settings/json_text.hpp"
#include "settings/scalar.hpp"

namespace husky::protocol {

namespace json = boost::json;

namespace {

const field_layout* find_in(const std::vector<field_layout>& fields, std::string_view name) {
    const auto at = std::find_if(fields.begin(), fields.end(), [&](const auto& f) { return f.name == name; });
    return at == fields.end() ? nullptr : &*at;
}

/// The list of values that are keyed by their variable, if the message has one.
const field_layout* keyed_list(const message_layout& layout) {
    for (const auto& f : layout.fields)
        if (f.kind == field_kind::repeat && f.elements.back().kind == field_kind::any_value) return &f;
    return nullptr;
}

std::string_view take_part(std::string_view& path) {
    const auto dot = path.find('.');
    const auto part = path.substr(0, dot);
    path.remove_prefix(dot == std::string_view::npos ? path.size() : dot + 1);
    return part;
}

std::variant<field_path, std::string> in_element(field_path found, std::string_view rest) {
    const auto& elements = found.list->elements;
    const auto part = take_part(rest);
    const auto number = settings::parse_integer(part);
    if (!number || *number < 0 || *number > 65535)
        return fmt::format("expected an element of {} by its number from 0", found.list->name);
    found.element = static_cast<std::size_t>(*number);
    if (rest.empty() && elements.size() == 1) {
        found.field = elements.data();
        return found;
    }
    found.field = find_in(elements, rest);
    if (found.field == nullptr)
        return fmt::format("an element of {} has no field '{}'; it has {}", found.list->name, rest,
                           names_of(elements, "no fields"));
    return found;
}

}  // namespace

std::string names_of(const std::vector<field_layout>& fields, std::string_view if_none) {
    std::string names;
    for (const auto& f : fields)
        names.append(names.empty() ? "" : ", ").append(f.name);
    return fields.empty() ? std::string(if_none) : names;
}

std::string word_of(message_index message) {
    std::string name(traits_of(message).name);
    std::replace(name.begin(), name.end(), ' ', '_');
    return name;
}

std::optional<message_index> message_layouts::find(std::string_view name) {
    for (message_index at = 0; at < message_count; ++at)
        if (traits_of(at).name == name || word_of(at) == name) return at;
    return std::nullopt;
}

std::variant<field_path, std::string> message_layouts::find_field(message_index message, std::string_view path) const {
    const auto& layout = layouts_[message];
    field_path found;
    found.message = message;
    auto rest = path;
    const auto first = take_part(rest);
    const auto* keyed = keyed_list(layout);
    if (keyed != nullptr && first == "variables") {
        found.variable = variable_by_name(rest);
        if (!found.variable) return fmt::format("no variable is called '{}'", rest);
        found.list = keyed;
        found.field = &keyed->elements.back();
        return found;
    }
    const auto* field = find_in(layout.fields, first);
    if (field == nullptr) {
        const auto known = names_of(layout.fields, "no fields") + (keyed != nullptr ? ", variables.ID" : "");
        return fmt::format("{} has no field '{}'; it has {}", word_of(message), first, known);
    }
    if (field->kind != field_kind::repeat) {
        if (!rest.empty()) return fmt::format("{} is a field, not a list", first);
        found.field = field;
        return found;
    }
    found.list = field;
    return in_element(found, rest);
}

std::optional<json::value> message_layouts::value_at(const frame& f, const field_path& path) const {
    std::optional<json::value> found;
    bool meant = false;
    const auto visit = [&](const placed_field& field) {
        if (path.variable) {
            if (field.depth == 1 && field.layout == path.list->elements.data()) meant = field.number == *path.variable;
            if (meant && field.layout == path.field && !found) found = value_of(field);
        } else if (field.layout == path.field && (path.list == nullptr || field.element == path.element)) {
            found = value_of(field);
        }
    };
    walk_fields(f, layouts_[path.message], *wire_dialect_, std::cref(visit));
    return found;
}

json::value value_of(const placed_field& field) {
    switch (field.kind) {
        case field_kind::text: {
            std::string text;
            decode_text(field.bytes, text);
            return json::value(text);
        }
        case field_kind::bytes:
            return json::value(hex(field.bytes));
        case field_kind::any_value:
            return nullptr;
        case field_kind::f32: {
            const auto number = std::bit_cast<float>(field.number);
            if (!std::isfinite(number)) return nullptr;
            return settings::as_written(number);
        }
        case field_kind::i32:
            return static_cast<std::int64_t>(static_cast<std::int32_t>(field.number));
        default:
            return static_cast<std::int64_t>(field.number);
    }
}

std::optional<std::uint32_t> number_of_word(const field_layout& field, std::string_view word) {
    constexpr std::uint32_t max_words = 256;
    if (field.word == nullptr || word == "unknown") return std::nullopt;
    std::string with_spaces(word);
    std::replace(with_spaces.begin(), with_spaces.end(), '_', ' ');
    for (std::uint32_t number = 0; number < max_words; ++number)
        if (field.word(number) == word || field.word(number) == with_spaces) return number;
    return std::nullopt;
}

}  // namespace husky::protocol
