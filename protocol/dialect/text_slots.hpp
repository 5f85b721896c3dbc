#pragma once

#include <string_view>
#include <type_traits>

#include "protocol/messages/catalogue.hpp"

/// Every fixed-width text field of the catalogue has a number, its slot, known at compile time. A dialect keeps its
/// widths in an array by slot, so that the codec finds a width without a search.
namespace husky::protocol {

template <class T>
concept described_group = requires {
    T::fields();
};

namespace detail {

template <class F, class... Fields>
constexpr void visit_texts(std::string_view message, const std::tuple<Fields...>& fields, F& f);

template <class Field, class F>
constexpr void visit_text(std::string_view message, const Field& field, F& f) {
    if constexpr (requires { field.width; }) {
        f(message, field.name, field.width);
    } else if constexpr (requires { field.text_width; }) {
        f(message, field.name, field.text_width);
    } else if constexpr (requires { field.count_name; }) {
        using element =
            typename std::remove_cvref_t<decltype(std::declval<typename Field::owner>().*field.member)>::value_type;
        if constexpr (described_group<element>) visit_texts(message, element::fields(), f);
    } else if constexpr (!requires { field.name; }) {
        using inner = std::remove_cvref_t<decltype(std::declval<typename Field::owner>().*field.member)>;
        visit_texts(message, inner::fields(), f);
    }
}

template <class F, class... Fields>
constexpr void visit_texts(std::string_view message, const std::tuple<Fields...>& fields, F& f) {
    std::apply([&](const auto&... field) { (visit_text(message, field, f), ...); }, fields);
}

}  // namespace detail

/// Slots of these fields.
template <class... Fields>
constexpr std::size_t text_slots_in(const Fields&... fields) {
    std::size_t count = 0;
    [[maybe_unused]] auto count_one = [&](std::string_view, std::string_view, std::size_t) { ++count; };
    (detail::visit_text("", fields, count_one), ...);
    return count;
}

/// Slots of the fields before field `At` of a tuple.
template <std::size_t At, class Tuple>
constexpr std::size_t text_slots_before(const Tuple& fields) {
    return [&]<std::size_t... I>(std::index_sequence<I...>) { return text_slots_in(std::get<I>(fields)...); }
    (std::make_index_sequence<At>{});
}

constexpr std::array<std::size_t, message_count + 1> first_text_slots = [] {
    std::array<std::size_t, message_count + 1> first{};
    std::size_t at = 0;
    for_each_message([&]<class Message>() {
        first[at + 1] =
            first[at] + std::apply([](const auto&... f) { return text_slots_in(f...); }, Message::describe().fields);
        ++at;
    });
    return first;
}();

constexpr std::size_t text_slot_count = first_text_slots[message_count];

template <class Message>
constexpr std::size_t first_text_slot = first_text_slots[index_of<Message>];

/// Calls f(message name, field name, default width) for each slot, in order.
template <class F>
constexpr void for_each_text_slot(F&& f) {
    for_each_message([&]<class Message>() {
        constexpr auto d = Message::describe();
        detail::visit_texts(d.name, d.fields, f);
    });
}

}  // namespace husky::protocol
