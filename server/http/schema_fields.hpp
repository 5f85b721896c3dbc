#pragma once

#include <string>

#include "server/http/field_sink.hpp"

namespace husky::host {

/// Appends the JSON Schemas of the fields that it is given, as what stands in an object's "properties"; their values do
/// not matter.
class schema_fields final : public field_sink {
  public:
    explicit schema_fields(std::string& out) : out_(out) {}

    void text(std::string_view name, std::optional<std::string_view>) override {
        property(name, R"("string")", "", true);
    }
    void clock_text(std::string_view name, std::string_view) override {
        property(name, R"("string")", "", false, "by the machine's clock, ISO-8601 without a zone");
    }
    void integer(std::string_view name, std::optional<std::int64_t>) override {
        property(name, R"("integer")", "", true);
    }
    void boolean(std::string_view name, bool) override { property(name, R"("boolean")", "", false); }
    void time(std::string_view name, std::optional<wall_time>) override {
        property(name, R"("string")", "date-time", true);
    }
    void machine_time(std::string_view name, std::optional<std::chrono::sys_seconds>) override {
        property(name, R"("string")", "date-time", true);
    }
    void json(std::string_view name, std::string_view, json_kind kind) override {
        if (kind == json_kind::any) return property(name, R"(["number","string","null"])", "", false);
        property(name, kind == json_kind::object ? R"("object")" : R"("array")", "", false);
    }

  private:
    void property(std::string_view name, std::string_view type, std::string_view format, bool nullable,
                  std::string_view description = "");

    std::string& out_;
    bool first_ = true;
};

}  // namespace husky::host
