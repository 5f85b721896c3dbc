#pragma once

#include <span>
#include <string>

#include "scenario/verdict.hpp"

namespace husky::scenario {

/// One line: "PASS    cold-start (12.5 s)", "BLOCKED cold-start: why"; with its path, "PASS    cold-start
/// [presses/cold-start.yaml] (12.5 s)", where another has its name. `colours`: the outcome in colour, for a
/// terminal.
std::string outcome_line(const verdict& v, bool colours);

/// outcome_line, and for a scenario that did not pass also: what was expected, what came, the last
/// frames, and the command that repeats it. Ends with a line's end.
std::string terminal_text(const verdict& v, bool colours);

/// "12 scenarios: 10 passed, 1 failed, 1 skipped; 2 files left out"
std::string summary_line(std::span<const verdict> all, std::size_t left_out = 0);

/// The exit code of what was played: 0 if nothing failed or was blocked, 1 if one failed, else 2.
int exit_code_of(std::span<const verdict> all);

}  // namespace husky::scenario
