#pragma once

#include <string>
#include <string_view>

namespace husky::program {

/// Checks, before the work begins, whether a report can be written later. An existing file is unchanged.
/// Throws settings::error that names the flag and the file. No name: no report is wanted.
void try_report(const std::string& flag, const std::string& name);

/// Makes the folder that reports are to be written into. Throws settings::error that names the flag and the folder if
/// it cannot be made, or cannot be written into.
void make_folder(const std::string& flag, const std::string& folder);

/// Replaces a file as a whole: a reader sees the old text or the new one. Devices and pipes are written into,
/// and so is a file that cannot be replaced, as one that is mounted itself. Throws std::runtime_error that names it.
void write_report(const std::string& name, std::string_view text);

}  // namespace husky::program
