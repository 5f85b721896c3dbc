#include "tests/support/wire_notation.hpp"

#include <charconv>
#include <stdexcept>
#include <string>

namespace husky::protocol {

namespace {

unsigned take_number(std::string_view& notation, std::size_t digits, int base) {
    unsigned number = 0;
    const auto* first = notation.data();
    const auto [end, failed] = std::from_chars(first, first + std::min(digits, notation.size()), number, base);
    if (failed != std::errc{}) throw std::invalid_argument("not wire notation: " + std::string(notation));
    notation.remove_prefix(static_cast<std::size_t>(end - first));
    return number;
}

void take_text(std::string_view& notation, std::vector<std::byte>& out) {
    notation.remove_prefix(1);
    const auto end = notation.find('\'');
    if (end == std::string_view::npos) throw std::invalid_argument("wire notation: a text does not end");
    for (const char c : notation.substr(0, end))
        out.push_back(static_cast<std::byte>(c));
    notation.remove_prefix(end + 1);
}

}  // namespace

std::vector<std::byte> wire(std::string_view notation) {
    std::vector<std::byte> out;
    while (!notation.empty()) {
        if (notation.front() == ' ' || notation.front() == '\n') {
            notation.remove_prefix(1);
        } else if (notation.front() == '\'') {
            take_text(notation, out);
        } else {
            const auto byte = static_cast<std::byte>(take_number(notation, 2, 16));
            std::size_t count = 1;
            if (notation.starts_with('*')) {
                notation.remove_prefix(1);
                count = take_number(notation, 6, 10);
            }
            out.insert(out.end(), count, byte);
        }
    }
    return out;
}

}  // namespace husky::protocol
