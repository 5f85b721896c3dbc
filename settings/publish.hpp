#pragma once

#include <string>

#include "settings/schema.hpp"

namespace husky::settings {

/// A JSON Schema (draft 2020-12) of the file, for editors that complete YAML.
std::string json_schema(const schema& of);

/// The keys as rows of a Markdown table: key, meaning, unit, default, limits.
std::string markdown_table(const schema& of);

}  // namespace husky::settings
