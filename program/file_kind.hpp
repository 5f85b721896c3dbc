#pragma once

#include <functional>
#include <string>
#include <vector>

#include "program/subcommand.hpp"

namespace husky::program {

/// A kind of file that a program reads.
struct file_kind {
    std::string name;
    /// Whether a text is of this kind. Not asked of the first row of a table: what no other row knows is of that.
    std::function<bool(const std::string& text)> is;
    /// Throws settings::error, with the name of the file, for what is wrong. Returns a remark, or nothing.
    std::function<std::string(const std::string& text, const std::string& file)> check;
    /// Its JSON Schema.
    std::function<std::string()> schema;
};

/// `schema KIND` prints a JSON Schema.
subcommand schema_subcommand(const std::vector<file_kind>& kinds);

/// `validate FILE...` prints "FILE: ok", with the remark of its check, or what is wrong; every file is judged. A file
/// is of the last kind that knows it.
subcommand validate_subcommand(const std::string& meaning, const std::vector<file_kind>& kinds);

}  // namespace husky::program
