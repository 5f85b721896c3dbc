#pragma once

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include "server/http/field_sink.hpp"

namespace husky::host {

/// Adds the JSON Schemas of the fields that it is given to what stands in an object's "properties"; their values do not
/// matter.
class schema_fields final : public field_sink {
  public:
    explicit schema_fields(boost::json::object& properties) : properties_(properties) {}

    void text(std::string_view name, std::optional<std::string_view>) override { nullable(name, "string"); }
    void clock_text(std::string_view name, std::string_view) override {
        properties_[name] = {{"type", "string"}, {"description", "by the machine's clock, ISO-8601 without a zone"}};
    }
    void integer(std::string_view name, std::optional<std::int64_t>) override { nullable(name, "integer"); }
    void boolean(std::string_view name, bool) override { properties_[name] = {{"type", "boolean"}}; }
    void time(std::string_view name, std::optional<wall_time>) override { date_time(name); }
    void machine_time(std::string_view name, std::optional<std::chrono::sys_seconds>) override { date_time(name); }
    void json(std::string_view name, std::string_view, json_kind kind) override {
        if (kind == json_kind::any)
            properties_[name] = {{"type", {"number", "string", "null"}}};
        else
            properties_[name] = {{"type", kind == json_kind::object ? "object" : "array"}};
    }

  private:
    boost::json::object& nullable(std::string_view name, std::string_view type) {
        properties_[name] = {{"type", {type, "null"}}};
        return properties_[name].as_object();
    }
    void date_time(std::string_view name) { nullable(name, "string")["format"] = "date-time"; }

    boost::json::object& properties_;
};

}  // namespace husky::host
