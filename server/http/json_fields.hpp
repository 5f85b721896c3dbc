#pragma once

#include <string>

#include "server/http/field_sink.hpp"

namespace husky::host {

/// Appends one JSON object to a text, field by field.
class json_fields final : public field_sink {
  public:
    explicit json_fields(std::string& out) : out_(out) { out_ += '{'; }

    void text(std::string_view name, std::optional<std::string_view> value) override;
    void integer(std::string_view name, std::optional<std::int64_t> value) override;
    void boolean(std::string_view name, bool value) override;
    void time(std::string_view name, std::optional<wall_time> value) override;
    void machine_time(std::string_view name, std::optional<std::chrono::sys_seconds> value) override;
    void clock_text(std::string_view name, std::string_view value) override { text(name, value); }
    void json(std::string_view name, std::string_view value, json_kind kind) override;

    /// After the last field.
    void close() { out_ += '}'; }

  private:
    void begin(std::string_view name);

    std::string& out_;
    bool first_ = true;
};

}  // namespace husky::host
