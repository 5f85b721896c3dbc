#include "scenario/suite/options.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>

#include "settings/error.hpp"
#include "settings/scalar.hpp"
#include "settings/schema/environment.hpp"
#include "settings/token_file.hpp"

namespace husky::suite {

namespace {

constexpr std::int64_t max_jobs = 256;
constexpr std::uint16_t default_http_port = 8310;

std::string quoted(const std::string& word) {
    const bool plain = !word.empty() && word.find_first_not_of(
                                            "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                            "0123456789_-./:=,@%+") == std::string::npos;
    if (plain) return word;
    std::string out = "'";
    for (const char c : word)
        out += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return out + "'";
}

/// Where and how the system under test is asked.
void take_system(const check_flags& given, check_options& into) {
    const auto note = [&](const char* flag, const std::string& value) {
        if (value.empty()) return;
        into.system_words.emplace_back(flag);
        into.system_words.push_back(value);
    };
    note("--http", given.http);
    note("--http-token-file", given.token_file);
    note("--store", given.store);
    if (!given.http.empty()) {
        const auto at = link::parse_host_port(given.http, default_http_port);
        if (!at || at->port == 0) settings::fail("--http", 0, "", "expected ADDRESS:PORT, got '" + given.http + "'");
        into.system.http = *at;
    }
    if (!given.token_file.empty()) into.system.token = settings::read_token(given.token_file, "--http-token-file");
    into.system.store = given.store;
    if (!given.store.empty()) into.variables.emplace("store", given.store);
    if (const auto named = into.variables.find("store"); named != into.variables.end())
        into.system.store = named->second;
    else if (const char* told = settings::variable("HUSKY_SCENARIO_STORE"))
        into.system.store = told;
}

}  // namespace

void add_check_options(CLI::App& command, check_flags& into) {
    command.add_option("scenario", into.target, "a scenario file, or a folder of them")->required()->type_name("S|DIR");
    command.add_flag("--list", into.lists, "list which files are scenarios and why others are left out; play nothing");
    command.add_option("--junit", into.junit, "write the verdicts as JUnit XML")->type_name("FILE")->take_last();
    command.add_option("--json", into.json, "write the verdicts as JSON")->type_name("FILE")->take_last();
    command
        .add_option("--transcript", into.transcripts,
                    "write the messages that passed into this folder, one file per scenario")
        ->type_name("DIR")
        ->take_last();
    command.add_option("--seed", into.seed, "seed of everything random, instead of the scenario's")
        ->type_name("N")
        ->take_last();
    command.add_option("--set", into.sets, "value of ${NAME} in the files; may be repeated")
        ->type_name("NAME=VALUE")
        ->expected(1)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
    command.add_option("--jobs", into.jobs, "scenarios played at a time; one per core if not given")
        ->type_name("N")
        ->take_last();
    command.add_option("--http", into.http, "HTTP address of the system under test, for metric and http")
        ->type_name("A:P")
        ->take_last();
    command.add_option("--http-token-file", into.token_file, "file with the token of its HTTP API")
        ->type_name("FILE")
        ->take_last();
    command.add_option("--store", into.store, "the store of the system under test, for query: sqlite:FILE")
        ->type_name("URL")
        ->take_last();
}

check_options options_of(const check_flags& given) {
    check_options o;
    o.target = given.target;
    o.lists = given.lists;
    o.junit = given.junit;
    o.json = given.json;
    o.transcripts = given.transcripts;
    if (!given.seed.empty()) {
        const auto seed = settings::parse_integer(given.seed);
        if (!seed || *seed < 0)
            settings::fail("--seed", 0, "", "expected a whole number from 0 up, got '" + given.seed + "'");
        o.seed = static_cast<std::uint64_t>(*seed);
    }
    if (!given.jobs.empty()) {
        const auto jobs = settings::parse_integer(given.jobs);
        if (!jobs || *jobs < 1 || *jobs > max_jobs)
            settings::fail("--jobs", 0, "", "expected a whole number from 1 to 256, got '" + given.jobs + "'");
        o.jobs = static_cast<std::size_t>(*jobs);
    }
    for (const auto& set : given.sets) {
        const auto equals = set.find('=');
        if (equals == 0 || equals == std::string::npos)
            settings::fail("--set", 0, "", "expected NAME=VALUE, got '" + set + "'");
        o.variables[set.substr(0, equals)] = set.substr(equals + 1);
    }
    take_system(given, o);
    return o;
}

std::string repeat_command(const std::string& program, const std::string& file, std::uint64_t seed,
                           const check_options& given, const std::vector<std::string>& further) {
    std::string line = program + " check " + quoted(file) + " --seed " + std::to_string(seed);
    const bool names_store =
        std::find(given.system_words.begin(), given.system_words.end(), "--store") != given.system_words.end();
    for (const auto& [name, value] : given.variables)
        if (name != "store" || !names_store) line += " --set " + quoted(name + "=" + value);
    for (const auto& word : given.system_words)
        line += " " + quoted(word);
    for (const auto& word : further)
        line += " " + quoted(word);
    return line;
}

}  // namespace husky::suite
