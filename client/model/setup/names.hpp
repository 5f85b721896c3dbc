#pragma once

#include <array>
#include <string>

#include "client/model/setup/parameter.hpp"

namespace husky::cells::setup {

/// What operator screen and log call a parameter that is on_the_screen(), in all languages: as its variable, with the
/// number of its step or zone where the machine has several. The text of a set-up has names of its own.
std::array<std::string, language_count> names_of(const layout& l, std::size_t parameter);

}  // namespace husky::cells::setup
