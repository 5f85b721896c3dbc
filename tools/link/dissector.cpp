#include "tools/link/dissector.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "program/version.hpp"
#include "protocol/by_name/message_layout.hpp"
#include "tools/link/dissector_script.hpp"

namespace husky::tools {

namespace {

using protocol::field_kind;
using protocol::field_layout;

/// Numbers of an enumeration are asked for their words up to this.
constexpr std::uint32_t max_words = 64;

std::string quoted(std::string_view text) {
    std::string out = "\"";
    for (const char c : text) {
        const auto code = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\')
            out += fmt::format("\\{}", c);
        else if (code < 0x20 || code == 0x7F)
            out += fmt::format("\\{:03}", code);
        else
            out += c;
    }
    return out + '"';
}

/// As a part of a field's name in Wireshark: "init response" is init_response.
std::string identifier(std::string_view name) {
    std::string out(name);
    std::replace(out.begin(), out.end(), ' ', '_');
    return out;
}

std::string words_of(const field_layout& field) {
    if (field.word == nullptr) return "";
    std::string out;
    for (std::uint32_t number = 0; number < max_words; ++number)
        if (const auto word = field.word(number); word != "unknown")
            out += fmt::format("[{}]={}, ", number, quoted(word));
    return out.empty() ? "" : fmt::format(", words={{ {}}}", out);
}

void add_fields(std::string& out, const std::vector<field_layout>& fields, const std::string& message, int depth) {
    const std::string indent(static_cast<std::size_t>(depth) * 2, ' ');
    for (const auto& field : fields) {
        out += fmt::format("{}{{ name={}, abbrev={}, kind={}, width={}, known={}, meaning={}{}", indent,
                           quoted(field.name), quoted("husky." + message + "." + identifier(field.name)),
                           quoted(name(field.kind)), field.width, quoted(name(field.known)), quoted(field.meaning),
                           words_of(field));
        if (field.kind == field_kind::repeat) {
            out += ", fields={\n";
            add_fields(out, field.elements, message, depth + 1);
            out += indent + "}";
        }
        out += " },\n";
    }
}

std::string_view word_of(protocol::link_kind link) {
    if (link == protocol::link_kind::any) return "any";
    return link == protocol::link_kind::display ? "display" : "machine functions";
}

std::string_view word_of(protocol::message_kind kind) {
    if (kind == protocol::message_kind::indication) return "indication";
    return kind == protocol::message_kind::request ? "request" : "response";
}

std::string messages_table(const protocol::dialect& d) {
    std::string out = "local messages = {\n";
    for (const auto& layout : protocol::layouts_of(d)) {
        const auto& traits = protocol::traits_of(layout.message);
        out += fmt::format(
            "  {{ name={}, code=0x{:04X}, from={}, link={}, kind={}, known={}, code_known={}, from_known={}, "
            "layout_known={}, meaning={}, fields={{\n",
            quoted(traits.name), d.code(layout.message), quoted(name(traits.from)), quoted(word_of(traits.link)),
            quoted(word_of(traits.kind)), quoted(name(traits.known)), quoted(name(traits.marks.code)),
            quoted(name(traits.marks.from)), quoted(name(traits.marks.layout)), quoted(traits.meaning));
        add_fields(out, layout.fields, identifier(traits.name), 2);
        out += "  } },\n";
    }
    return out + "}\n";
}

std::string dialect_table(const protocol::dialect& d) {
    const auto& types = d.value_types;
    return fmt::format(
        "local dialect = {{\n  name={}, little_endian={}, words_swapped={}, smallest_size={}, size_offset={},\n"
        "  value_types={{ [{}]=\"unavailable\", [{}]=\"f32\", [{}]=\"i32\", [{}]=\"text\" }},\n"
        "  host_port={}, machine_port={},\n}}\n",
        quoted(d.name), d.order == protocol::byte_order::little, d.words == protocol::word_order::swapped,
        d.min_size_field(), d.size_offset(), types[0], types[1], types[2], types[3], d.ports.host, d.ports.machine);
}

/// Text for a comment of one line.
std::string one_line(std::string text) {
    std::replace_if(
        text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20; }, ' ');
    return text;
}

}  // namespace

std::string dissector(const protocol::dialect& d) {
    return fmt::format("-- Dissector of the Husky Host Interface, dialect {}. Written by {}.\n", one_line(d.name),
                       program::link_tool_software) +
           "-- Load it with: wireshark -X lua_script:FILE, or put it into Wireshark's folder of personal Lua "
           "plug-ins.\n"
           "-- Fields marked reconstructed or extension are not authentic: real machines may use other bytes.\n\n" +
           dialect_table(d) + "\n" + messages_table(d) + std::string(dissector_script());
}

}  // namespace husky::tools
