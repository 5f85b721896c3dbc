#include "server/http/field_list.hpp"

#include <fmt/format.h>

#include <cmath>

#include "protocol/messages/value.hpp"
#include "protocol/wire/csv.hpp"
#include "server/http/iso_time.hpp"

namespace husky::host {

namespace {

bool is_text(const answer_field& field) {
    return field.is == answer_field::type::text || field.is == answer_field::type::clock_text;
}

}  // namespace

void field_list::text(std::string_view name, std::optional<std::string_view> value) {
    fields_.push_back({std::string(name), answer_field::type::text, std::optional<std::string>(value)});
}

void field_list::clock_text(std::string_view name, std::string_view value) {
    fields_.push_back({std::string(name), answer_field::type::clock_text, std::string(value)});
}

void field_list::integer(std::string_view name, std::optional<std::int64_t> value) {
    fields_.push_back(
        {std::string(name), answer_field::type::integer, value ? std::optional(std::to_string(*value)) : std::nullopt});
}

void field_list::number(std::string_view name, std::optional<double> value) {
    const bool is_known = value && std::isfinite(*value);
    fields_.push_back({std::string(name), answer_field::type::number,
                       is_known ? std::optional(fmt::format("{:.9g}", *value)) : std::nullopt});
}

void field_list::boolean(std::string_view name, bool value) {
    fields_.push_back({std::string(name), answer_field::type::boolean, value ? "true" : "false"});
}

void field_list::time(std::string_view name, std::optional<wall_time> value) {
    fields_.push_back(
        {std::string(name), answer_field::type::time, value ? std::optional(iso_utc(*value)) : std::nullopt});
}

void field_list::machine_time(std::string_view name, std::optional<std::chrono::sys_seconds> value) {
    fields_.push_back(
        {std::string(name), answer_field::type::time, value ? std::optional(iso_utc(*value)) : std::nullopt});
}

void field_list::json(std::string_view name, std::string value, answer_field::type is) {
    fields_.push_back({std::string(name), is, std::move(value)});
}

void append_json(std::string& out, const field_list& fields) {
    out += '{';
    for (const answer_field& each : fields.all()) {
        if (&each != fields.all().data()) out += ',';
        protocol::append_json_string(out, each.name);
        out += ':';
        if (each.value && (is_text(each) || each.is == answer_field::type::time))
            protocol::append_json_string(out, *each.value);
        else
            out += each.value.value_or("null");
    }
    out += '}';
}

void append_csv_names(std::string& out, const field_list& fields) {
    for (const answer_field& each : fields.all()) {
        if (&each != fields.all().data()) out += ',';
        protocol::append_csv(out, each.name);
    }
    out += "\r\n";
}

void append_csv_values(std::string& out, const field_list& fields, bool keep_formulas) {
    for (const answer_field& each : fields.all()) {
        if (&each != fields.all().data()) out += ',';
        const auto append = is_text(each) && !keep_formulas ? protocol::append_csv_text : protocol::append_csv;
        append(out, each.value.value_or(""));
    }
    out += "\r\n";
}

http_response json_document(const field_list& fields) {
    http_response response;
    append_json(response.body, fields);
    return response;
}

}  // namespace husky::host
