#pragma once

#include <array>
#include <string>

#include "client/model/catalogues/languages.hpp"
#include "client/model/setup/text.hpp"

namespace husky::cells::setup {

/// The reason in all languages, with the place: "value out of limits, line 41, [hold] Step 2 pressure".
std::array<std::string, language_count> reason_of(const misfit& m);

}  // namespace husky::cells::setup
