#include "protocol/faults/fault_fields.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <set>

#include "protocol/by_name/message_layouts.hpp"
#include "protocol/faults/fault_edit.hpp"

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
    if (kind == field_kind::f32 || kind == field_kind::any_value)
        return std::abs(number) <= static_cast<double>(std::numeric_limits<float>::max());
    if (kind > field_kind::f32) return false;
    const auto [min, max] = range_of(kind);
    return number == std::trunc(number) && number >= static_cast<double>(min) && number <= static_cast<double>(max);
}

bool takes(const field_layout& field, const fault& f) {
    if (f.number) return takes_number(field.kind, *f.number);
    return field.kind == field_kind::text || field.kind == field_kind::any_value;
}

}  // namespace

std::optional<field_problem> check_field(const fault& f) {
    const bool is_variable = variable_in(f.field).has_value();
    bool takes_value = false;
    std::set<std::string_view> known, kinds_meant;
    visit_fields(f.message, [&](const field_layout& field) {
        if (field.kind != field_kind::repeat && field.kind != field_kind::bytes) known.insert(field.name);
        if (is_variable ? field.kind != field_kind::any_value : field.name != f.field) return;
        takes_value |= takes(field, f);
        kinds_meant.insert(name(field.kind));
    });
    if (takes_value) return std::nullopt;
    if (!kinds_meant.empty())
        return field_problem{"value",
                             fmt::format("a value that {} ({}) cannot have", f.field, fmt::join(kinds_meant, ", "))};
    const auto of = f.message ? fmt::format(" of {}; known: {}", word_of(*f.message), fmt::join(known, ", ")) : "";
    return field_problem{"field", fmt::format("unknown field '{}'{}", f.field, of)};
}

bool has_time(std::optional<message_index> message) {
    bool has = false;
    visit_fields(message, [&](const field_layout& field) {
        has |= field.name == "synch_time" || field.name == "time" || field.kind == field_kind::any_value;
    });
    return has;
}

}  // namespace husky::protocol
