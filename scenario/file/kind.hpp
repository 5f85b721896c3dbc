#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace husky::scenario {

/// What a file is, told by the keys at its top. A scenario says `scenario:` with one value, of any version, or
/// `extends:` with the name of a .yaml or .yml file; a negative twin says `fails:` besides. Everything else is another
/// file: that of another tool may say `extends: default`, or have a group under `scenario:`.
enum class file_kind : std::uint8_t { scenario, negative_twin, empty, other };

/// From a file's bytes, in any encoding. A file with an error further down, or not in UTF-8, is still a scenario, to
/// be refused with the reason when it is loaded.
file_kind kind_of(std::string_view bytes);

/// Whether it is to be read as a scenario: one, or a negative twin.
bool is_scenario(std::string_view bytes);

/// Throws settings::error, with its line, for a second document of a YAML text and for what is no YAML.
void require_one_document(const std::string& yaml, const std::string& file);

}  // namespace husky::scenario
