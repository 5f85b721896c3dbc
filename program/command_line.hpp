#pragma once

#include <functional>
#include <string_view>

/// What the programs' command lines have in common.
namespace husky::program {

/// Exit codes of every program.
enum exit_code : int {
    exit_ok = 0,
    exit_failed = 1,
    exit_usage = 2,  ///< wrong command line or configuration
    exit_timed_out = 124,
    exit_cut_short = 130,  ///< bounded work ended by a signal
};

/// Runs a command; settings::error and other exceptions become one line on stderr and an exit code. The reader of its
/// output may go away, as `head` after ten lines: that is not a failure, and the command ends silently.
int run_guarded(const std::function<int()>& command);

/// Prints the whole output of a command. Throws std::system_error if it does not reach standard output.
void print_all(std::string_view text);

/// Raises the limit of open files to what the system allows.
void raise_file_limit();
/// How many files this process may have open.
std::size_t file_limit();

}  // namespace husky::program
