#pragma once

#include <cstddef>
#include <tuple>
#include <utility>

#include "protocol/dialect/dialect.hpp"

/// How many bytes a message takes in a dialect, read off its description.
namespace husky::protocol {

/// Size and command word in front of every message.
constexpr std::size_t header_size = 4;

namespace detail {

/// Calls f.template operator()<slot of the field's first text>(field) for each field.
template <std::size_t Slot, class Owner, class F>
void for_each_field(F&& f) {
    constexpr auto fields = [] {
        if constexpr (described_group<Owner>)
            return Owner::fields();
        else
            return Owner::describe().fields;
    }();
    [&]<std::size_t... I>(std::index_sequence<I...>) {
        (f.template operator()<Slot + text_slots_before<I>(fields)>(std::get<I>(fields)), ...);
    }
    (std::make_index_sequence<std::tuple_size_v<decltype(fields)>>{});
}

inline std::size_t value_size(const value& v, std::size_t text_width) {
    switch (kind_of(v)) {
        case value_kind::f32:
        case value_kind::i32:
            return 5;
        case value_kind::text:
            return 1 + text_width;
        case value_kind::unavailable:
            break;
    }
    return 1;
}

template <std::size_t Slot, class T>
std::size_t fields_size(const T& of, const dialect& d);

template <std::size_t Slot, class Element>
std::size_t element_size(const Element& e, const dialect& d) {
    if constexpr (described_group<Element>)
        return fields_size<Slot>(e, d);
    else
        return sizeof(Element);
}

template <std::size_t Slot, class T>
std::size_t fields_size(const T& of, const dialect& d) {
    std::size_t size = 0;
    for_each_field<Slot, T>([&]<std::size_t S>(const auto& field) {
        const auto& member = of.*field.member;
        if constexpr (requires { field.width; }) {
            size += d.width(S);
        } else if constexpr (requires { field.text_width; }) {
            size += value_size(member, d.width(S));
        } else if constexpr (requires { field.count_name; }) {
            size += 2;
            for (const auto& element : member)
                size += element_size<S>(element, d);
        } else if constexpr (requires { field.size_name; }) {
            size += 2 + member.size();
        } else if constexpr (!requires { field.name; }) {
            size += fields_size<S>(member, d);
        } else {
            size += sizeof member;
        }
    });
    return size;
}

}  // namespace detail

/// Bytes of the whole message, head included.
template <described_message Message>
std::size_t encoded_size(const Message& m, const dialect& d) {
    return header_size + detail::fields_size<first_text_slot<Message>>(m, d);
}

}  // namespace husky::protocol
