#include "protocol/by_name/message_layout.hpp"

#include <fmt/format.h>

#include <limits>

#include "protocol/wire/codec.hpp"

namespace husky::protocol {

namespace {

template <class Number>
constexpr field_kind kind_of_number() {
    if constexpr (std::is_same_v<Number, float>)
        return field_kind::f32;
    else if constexpr (std::is_same_v<Number, std::int32_t>)
        return field_kind::i32;
    else
        return sizeof(Number) == 1 ? field_kind::u8 : sizeof(Number) == 2 ? field_kind::u16 : field_kind::u32;
}

template <class Enumeration>
std::string_view word_of(std::uint32_t number) {
    return name(static_cast<Enumeration>(number));
}

template <class Number>
field_layout number_layout(std::string_view name, provenance known, std::string_view meaning) {
    field_layout out{name, kind_of_number<Number>(), sizeof(Number), known, meaning};
    if constexpr (std::is_enum_v<Number>)
        if constexpr (requires { protocol::name(Number{}); }) out.word = word_of<Number>;
    return out;
}

field_layout count_layout(std::string_view name, provenance known, std::string_view meaning = "") {
    return {name, field_kind::u16, 2, known, meaning};
}

template <std::size_t Slot, class T>
void add_fields(std::vector<field_layout>& out, const dialect& d);

template <std::size_t Slot, class Element, class Field>
std::vector<field_layout> elements_of(const Field& field, const dialect& d) {
    std::vector<field_layout> out;
    if constexpr (described_group<Element>)
        add_fields<Slot, Element>(out, d);
    else
        out.push_back(number_layout<Element>(field.element_name, field.known, ""));
    return out;
}

template <std::size_t Slot, class T>
void add_fields(std::vector<field_layout>& out, const dialect& d) {
    detail::for_each_field<Slot, T>([&]<std::size_t S>(const auto& field) {
        using member = std::remove_cvref_t<decltype(std::declval<T>().*field.member)>;
        if constexpr (requires { field.width; }) {
            out.push_back({field.name, field_kind::text, d.width(S), field.known, field.meaning});
        } else if constexpr (requires { field.text_width; }) {
            out.push_back({"value_type", field_kind::u8, 1, field.known, field.meaning});
            out.push_back({field.name, field_kind::any_value, d.width(S), field.known, ""});
        } else if constexpr (requires { field.count_name; }) {
            out.push_back(count_layout(field.count_name, field.known, field.meaning));
            out.push_back({field.name, field_kind::repeat, 0, field.known, "", nullptr,
                           elements_of<S, typename member::value_type>(field, d)});
        } else if constexpr (requires { field.size_name; }) {
            out.push_back(count_layout(field.size_name, field.known));
            out.push_back({field.name, field_kind::bytes, 0, field.known, field.meaning});
        } else if constexpr (!requires { field.name; }) {
            add_fields<S, member>(out, d);
        } else {
            out.push_back(number_layout<member>(field.name, field.known, field.meaning));
        }
    });
}

}  // namespace

std::string_view name(field_kind kind) {
    constexpr std::array<std::string_view, 9> names{"u8",   "u16",   "u32",   "i32",   "f32",
                                                    "text", "bytes", "value", "repeat"};
    return names[static_cast<std::size_t>(kind)];
}

number_range range_of(field_kind kind) {
    if (kind == field_kind::i32)
        return {std::numeric_limits<std::int32_t>::min(), std::numeric_limits<std::int32_t>::max()};
    return {0, kind == field_kind::u8 ? 0xFF : kind == field_kind::u16 ? 0xFFFF : 0xFFFFFFFF};
}

std::vector<marked_property> known_otherwise(message_index message) {
    const auto& traits = traits_of(message);
    const auto& marks = traits.marks;
    std::vector<marked_property> all{
        {"name", marks.name}, {"code", marks.code}, {"sender", marks.from}, {"layout", marks.layout}};
    if (traits.kind == message_kind::request) all.push_back({"response", marks.answer});
    if (traits.kind == message_kind::indication) all.push_back({"no response", marks.answer});
    std::erase_if(all, [&](const marked_property& p) { return p.known == traits.known; });
    return all;
}

std::string known_otherwise_text(message_index message) {
    std::string text;
    for (const auto& p : known_otherwise(message))
        text += fmt::format("{} {} {}", text.empty() ? ", but" : ",", p.name, letter(p.known));
    return text;
}

std::vector<message_layout> layouts_of(const dialect& d) {
    std::vector<message_layout> all;
    for_each_message([&]<class Message>() {
        message_layout one{index_of<Message>, {}};
        add_fields<first_text_slot<Message>, Message>(one.fields, d);
        all.push_back(std::move(one));
    });
    return all;
}

}  // namespace husky::protocol
