#pragma once

#include <string>

#include "server/http/field_sink.hpp"

namespace husky::host {

/// Appends one line of CSV (RFC 4180): the values, or the names of the fields. What is JSON stays JSON, quoted; null is
/// empty.
class csv_fields final : public field_sink {
  public:
    enum class line { names, values };
    csv_fields(std::string& out, line wanted) : out_(out), names_(wanted == line::names) {}

    void text(std::string_view name, std::optional<std::string_view> value) override;
    void integer(std::string_view name, std::optional<std::int64_t> value) override;
    void boolean(std::string_view name, bool value) override;
    void time(std::string_view name, std::optional<wall_time> value) override;
    void machine_time(std::string_view name, std::optional<std::chrono::sys_seconds> value) override;
    void json(std::string_view name, std::string_view value, json_kind kind) override;

    /// After the last field.
    void close() { out_ += "\r\n"; }

  private:
    void cell(std::string_view name, std::string_view value);

    std::string& out_;
    bool names_;
    bool first_ = true;
};

}  // namespace husky::host
