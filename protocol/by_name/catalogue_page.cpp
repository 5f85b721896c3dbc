#include "protocol/by_name/catalogue_page.hpp"

#include <fmt/format.h>

#include "protocol/by_name/message_layout.hpp"
#include "protocol/wire/codec.hpp"

namespace husky::protocol {

namespace {

template <class Number>
std::string_view number_type() {
    if constexpr (std::is_same_v<Number, float>)
        return "f32";
    else if constexpr (sizeof(Number) == 1)
        return "u8";
    else if constexpr (sizeof(Number) == 2)
        return "u16";
    else
        return "u32";
}

void row(std::string& out, int depth, std::string_view name, const std::string& type, provenance known,
         std::string_view meaning) {
    std::string spaces;
    for (int i = 0; i < depth; ++i)
        spaces += "&nbsp;&nbsp;";
    out += fmt::format("| {}`{}` | {} | {} | {} |\n", spaces, name, type, letter(known), meaning);
}

template <class T>
void rows(std::string& out, int depth) {
    detail::for_each_field<0, T>([&]<std::size_t>(const auto& field) {
        using member = std::remove_cvref_t<decltype(std::declval<T>().*field.member)>;
        if constexpr (requires { field.width; }) {
            row(out, depth, field.name, fmt::format("text[{}]", field.width), field.known, field.meaning);
        } else if constexpr (requires { field.text_width; }) {
            row(out, depth, "value_type", "u8", field.known, field.meaning);
            row(out, depth, field.name, fmt::format("f32, i32 or text[{}]", field.text_width), field.known, "");
        } else if constexpr (requires { field.count_name; }) {
            row(out, depth, field.count_name, "u16", field.known, field.meaning);
            row(out, depth, field.name, fmt::format("repeat `{}`", field.count_name), field.known, "");
            if constexpr (described_group<typename member::value_type>)
                rows<typename member::value_type>(out, depth + 1);
            else
                row(out, depth + 1, field.element_name, std::string(number_type<typename member::value_type>()),
                    field.known, "");
        } else if constexpr (requires { field.size_name; }) {
            row(out, depth, field.size_name, "u16", field.known, "");
            row(out, depth, field.name, fmt::format("bytes[`{}`]", field.size_name), field.known, field.meaning);
        } else if constexpr (!requires { field.name; }) {
            rows<member>(out, depth);
        } else {
            row(out, depth, field.name, std::string(number_type<member>()), field.known, field.meaning);
        }
    });
}

template <class Message>
void section(std::string& out) {
    constexpr auto d = Message::describe();
    const auto size = encoded_size(Message{}, default_dialect());
    out += fmt::format("\n### {} 0x{:04X}\n\nFrom: {}. Provenance: {} ({}){}. Smallest size: {} bytes.{}\n", d.name,
                       d.code, name(d.from), letter(d.known), name(d.known), known_otherwise_text(index_of<Message>),
                       size, d.kind == message_kind::indication ? " No response." : "");
    if (!d.meaning.empty()) out += fmt::format("{}\n", d.meaning);
    if constexpr (std::tuple_size_v<decltype(d.fields)> == 0) {
        out += "\nNo fields.\n";
    } else {
        out += "\n| field | type | known | meaning |\n|---|---|---|---|\n";
        rows<Message>(out, 0);
    }
}

void sections(std::string& out, std::string_view title, link_kind link) {
    out += fmt::format("\n## {}\n", title);
    for_each_message([&]<class Message>() {
        if (Message::describe().link == link) section<Message>(out);
    });
}

}  // namespace

std::string catalogue_page() {
    std::string out;
    sections(out, "Messages of any link", link_kind::any);
    sections(out, "Messages of type 1, machine functions", link_kind::machine_functions);
    sections(out, "Messages of type 2, display interface", link_kind::display);
    return out;
}

}  // namespace husky::protocol
