#include "server/http/json_fields.hpp"

#include "protocol/messages/value.hpp"
#include "server/http/iso_time.hpp"

namespace husky::host {

void json_fields::begin(std::string_view name) {
    if (!first_) out_ += ',';
    first_ = false;
    protocol::append_json_string(out_, name);
    out_ += ':';
}

void json_fields::text(std::string_view name, std::optional<std::string_view> value) {
    begin(name);
    if (value) {
        protocol::append_json_string(out_, *value);
    } else {
        out_ += "null";
    }
}

void json_fields::integer(std::string_view name, std::optional<std::int64_t> value) {
    begin(name);
    out_ += value ? std::to_string(*value) : "null";
}

void json_fields::boolean(std::string_view name, bool value) {
    begin(name);
    out_ += value ? "true" : "false";
}

void json_fields::time(std::string_view name, std::optional<wall_time> value) {
    value ? text(name, iso_utc(*value)) : text(name, std::nullopt);
}

void json_fields::machine_time(std::string_view name, std::optional<std::chrono::sys_seconds> value) {
    value ? text(name, iso_utc(*value)) : text(name, std::nullopt);
}

void json_fields::json(std::string_view name, std::string_view value, json_kind) {
    begin(name);
    out_ += value;
}

}  // namespace husky::host
