#pragma once

#include <type_traits>
#include <vector>

#include "protocol/dialect/message_size.hpp"
#include "protocol/wire/frame.hpp"
#include "protocol/wire/wire.hpp"

/// Encoding and decoding of any message of the catalogue, read off its description.
namespace husky::protocol {

namespace detail {

template <std::size_t Size>
struct bits_of_size;
template <>
struct bits_of_size<1> {
    using type = std::uint8_t;
};
template <>
struct bits_of_size<2> {
    using type = std::uint16_t;
};
template <>
struct bits_of_size<4> {
    using type = std::uint32_t;
};

/// Unsigned integer of the width of a number on the wire.
template <class Number>
using bits_of = typename bits_of_size<sizeof(Number)>::type;

template <class Number>
bits_of<Number> to_bits(Number n) {
    if constexpr (std::is_enum_v<Number>)
        return static_cast<bits_of<Number>>(n);
    else
        return std::bit_cast<bits_of<Number>>(n);
}

template <class Number>
Number from_bits(bits_of<Number> bits) {
    if constexpr (std::is_enum_v<Number>)
        return static_cast<Number>(bits);
    else
        return std::bit_cast<Number>(bits);
}

inline void put_value(wire_writer& out, const value& v, std::size_t text_width) {
    out.put(out.wire_dialect().value_types[v.index()]);
    if (const auto* f = std::get_if<float>(&v))
        out.put(to_bits(*f));
    else if (const auto* i = std::get_if<std::int32_t>(&v))
        out.put(to_bits(*i));
    else if (const auto* t = std::get_if<std::string>(&v))
        out.put_text(*t, text_width);
}

template <std::size_t Slot, class T>
void put_fields(wire_writer& out, const T& from) {
    for_each_field<Slot, T>([&]<std::size_t S>(const auto& field) {
        const auto& member = from.*field.member;
        if constexpr (requires { field.width; }) {
            out.put_text(member, out.wire_dialect().width(S));
        } else if constexpr (requires { field.text_width; }) {
            put_value(out, member, out.wire_dialect().width(S));
        } else if constexpr (requires { field.count_name; }) {
            using element = typename std::remove_cvref_t<decltype(member)>::value_type;
            out.put(static_cast<std::uint16_t>(member.size()));
            for (const auto& item : member) {
                if constexpr (described_group<element>)
                    put_fields<S>(out, item);
                else
                    out.put(to_bits(item));
            }
        } else if constexpr (requires { field.size_name; }) {
            out.put(static_cast<std::uint16_t>(member.size()));
            out.put_bytes(member);
        } else if constexpr (!requires { field.name; }) {
            put_fields<S>(out, member);
        } else {
            out.put(to_bits(member));
        }
    });
}

template <class Alternative>
Alternative& become(value& v) {
    if (auto* held = std::get_if<Alternative>(&v)) return *held;
    return v.emplace<Alternative>();
}

inline void take_value(wire_reader& in, value& v, std::size_t text_width) {
    const auto& types = in.wire_dialect().value_types;
    const auto type = in.take<std::uint8_t>();
    if (type == types[1]) {
        become<float>(v) = from_bits<float>(in.take<std::uint32_t>());
    } else if (type == types[2]) {
        become<std::int32_t>(v) = from_bits<std::int32_t>(in.take<std::uint32_t>());
    } else if (type == types[3]) {
        decode_text(in.take_bytes(text_width), become<std::string>(v));
    } else {
        if (type != types[0]) in.fail(decode_fault::unknown_value_type);
        become<std::monostate>(v);
    }
}

template <std::size_t Slot, class T>
void take_fields(wire_reader& in, T& into) {
    for_each_field<Slot, T>([&]<std::size_t S>(const auto& field) {
        auto& member = into.*field.member;
        using type = std::remove_cvref_t<decltype(member)>;
        if constexpr (requires { field.width; }) {
            decode_text(in.take_bytes(in.wire_dialect().width(S)), member);
        } else if constexpr (requires { field.text_width; }) {
            take_value(in, member, in.wire_dialect().width(S));
        } else if constexpr (requires { field.count_name; }) {
            using element = typename type::value_type;
            const std::size_t count = in.take<std::uint16_t>();
            if (count > in.left())
                in.fail(decode_fault::truncated);  // no element is empty: never sized by a false count
            member.resize(in.ok() ? count : 0);
            for (auto& item : member) {
                if (!in.ok()) break;
                if constexpr (described_group<element>)
                    take_fields<S>(in, item);
                else
                    item = from_bits<element>(in.take<bits_of<element>>());
            }
        } else if constexpr (requires { field.size_name; }) {
            const auto data = in.take_bytes(in.take<std::uint16_t>());
            member.assign(data.begin(), data.end());
        } else if constexpr (!requires { field.name; }) {
            take_fields<S>(in, member);
        } else {
            member = from_bits<type>(in.take<bits_of<type>>());
        }
    });
}

}  // namespace detail

/// The frame that a whole message is; it has at least a head.
inline frame frame_of(std::span<const std::byte> message, const dialect& d) {
    return {wire_reader(message.subspan(2, 2), d).take<std::uint16_t>(), message.subspan(header_size), message};
}

/// Writes the whole message to `at`, where encoded_size() bytes must be free and fit the dialect's max_message().
template <described_message Message>
void encode_at(std::byte* at, std::size_t size, const Message& m, const dialect& d) {
    wire_writer out(at, d);
    out.put(static_cast<std::uint16_t>(size - d.size_offset()));
    out.put(d.code(index_of<Message>));
    detail::put_fields<first_text_slot<Message>>(out, m);
}

/// Appends the whole message. False, with `out` untouched, if it is larger than a message can be.
template <described_message Message>
bool encode(const Message& m, const dialect& d, std::vector<std::byte>& out) {
    const auto size = encoded_size(m, d);
    if (size > d.max_message()) return false;
    const auto from = out.size();
    out.resize(from + size);
    encode_at(out.data() + from, size, m, d);
    return true;
}

/// Reads the fields behind the head into `m`, reusing what it holds. After a fault `m` holds no meaning.
template <described_message Message>
decode_fault decode(std::span<const std::byte> fields, const dialect& d, Message& m) {
    wire_reader in(fields, d);
    detail::take_fields<first_text_slot<Message>>(in, m);
    return in.finish();
}

}  // namespace husky::protocol
