#include "scenario/suite/options.hpp"

#include <algorithm>

#include "link/net/address_flag.hpp"
#include "program/configuration.hpp"
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
        into.words.emplace_back(flag);
        into.words.push_back(value);
    };
    note("--http", given.http);
    note("--http-token-file", given.token_file);
    note("--store", given.store);
    if (!given.http.empty()) into.system.http = link::address_of("--http", given.http, default_http_port);
    if (!given.token_file.empty()) into.system.token = settings::read_token(given.token_file, "--http-token-file");
    into.system.store = given.store;
    if (!given.store.empty()) into.variables.emplace("store", given.store);
    if (const auto named = into.variables.find("store"); named != into.variables.end())
        into.system.store = named->second;
    else if (const char* told = settings::variable("HUSKY_SCENARIO_STORE"))
        into.system.store = told;
}

}  // namespace

void add_check_options(program::options& to, check_flags& into) {
    to.value("scenario", into.target, "S|DIR", "a scenario file, or a folder of them", {.required = true});
    to.flag("--list", into.lists, "list which files are scenarios and why others are left out; play nothing");
    to.value("--junit", into.junit, "FILE", "write the verdicts as JUnit XML");
    to.value("--json", into.json, "FILE", "write the verdicts as JSON");
    to.value("--transcript", into.transcripts, "DIR",
             "write the messages that passed into this folder, one file per scenario");
    to.value("--follow", into.follow, "FILE",
             "write into this file, or pipe, how each scenario stands whenever that changes: a JSON object a line");
    to.value("--seed", into.seed, "N", "seed of everything random, instead of the scenario's");
    to.values("--set", into.sets, "NAME=VALUE", "value of ${NAME} in the files; may be repeated");
    to.value("--jobs", into.jobs, "N", "scenarios played at a time; one per core if not given");
    to.value("--http", into.http, "A:P", "HTTP address of the system under test, for metric and http");
    to.value("--http-token-file", into.token_file, "FILE", "file with the token of its HTTP API");
    to.value("--store", into.store, "URL", "the store of the system under test, for query: sqlite:FILE");
}

check_options options_of(const check_flags& given) {
    check_options o;
    o.target = given.target;
    o.lists = given.lists;
    o.junit = given.junit;
    o.json = given.json;
    o.transcripts = given.transcripts;
    o.follow = given.follow;
    if (!given.seed.empty()) {
        const auto seed = settings::parse_integer(given.seed);
        if (!seed || *seed < 0)
            settings::fail("--seed", 0, "", "expected a whole number from 0 up, got '" + given.seed + "'");
        o.seed = static_cast<std::uint64_t>(*seed);
    }
    if (!given.jobs.empty())
        o.jobs = static_cast<std::size_t>(program::whole_number("--jobs", given.jobs, 1, max_jobs));
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
                           const check_options& given) {
    std::string line = program + " check " + quoted(file) + " --seed " + std::to_string(seed);
    const bool names_store = std::find(given.words.begin(), given.words.end(), "--store") != given.words.end();
    for (const auto& [name, value] : given.variables)
        if (name != "store" || !names_store) line += " --set " + quoted(name + "=" + value);
    for (const auto& word : given.words)
        line += " " + quoted(word);
    return line;
}

}  // namespace husky::suite
