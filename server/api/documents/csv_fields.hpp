#pragma once

#include <string>

#include "server/http/field_sink.hpp"

namespace husky::host {

/// Appends one line of CSV (RFC 4180): the values, or the names of the fields. What is JSON stays JSON, quoted; null is
/// empty. Texts are never formulas to a spreadsheet, unless raw values are wanted.
class csv_fields final : public field_sink {
  public:
    enum class line { names, values, raw_values };
    csv_fields(std::string& out, line wanted) : out_(out), wanted_(wanted) {}

    void text(std::string_view name, std::optional<std::string_view> value) override;
    void integer(std::string_view name, std::optional<std::int64_t> value) override;
    void boolean(std::string_view name, bool value) override;
    void time(std::string_view name, std::optional<wall_time> value) override;
    void machine_time(std::string_view name, std::optional<std::chrono::sys_seconds> value) override;
    void clock_text(std::string_view name, std::string_view value) override { text(name, value); }
    void json(std::string_view name, std::string_view value, json_kind kind) override;

    /// After the last field.
    void close() { out_ += "\r\n"; }

  private:
    void cell(std::string_view name, std::string_view value);
    /// Before a cell; whether it is one of the line of names, and is written.
    bool begin(std::string_view name);

    std::string& out_;
    line wanted_;
    bool first_ = true;
};

}  // namespace husky::host
