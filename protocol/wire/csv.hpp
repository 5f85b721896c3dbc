#pragma once

#include <string>
#include <string_view>

namespace husky::protocol {

/// Appends a cell of CSV (RFC 4180), in quotes where it needs them.
void append_csv(std::string& out, std::string_view cell);

/// As append_csv(), for a text from outside: what a spreadsheet would take for a formula (it begins with
/// = + - @, a tab or a return, and is no number) gets an apostrophe before it.
void append_csv_text(std::string& out, std::string_view text);

}  // namespace husky::protocol
