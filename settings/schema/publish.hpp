#pragma once

#include <boost/json/object.hpp>
#include <string>

#include "settings/schema/schema.hpp"

namespace husky::settings {

/// A JSON Schema (draft 2020-12) of the file, for editors that complete YAML.
std::string json_schema(const schema& of);
boost::json::object json_schema(const form& of, std::string_view title);

/// The same of a request's body, without the head of a file's.
boost::json::object body_schema(const schema& of);

/// The values that the variables held when the keys were declared, by groups: {"link":{"init_timeout_s":10}}. Lists of
/// numbers and of groups are not among them.
boost::json::object values_of(const schema& of);

/// The keys as rows of a Markdown table: key, meaning, unit, default, limits.
std::string markdown_table(const schema& of);

/// Tables in Markdown: every titled form that the file can hold, its keys with value and meaning.
std::string markdown_tables(const form& of);

}  // namespace husky::settings
