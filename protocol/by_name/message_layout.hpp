#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "protocol/dialect/dialect.hpp"

/// The catalogue's descriptions as data, for what walks over bytes without knowing the message's type: the walk of
/// decoders (field_walk.hpp) and the dissector.
namespace husky::protocol {

enum class field_kind : std::uint8_t { u8, u16, u32, i32, f32, text, bytes, any_value, repeat };

/// "u16", "text"
std::string_view name(field_kind);

/// What an integer of that kind holds.
struct number_range {
    std::int64_t min, max;
};
number_range range_of(field_kind);

struct field_layout {
    std::string_view name;
    field_kind kind = field_kind::u8;
    std::size_t width = 0;  ///< of a number, a text, or the text of a value, in bytes
    provenance known = provenance::extension;
    std::string_view meaning;
    std::string_view (*word)(std::uint32_t) = nullptr;  ///< the word for a number of an enumeration, "unknown" if none
    std::vector<field_layout> elements{};               ///< of a repeat
};

/// A count, a size and a value_type are separate fields, right before what they describe.
struct message_layout {
    message_index message = 0;
    std::vector<field_layout> fields;
};

/// A property of a message with another provenance than the message as a whole: "code", "sender", "layout".
struct marked_property {
    std::string_view name;
    provenance known;
};
std::vector<marked_property> known_otherwise(message_index message);

/// The same for a sentence: ", but code R, sender R"; empty if there is none.
std::string known_otherwise_text(message_index message);

/// The layouts of all messages in a dialect, by index of the catalogue.
std::vector<message_layout> layouts_of(const dialect& d);

}  // namespace husky::protocol
