#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/http/message.hpp"
#include "server/records/records.hpp"

namespace husky::host {

/// One field of an answer.
struct answer_field {
    enum class type {
        text,
        integer,
        number,
        boolean,
        time,
        clock_text,  ///< as a machine's clock showed it, ISO-8601 without a zone; what it sent if that is no time
        object,
        object_or_null,
        array,
        any,  ///< a number, a text or null
    };
    std::string name;
    type is = type::text;
    std::optional<std::string> value;  ///< what is no text or time is JSON; empty: null
};

/// The fields of one thing, in their order. Whoever describes a machine, a cycle or a gap does so once, with this:
/// JSON, CSV and the schemas of the API's description are made from the same words. An empty optional is null.
class field_list {
  public:
    void text(std::string_view name, std::optional<std::string_view> value);
    void clock_text(std::string_view name, std::string_view value);
    void integer(std::string_view name, std::optional<std::int64_t> value);
    /// Nine digits. What is not finite is null.
    void number(std::string_view name, std::optional<double> value);
    void boolean(std::string_view name, bool value);
    /// By the host's clock: ISO-8601 with milliseconds and Z.
    void time(std::string_view name, std::optional<wall_time> value);
    /// Seconds since 1970 GMT by the machine's clock: ISO-8601 with Z.
    void machine_time(std::string_view name, std::optional<std::chrono::sys_seconds> value);
    /// A value that is JSON already.
    void json(std::string_view name, std::string value, answer_field::type is);

    [[nodiscard]] const std::vector<answer_field>& all() const { return fields_; }

  private:
    std::vector<answer_field> fields_;
};

/// Appends one JSON object.
void append_json(std::string& out, const field_list& fields);

/// Appends one line of CSV (RFC 4180). What is JSON stays JSON, quoted; null is empty. Texts are never formulas to a
/// spreadsheet, unless those are kept.
void append_csv_names(std::string& out, const field_list& fields);
void append_csv_values(std::string& out, const field_list& fields, bool keep_formulas);

/// An answer that is one JSON object.
http_response json_document(const field_list& fields);

/// A JSON array; `append(out, each)` writes an item.
template <class Range, class Append>
std::string json_array(const Range& all, Append append) {
    std::string out = "[";
    for (const auto& each : all) {
        if (out.size() > 1) out += ',';
        append(out, each);
    }
    return out + ']';
}

}  // namespace husky::host
