#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "client/model/setup/lines.hpp"
#include "client/model/setup/parameter.hpp"
#include "client/model/setup/values.hpp"

namespace husky::cells::setup {

/// What is wrong with a set-up, and where. `line` 0: with the whole.
struct misfit {
    fault reason = fault::malformed;
    std::uint32_t line = 0;
    std::string where{};  ///< section and parameter, or a key of the head; cut at max_place

    friend bool operator==(const misfit&, const misfit&) = default;
};

constexpr std::size_t max_place = 100;
/// Bytes of UTF-8 in a text of a set-up.
constexpr std::size_t max_text = 20;

/// A number as a set-up writes it, without its unit.
std::string digits_text(const parameter& p, steps value);
/// Reads the digits of a number, without a unit. `into` is as it was where they are refused: bad_value, out_of_limits.
std::optional<fault> read_number(const parameter& p, std::string_view digits, steps& into);

/// Appends the readable text of a set-up.
void write(const layout& l, const values& v, std::string& out);

/// Reads a set-up into `into`, which keeps values that the text does not give. On a misfit `into` is half read.
std::optional<misfit> read(const layout& l, std::string_view text, values& into);

}  // namespace husky::cells::setup
