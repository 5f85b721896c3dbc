#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>

#include "protocol/messages/provenance.hpp"

/// The vocabulary in which a message describes itself. Encoding, decoding, JSON, the tables of PROTOCOL.md, dialect
/// checks and command codes are all read from these descriptions; nothing else lists messages or fields.
namespace husky::protocol {

enum class sender : std::uint8_t { machine, host, any };

constexpr std::string_view name(sender from) {
    return from == sender::any ? "any" : from == sender::machine ? "machine" : "host";
}

enum class link_kind : std::uint8_t { any, machine_functions, display };

enum class message_kind : std::uint8_t { request, response, indication };

/// Bit of a response's command word.
constexpr std::uint16_t response_bit = 0x8000;

/// Fields, in the order of the wire. `Owner` is the struct that holds the member.
template <class Owner, class T>
struct number_field {
    using owner = Owner;
    std::string_view name;
    T Owner::*member;
    provenance known;
    std::string_view meaning;
};

template <class Owner>
struct text_field {
    using owner = Owner;
    std::string_view name;
    std::string Owner::*member;
    std::size_t width;  ///< in bytes; a dialect may change it
    provenance known;
    std::string_view meaning;
};

/// u16 count, then that many elements. An element is a number or a struct with a description of its own.
template <class Owner, class Vector>
struct repeat_field {
    using owner = Owner;
    std::string_view count_name;
    std::string_view name;
    Vector Owner::*member;
    std::string_view element_name;  ///< of a scalar element; empty for structs
    provenance known;
    std::string_view meaning;
};

/// u16 size, then that many raw bytes.
template <class Owner, class Vector>
struct bytes_field {
    using owner = Owner;
    std::string_view size_name;
    std::string_view name;
    Vector Owner::*member;
    provenance known;
    std::string_view meaning;
};

/// u8 value_type, then the value it announces.
template <class Owner, class Value>
struct value_field {
    using owner = Owner;
    std::string_view name;
    Value Owner::*member;
    std::size_t text_width;
    provenance known;
    std::string_view meaning;
};

/// The fields of another described struct, in place.
template <class Owner, class Inner>
struct embedded_field {
    using owner = Owner;
    Inner Owner::*member;
};

template <class Owner, class T>
constexpr auto number(std::string_view name, T Owner::*member, provenance known, std::string_view meaning = "") {
    return number_field<Owner, T>{name, member, known, meaning};
}

template <class Owner>
constexpr auto text(std::string_view name, std::string Owner::*member, std::size_t width, provenance known,
                    std::string_view meaning = "") {
    return text_field<Owner>{name, member, width, known, meaning};
}

template <class Owner, class Vector>
constexpr auto repeat(std::string_view count_name, std::string_view name, Vector Owner::*member, provenance known,
                      std::string_view meaning = "", std::string_view element_name = "") {
    return repeat_field<Owner, Vector>{count_name, name, member, element_name, known, meaning};
}

template <class Owner, class Vector>
constexpr auto bytes(std::string_view size_name, std::string_view name, Vector Owner::*member, provenance known,
                     std::string_view meaning = "") {
    return bytes_field<Owner, Vector>{size_name, name, member, known, meaning};
}

template <class Owner, class Value>
constexpr auto typed_value(std::string_view name, Value Owner::*member, std::size_t text_width, provenance known,
                           std::string_view meaning = "") {
    return value_field<Owner, Value>{name, member, text_width, known, meaning};
}

template <class Owner, class Inner>
constexpr auto embedded(Inner Owner::*member) {
    return embedded_field<Owner, Inner>{member};
}

/// What one message is. `code` is the default dialect's.
template <class... Fields>
struct message_description {
    std::string_view name;
    std::uint16_t code;
    sender from;
    link_kind link;
    message_kind kind;
    provenance known;
    property_marks marks;
    std::string_view meaning;
    std::tuple<Fields...> fields;
};

struct message_head {
    std::string_view name;
    std::uint16_t code;
    sender from;
    link_kind link;
    provenance known;
    std::string_view meaning;
    std::optional<property_marks> marks{};  ///< given if a property has another provenance than the message
};

namespace detail {

template <class... Fields>
constexpr auto described(const message_head& h, message_kind kind, Fields... fields) {
    return message_description<Fields...>{
        h.name, h.code, h.from, h.link, kind, h.known, h.marks.value_or(all_known_as(h.known)), h.meaning, {fields...}};
}

}  // namespace detail

template <class... Fields>
constexpr auto request(const message_head& h, Fields... fields) {
    return detail::described(h, message_kind::request, fields...);
}

template <class... Fields>
constexpr auto indication(const message_head& h, Fields... fields) {
    return detail::described(h, message_kind::indication, fields...);
}

constexpr sender other_end(sender from) {
    if (from == sender::any) return sender::any;
    return from == sender::machine ? sender::host : sender::machine;
}

/// The response to `Request`: its code is the request's with the response bit, its sender the other end, and it is
/// provenance that of the request.
template <class Request, class... Fields>
constexpr auto response_to(std::string_view name, Fields... fields) {
    constexpr auto asked = Request::describe();
    const auto code = static_cast<std::uint16_t>(asked.code | response_bit);
    return detail::described({name, code, other_end(asked.from), asked.link, asked.known, "", asked.marks},
                             message_kind::response, fields...);
}

}  // namespace husky::protocol
