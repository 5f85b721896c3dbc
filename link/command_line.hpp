#pragma once

#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "settings/places.hpp"
#include "settings/schema.hpp"

/// What the programs' command lines have in common.
namespace husky::link {

/// Exit codes of every program.
enum exit_code : int {
    exit_ok = 0,
    exit_failed = 1,
    exit_usage = 2,  ///< wrong command line or configuration
    exit_timed_out = 124,
    exit_cut_short = 130,  ///< bounded work ended by a signal
};

/// A flag that sets a key of the configuration.
struct setting_flag {
    std::string flag;  ///< "--port"
    std::string key;   ///< "port"
    std::string value_name;
    std::optional<std::string> given;
};

/// Fills a configuration: file (none if empty), then environment, then flags. Notes in `given`, if there is one, where
/// each key was given. Throws settings::error.
void load_configuration(const settings::schema& into, const std::string& file, const std::string& environment_prefix,
                        const std::vector<setting_flag>& flags, settings::places* given = nullptr);

/// Calls check(file) for each file and prints "file: ok" or what is wrong; every file is judged. Returns an exit code.
int validate_files(const std::vector<std::string>& files, const std::function<void(const std::string&)>& check);

/// Runs a command; settings::error and other exceptions become one line on stderr and an exit code.
int run_guarded(const std::function<int()>& command);

/// Raises the limit of open files to what the system allows.
void raise_file_limit();
/// How many files this process may have open.
std::size_t file_limit();

}  // namespace husky::link
