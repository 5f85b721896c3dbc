#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "settings/schema/places.hpp"
#include "settings/schema/schema.hpp"

namespace husky::settings {

/// Fills the schema's variables from what was written. Throws settings::error for an unknown or repeated key, a wrong
/// value, a missing required key.
/// This, the next two and set() note in `given`, if there is one, where each key stands.
void load(const schema& into, const node& from, places* given = nullptr);

/// The same from YAML text; `source` names it in errors ("host.yaml"). Also throws for broken YAML.
void load_text(const schema& into, const std::string& yaml, const std::string& source, places* given = nullptr);

/// As load_text for a file. Also throws where the file cannot be read.
void load_file(const schema& into, const std::string& path, places* given = nullptr);

/// Sets one key from a command-line flag or a variable; `source` names it in errors ("--port").
void set(const schema& into, std::string_view path, std::string_view text, const std::string& source,
         places* given = nullptr);

/// Larger than any file written by hand.
constexpr std::size_t max_file = std::size_t{16} << 20U;

/// Reads a whole text file, without its byte order mark. Throws settings::error naming it, also if it is a folder, too
/// large, or not UTF-8.
std::string read_file(const std::string& path);

}  // namespace husky::settings
