#pragma once

#include <array>
#include <string>

#include "client/model/setup/text.hpp"

namespace husky::cells::setup {

/// What operator screen and log call a parameter that is on_the_screen(), in all languages: as its variable, with the
/// number of its step or zone where the machine has several. The text of a set-up has names of its own.
std::array<std::string, language_count> names_of(const layout& l, std::size_t parameter);

/// The reason of a refusal in all languages, with the place: "value out of limits, line 41, [hold] Step 2 pressure".
std::array<std::string, language_count> reason_of(const misfit& m);

}  // namespace husky::cells::setup
