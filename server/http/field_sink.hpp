#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>

#include "server/records/records.hpp"

namespace husky::host {

/// What a value that is JSON already is.
enum class json_kind { object, array, any };

/// Takes the fields of one thing, in their order. A machine, a cycle or a gap is described once, into
/// this: JSON, CSV and the schemas of the API's description are made from it. An empty optional is null.
class field_sink {
  public:
    virtual ~field_sink() = default;

    virtual void text(std::string_view name, std::optional<std::string_view> value) = 0;
    virtual void integer(std::string_view name, std::optional<std::int64_t> value) = 0;
    virtual void boolean(std::string_view name, bool value) = 0;
    /// By the host's clock: ISO-8601 with milliseconds and Z.
    virtual void time(std::string_view name, std::optional<wall_time> value) = 0;
    /// Seconds since 1970 GMT by the machine's clock: ISO-8601 with Z.
    virtual void machine_time(std::string_view name, std::optional<std::chrono::sys_seconds> value) = 0;
    /// As the machine's clock showed it, ISO-8601 without a zone; the text it sent if that is not a time.
    virtual void clock_text(std::string_view name, std::string_view value) = 0;
    /// A value that is JSON already.
    virtual void json(std::string_view name, std::string_view value, json_kind kind) = 0;

  protected:
    field_sink() = default;
    field_sink(const field_sink&) = default;
    field_sink& operator=(const field_sink&) = default;
};

}  // namespace husky::host
