#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "scenario/plan.hpp"

namespace husky::scenario {

/// passed: every expectation but warnings. failed: one was not met. blocked: it could not be played (nothing there, a
/// step that cannot be done, the limit reached before every step was). skipped: not for this program.
enum class outcome : std::uint8_t { passed, failed, blocked, skipped };

std::string_view name(outcome o);  ///< "PASS", "FAIL", "BLOCKED", "SKIPPED"

/// The result of one expectation or step.
struct finding {
    std::string name;  ///< of the expectation or step
    severity weight = severity::failure;
    bool met = false;
    bool judged = true;    ///< false: not asked of this end, `came` says why
    bool is_step = false;  ///< a step that never began
    std::string expected;  ///< one line
    std::string came;      ///< one line
    place where;
    duration at{};  ///< since the start
};

/// What one run of a scenario showed.
struct verdict {
    std::string file, scenario, about;
    std::string path;           ///< the file as seen from the folder that was checked: "presses/cold-start.yaml"
    bool has_namesake = false;  ///< another of the folder has its name
    outcome result = outcome::blocked;
    std::string reason;                    ///< why blocked or skipped, one line
    std::uint64_t seed = 0;                ///< the effective one
    duration took{};                       ///< in wire time
    std::vector<finding> findings;         ///< of all expectations, in the order of the file
    std::vector<std::string> last_frames;  ///< decoded, at most 20, oldest first: of a scenario that failed
    std::vector<std::string> transcript;   ///< bounded, see engine
    std::uint64_t transcript_dropped = 0;
    std::string repeat;  ///< the one command that repeats it
};

/// A file of a folder that is not played with the others.
struct left_out {
    std::string file;
    std::string why;  ///< one line
};

}  // namespace husky::scenario
