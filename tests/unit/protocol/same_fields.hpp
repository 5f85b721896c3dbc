#pragma once

#include "protocol/wire/codec.hpp"

namespace husky::protocol {

template <class T>
bool same_fields(const T& a, const T& b);

template <class T>
bool same_field(const T& a, const T& b) {
    if constexpr (std::is_floating_point_v<T> || std::is_enum_v<T>)
        return detail::to_bits(a) == detail::to_bits(b);
    else if constexpr (std::is_class_v<T> && !requires { a == b; })
        return same_fields(a, b);
    else
        return a == b;
}

/// Whether two messages agree in every described field; a NaN equals itself.
template <class T>
bool same_fields(const T& a, const T& b) {
    bool same = true;
    detail::for_each_field<0, T>([&]<std::size_t>(const auto& field) {
        const auto& left = a.*field.member;
        const auto& right = b.*field.member;
        same = same && same_field(left, right);
    });
    return same;
}

}  // namespace husky::protocol
