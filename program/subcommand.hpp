#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "program/options.hpp"

/// A program is a table of subcommands.
namespace husky::program {

/// What a subcommand does once its options are parsed. Returns the exit code.
using action = std::function<int()>;

struct subcommand {
    std::string name;
    std::string meaning;  ///< one line
    std::string footer;   ///< below its options in its help; empty: that of the program
    /// Declares its options. What it returns is run if the subcommand was chosen, and keeps their variables.
    std::function<action(options&)> prepare;
};

/// A subcommand that is given a `Given`: `declare` declares the options that fill one, `run` works with it.
template <class Given>
subcommand subcommand_of(std::string name, std::string meaning, std::string footer,
                         std::function<void(options&, Given&)> declare, std::function<int(const Given&)> run) {
    return {std::move(name), std::move(meaning), std::move(footer), [declare, run](options& of) {
                const auto given = std::make_shared<Given>();
                declare(of, *given);
                return [run, given] { return run(*given); };
            }};
}

struct program_outline {
    std::string title;
    std::string footer;
    std::string unread_environment;  ///< variables that begin so are told to be no settings; empty: none are
    std::vector<subcommand> subcommands;
};

/// Parses a command line and runs the subcommand that it names, guarded. Returns the exit code of the process.
int run_program(int argc, char** argv, const program_outline& program);

/// `version` prints a line.
subcommand version_subcommand(std::string_view software);

}  // namespace husky::program
