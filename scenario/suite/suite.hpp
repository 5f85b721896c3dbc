#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <set>

#include "program/live_line.hpp"
#include "scenario/engine.hpp"
#include "scenario/suite/find.hpp"
#include "scenario/suite/options.hpp"

namespace husky::suite {

/// One scenario that is to be played now.
struct play_order {
    const scenario::plan& plan;
    const protocol::dialect& wire_dialect;
    std::uint64_t seed;                                     ///< the effective one
    std::string repeat;                                     ///< the one command that plays it again
    bool alone;                                             ///< it was named itself, not its folder
    const std::atomic<bool>& stopped;                       ///< when this is set, what is known so far is returned soon
    std::function<void(const scenario::engine&)> progress;  ///< may be called by the player's thread at any time
};

/// Plays scenarios, each from beginning to end. Called by several threads at once.
class player {
  public:
    virtual ~player() = default;
    /// May throw settings::error: then it is blocked, for the file is wrong.
    virtual scenario::verdict play(const play_order& order) = 0;
    /// What it uses exclusively, serials or a port: scenarios that share a word are played one after the other.
    virtual std::set<std::string> claims(const scenario::plan& p) const = 0;

  protected:
    player() = default;
    player(const player&) = default;
    player& operator=(const player&) = default;
};

/// Plays what the options name, prints one line for each on stdout as it ends, in the order of the files, and progress
/// on stderr; writes the reports. Blocks. Returns the exit code. Throws settings::error where nothing can be played at
/// all.
int run_suite(const std::string& program, const check_options& options, player& plays, program::live_line& progress);

/// Prints a line for each file that the options name: whether it is a scenario, or why it is left out. Plays nothing.
/// Returns the exit code; throws as run_suite.
int list_suite(const check_options& options);

/// A verdict without a play.
scenario::verdict unplayed(const std::string& file, scenario::outcome result, std::string reason);

/// That of a scenario that another program plays: blocked where it is the only one, else skipped.
scenario::verdict left_to(const std::string& who, const play_order& order);

}  // namespace husky::suite
