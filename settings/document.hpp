#pragma once

#include <yaml-cpp/yaml.h>

#include <boost/json/value.hpp>
#include <string>

namespace husky::settings {

/// YAML as JSON. A scalar in quotes is a text; one without is null, true or false, or a number where it reads as one.
/// Of a key that is given twice the first counts.
boost::json::value document_of(const YAML::Node& node);

/// The line, from 1, on which a path into the document stands, "do.delay.mean", or as much of it as is there.
int line_in(const YAML::Node& node, const std::string& path);

/// Throws settings::error for what is no YAML; a tab that indents is called a tab.
[[noreturn]] void fail_yaml(const std::string& source, const std::string& yaml, const YAML::Exception& problem);

}  // namespace husky::settings
