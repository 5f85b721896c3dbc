#include "protocol/faults/fault_fields.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <set>

#include "protocol/faults/fault_edit.hpp"
#include "protocol/faults/fault_json.hpp"
#include "settings/scalar.hpp"

namespace husky::protocol {

namespace {

using visitor = std::function<void(const field_layout&)>;

void visit_fields(const std::vector<field_layout>& fields, const visitor& visit) {
    for (const auto& field : fields) {
        visit(field);
        visit_fields(field.elements, visit);
    }
}

/// Names and kinds of fields are the same in every dialect.
void visit_fields(std::optional<message_index> message, const visitor& visit) {
    static const auto layouts = layouts_of(default_dialect());
    for (const auto& layout : layouts)
        if (!message || *message == layout.message) visit_fields(layout.fields, visit);
}

bool takes_number(field_kind kind, double number) {
    const auto whole_from = [number](double min, double max) {
        return number == std::trunc(number) && number >= min && number <= max;
    };
    switch (kind) {
        case field_kind::u8:
            return whole_from(0, std::numeric_limits<std::uint8_t>::max());
        case field_kind::u16:
            return whole_from(0, std::numeric_limits<std::uint16_t>::max());
        case field_kind::u32:
            return whole_from(0, std::numeric_limits<std::uint32_t>::max());
        case field_kind::i32:
            return whole_from(std::numeric_limits<std::int32_t>::min(), std::numeric_limits<std::int32_t>::max());
        case field_kind::f32:
        case field_kind::any_value:
            return std::abs(number) <= static_cast<double>(std::numeric_limits<float>::max());
        default:
            return false;
    }
}

bool takes(const field_layout& field, const fault& f) {
    if (f.number) return takes_number(field.kind, *f.number);
    return field.kind == field_kind::text || field.kind == field_kind::any_value;
}

/// The kinds of the matching fields, in words.
struct meant_fields {
    bool any = false, takes_value = false;
    std::set<std::string_view> kinds, known;
};

meant_fields find(const fault& f) {
    const std::string_view path = f.field;
    const bool is_variable = path.starts_with(variable_prefix);
    if (is_variable) {
        const auto id = settings::parse_integer(path.substr(variable_prefix.size()));
        if (!id || *id < 0 || *id > 65535) return {};
    }
    meant_fields found;
    visit_fields(f.message, [&](const field_layout& field) {
        if (field.kind != field_kind::repeat && field.kind != field_kind::bytes) found.known.insert(field.name);
        if (is_variable ? field.kind != field_kind::any_value : field.name != path) return;
        found.any = true;
        found.takes_value |= takes(field, f);
        found.kinds.insert(name(field.kind));
    });
    return found;
}

}  // namespace

std::string field_problem(const fault& f) {
    const auto found = find(f);
    if (!found.any) {
        const auto of = f.message ? fmt::format(" of {}", message_key(*f.message)) : "";
        return fmt::format("unknown field '{}'{}{}", f.field, of,
                           f.message ? fmt::format("; known: {}", fmt::join(found.known, ", ")) : "");
    }
    if (found.takes_value) return {};
    return fmt::format("a value that {} ({}) cannot have", f.field, fmt::join(found.kinds, ", "));
}

std::string_view wrong_field_key(const fault& f) { return find(f).any ? "value" : "field"; }

bool has_time(std::optional<message_index> message) {
    bool has = false;
    visit_fields(message, [&](const field_layout& field) {
        has |= field.name == "synch_time" || field.name == "time" || field.kind == field_kind::any_value;
    });
    return has;
}

}  // namespace husky::protocol
