#include "server/api/documents/csv_fields.hpp"

#include "protocol/wire/csv.hpp"
#include "server/http/iso_time.hpp"

namespace husky::host {

bool csv_fields::begin(std::string_view name) {
    if (!first_) out_ += ',';
    first_ = false;
    if (wanted_ == line::names) protocol::append_csv(out_, name);
    return wanted_ == line::names;
}

void csv_fields::cell(std::string_view name, std::string_view value) {
    if (!begin(name)) protocol::append_csv(out_, value);
}

void csv_fields::text(std::string_view name, std::optional<std::string_view> value) {
    if (wanted_ != line::values) return cell(name, value.value_or(""));
    begin(name);
    protocol::append_csv_text(out_, value.value_or(""));
}

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
