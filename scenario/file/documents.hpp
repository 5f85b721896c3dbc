#pragma once

#include <string>

namespace husky::scenario {

/// Throws settings::error, with its line, for a second document of a YAML text and for what is no YAML.
void require_one_document(const std::string& yaml, const std::string& file);

}  // namespace husky::scenario
