#pragma once

#include <boost/json/value.hpp>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "protocol/by_name/field_walk.hpp"
#include "protocol/by_name/message_layout.hpp"

namespace husky::protocol {

/// The name of a message as files write it: in one word, "init_response".
std::string word_of(message_index message);

/// "result, tandem_side": the names of fields, in their order.
std::string names_of(const std::vector<field_layout>& fields, std::string_view if_none);

/// Where one field lies, found once by its path for many frames: "result", "languages.0.language_code" (elements are
/// counted from 0), "variables.101" or "variables.CycleTime" (a value of cycle or read_response by its variable).
/// Lives as long as the message_layouts that found it.
struct field_path {
    message_index message = 0;
    const field_layout* field = nullptr;
    const field_layout* list = nullptr;  ///< the repeat that holds it, if one does
    std::size_t element = 0;             ///< of that list
    std::optional<variable_id> variable;
};

/// All messages in a dialect, for code that knows messages and fields by name. The dialect must outlive
/// the message_layouts.
class message_layouts {
  public:
    explicit message_layouts(const dialect& d) : wire_dialect_(&d), layouts_(layouts_of(d)) {}

    [[nodiscard]] const dialect& wire_dialect() const { return *wire_dialect_; }
    [[nodiscard]] const message_layout& layout(message_index message) const { return layouts_[message]; }

    /// By its name, "init response" or "init_response".
    [[nodiscard]] static std::optional<message_index> find(std::string_view name);

    /// A field by its path, or a sentence that says what is wrong with the path.
    [[nodiscard]] std::variant<field_path, std::string> find_field(message_index message, std::string_view path) const;

    /// The value in a frame of that message: a number, a text, bytes in hexadecimal, null for NaN and for a variable
    /// that is unavailable. Empty if the frame has no such field. Enumerations are numbers.
    [[nodiscard]] std::optional<boost::json::value> value_at(const frame& f, const field_path& path) const;

  private:
    const dialect* wire_dialect_;
    std::vector<message_layout> layouts_;
};

/// A field's value as JSON, as message_layouts::value_at gives it.
boost::json::value value_of(const placed_field& field);

/// The number that an enumeration's word stands for: "auto" of a mode, "serial_already_linked" of init's result. Empty
/// if the field has no such word.
std::optional<std::uint32_t> number_of_word(const field_layout& field, std::string_view word);

/// "cycle result=0 tandem_side=0 values=[1=17 4=1767225600 101=5.5 +3]": a frame on one line of at most `longest`
/// characters, safe to show on a terminal. Bytes that are not a message of the dialect are shown as they are.
std::string line_of(const frame& f, std::optional<message_index> message, const message_layouts& layouts,
                    std::size_t max);

}  // namespace husky::protocol
