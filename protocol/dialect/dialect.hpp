#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "protocol/dialect/text_slots.hpp"

namespace husky::protocol {

enum class byte_order : std::uint8_t { little, big };

/// Of the two 16-bit halves of a 4-byte value: as its bytes are ordered, or the other way round.
enum class word_order : std::uint8_t { normal, swapped };

/// What is wrong, and with which key or field: "codes.start", "languages.0.language_code"; empty: with the whole.
struct field_problem {
    std::string field;
    std::string text;
};

struct dialect_ports {
    std::uint16_t host = 1310;
    std::uint16_t machine = 5118;
    std::uint16_t lpd = 515;
};

/// How the catalogue is put on the wire: all that is reconstructed and may differ in a real plant. The default is what
/// PROTOCOL.md describes. A value; links keep a reference, so it must outlive them.
class dialect {
  public:
    dialect();

    std::string name = "default";
    byte_order order = byte_order::little;
    word_order words = word_order::normal;
    bool size_includes_header = true;  ///< false: message_size counts the fields only, 4 bytes less
    char pad = ' ';
    std::string date_format = "YY/MM/DD";
    std::string time_format = "HH:MM:SS";
    std::array<std::uint8_t, 4> value_types{0, 1, 2, 3};  ///< wire code by value_kind
    dialect_ports ports;

    /// Whether numbers lie on the wire as PROTOCOL.md describes.
    [[nodiscard]] bool has_default_order() const { return order == byte_order::little && words == word_order::normal; }

    [[nodiscard]] std::uint16_t code(message_index message) const { return codes_[message]; }
    /// Sets the code of a request or indication; a response follows its request.
    void set_code(message_index message, std::uint16_t code);
    /// The message with this command word on that kind of link, or none. A link of machine functions knows
    /// `display_init` too, for until the first message it may become either.
    [[nodiscard]] std::optional<message_index> find(std::uint16_t word, link_kind on) const {
        const std::uint8_t at = by_word_[table_of(on)][static_cast<std::size_t>(word & 0x7FFFU)];
        if (at == none) return std::nullopt;
        if ((word & response_bit) == 0) return at;
        if (traits_of(at).kind != message_kind::request) return std::nullopt;
        return response_of(at);
    }
    /// The same where the link is not known: machine functions before display.
    [[nodiscard]] std::optional<message_index> find(std::uint16_t word) const {
        const auto at = find(word, link_kind::machine_functions);
        return at ? at : find(word, link_kind::display);
    }

    [[nodiscard]] std::size_t width(std::size_t text_slot) const { return widths_[text_slot]; }
    void set_width(std::size_t text_slot, std::size_t width) { widths_[text_slot] = static_cast<std::uint16_t>(width); }

    /// Smallest and largest value of message_size, and what to add to it for the whole message.
    [[nodiscard]] std::size_t min_size_field() const { return size_includes_header ? 4 : 0; }
    [[nodiscard]] std::size_t size_offset() const { return size_includes_header ? 0 : 4; }
    [[nodiscard]] std::size_t max_message() const { return 65535 + size_offset(); }

    /// Fewest bytes that any value of this message can take, head included.
    [[nodiscard]] std::size_t min_size(message_index message) const;

    /// Why this dialect cannot work, empty if it can: two messages of one link with one code, a
    /// width of 0, a message that cannot be framed, two value types with one code.
    [[nodiscard]] std::optional<field_problem> check() const;

  private:
    static constexpr std::uint8_t none = 0xFF;
    static constexpr std::size_t table_of(link_kind on) { return on == link_kind::display ? 1 : 0; }
    static bool is_in_dialect(message_index message, link_kind on);
    void index_codes();
    [[nodiscard]] std::optional<field_problem> check_codes(link_kind on) const;

    std::array<std::uint16_t, message_count> codes_{};
    std::array<std::uint16_t, text_slot_count> widths_{};
    std::array<std::vector<std::uint8_t>, 2> by_word_;
};

/// The dialect that PROTOCOL.md describes. Lives as long as the program.
const dialect& default_dialect();

/// The dialect of a YAML text; `source` names it in errors. Throws settings::error with source, line and key.
dialect parse_dialect(const std::string& yaml, const std::string& source);

/// Whether a YAML text is a dialect file rather than one that names a dialect: it sets what only a dialect sets, or
/// nothing but the name. False for broken YAML.
bool is_dialect_file(const std::string& yaml);

/// Declares every key of a dialect file; used for validation and for `schema dialect`.
std::string dialect_json_schema();
std::string dialect_reference();

}  // namespace husky::protocol
