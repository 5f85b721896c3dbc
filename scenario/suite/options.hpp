#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "link/probes/system_access.hpp"
#include "program/options.hpp"

namespace husky::suite {

/// Options of every check command, as typed.
struct check_flags {
    std::string target;  ///< a scenario, or a folder of them
    std::vector<std::string> sets;
    std::string seed, junit, json, transcripts, follow, jobs;
    std::string http, store, token_file;
    bool lists = false;
};

struct check_options {
    std::string target;
    std::map<std::string, std::string> variables;
    std::optional<std::uint64_t> seed;     ///< instead of that of each scenario
    std::string junit, json, transcripts;  ///< files, and a folder; empty: none
    std::string follow;                    ///< file; empty: none
    std::size_t jobs = 0;                  ///< at a time; 0: one per core
    link::system_access system;            ///< where the system under test is asked
    std::vector<std::string> words;        ///< that say where the system under test is
    bool lists = false;                    ///< what would be played and what is left out; nothing is played
};

void add_check_options(program::options& to, check_flags& into);

/// Throws settings::error naming the flag.
check_options options_of(const check_flags& given);

/// The command that plays one scenario again, quoted for a shell: "husky-fleet check FILE --seed 7 --set n=v", and the
/// options' words.
std::string repeat_command(const std::string& program, const std::string& file, std::uint64_t seed,
                           const check_options& given);

}  // namespace husky::suite
