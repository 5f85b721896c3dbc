#include "server/http/csv_fields.hpp"

#include "server/http/iso_time.hpp"

namespace husky::host {

void csv_fields::cell(std::string_view name, std::string_view value) {
    if (!first_) out_ += ',';
    first_ = false;
    const std::string_view shown = names_ ? name : value;
    if (shown.find_first_of(",\"\r\n") == std::string_view::npos) {
        out_ += shown;
        return;
    }
    out_ += '"';
    for (const char c : shown) {
        if (c == '"') out_ += '"';
        out_ += c;
    }
    out_ += '"';
}

void csv_fields::text(std::string_view name, std::optional<std::string_view> value) { cell(name, value.value_or("")); }

void csv_fields::integer(std::string_view name, std::optional<std::int64_t> value) {
    cell(name, value ? std::to_string(*value) : "");
}

void csv_fields::boolean(std::string_view name, bool value) { cell(name, value ? "true" : "false"); }

void csv_fields::time(std::string_view name, std::optional<wall_time> value) {
    cell(name, value ? iso_utc(*value) : "");
}

void csv_fields::machine_time(std::string_view name, std::optional<std::chrono::sys_seconds> value) {
    cell(name, value ? iso_utc(*value) : "");
}

void csv_fields::json(std::string_view name, std::string_view value, json_kind) { cell(name, value); }

}  // namespace husky::host
