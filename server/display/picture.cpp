#include "server/display/picture.hpp"

#include <fmt/format.h>

#include <iterator>

#include "protocol/messages/value.hpp"

namespace husky::host {

namespace {

/// Writes what `item(i)` appends, for each i below `count`, as a JSON array.
template <class Item>
void append_array(std::string& out, std::size_t count, Item item) {
    out += '[';
    for (std::size_t i = 0; i < count; ++i) {
        if (i > 0) out += ',';
        item(i);
    }
    out += ']';
}

}  // namespace

std::string to_json(const display_picture& shown) {
    const auto& screen = shown.screen;
    std::string out;
    out.reserve(std::size_t{8} * screen.columns() * screen.rows());
    const auto into = std::back_inserter(out);
    fmt::format_to(into, R"({{"columns":{},"rows":{},"text":)", screen.columns(), screen.rows());
    append_array(out, screen.rows(), [&](std::size_t y) { protocol::append_json_string(out, screen.row_text(y)); });
    out += R"(,"attributes":)";
    append_array(out, screen.rows(), [&](std::size_t y) {
        append_array(out, screen.columns(),
                     [&](std::size_t x) { fmt::format_to(into, "{}", screen.at(x, y).attribute); });
    });
    if (screen.cursor())
        fmt::format_to(into, R"(,"cursor":{{"x":{},"y":{}}})", screen.cursor()->x, screen.cursor()->y);
    else
        out += R"(,"cursor":null)";
    out += R"(,"menu":)";
    append_array(out, shown.menu.size(), [&](std::size_t i) {
        fmt::format_to(into, R"({{"key":{},"label":)", shown.menu[i].key_code);
        protocol::append_json_string(out, shown.menu[i].label);
        out += '}';
    });
    return out + '}';
}

}  // namespace husky::host
