#include "protocol/wire/csv.hpp"

#include "settings/scalar.hpp"

namespace husky::protocol {

void append_csv(std::string& out, std::string_view cell) {
    if (cell.find_first_of(",\"\r\n") == std::string_view::npos) {
        out += cell;
        return;
    }
    out += '"';
    for (const char c : cell) {
        if (c == '"') out += '"';
        out += c;
    }
    out += '"';
}

void append_csv_text(std::string& out, std::string_view text) {
    const bool formula = text.find_first_of("=+-@\t\r") == 0 && !settings::parse_number(text);
    if (!formula) return append_csv(out, text);
    append_csv(out, '\'' + std::string(text));
}

}  // namespace husky::protocol
