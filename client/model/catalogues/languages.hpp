#pragma once

#include <array>
#include <cstddef>
#include <string_view>

namespace husky::cells {

/// Languages of the operator interface, in the order in which every text table gives them.
constexpr std::size_t language_count = 4;

struct language_name {
    std::string_view code;
    std::string_view name;
};

constexpr std::array<language_name, language_count> languages{
    {{"E", "English"}, {"D", "Deutsch"}, {"F", "Français"}, {"S", "Español"}}};

/// One text in all languages: English, German, French, Spanish. UTF-8 that Latin-1 can hold.
using multilingual = std::array<std::string_view, language_count>;

}  // namespace husky::cells
