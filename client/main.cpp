#include <fmt/format.h>

#include <CLI/CLI.hpp>

#include "client/check/playable.hpp"
#include "client/check_command.hpp"
#include "client/fleet/dial_sources.hpp"
#include "client/fleet/listen_addresses.hpp"
#include "client/generate_command.hpp"
#include "client/model/family/family_draft.hpp"
#include "client/model/family/family_file.hpp"
#include "client/run_command.hpp"
#include "link/faults/fault_settings.hpp"
#include "program/command_line.hpp"
#include "program/configuration.hpp"
#include "program/version.hpp"
#include "protocol/dialect/dialect_file.hpp"
#include "scenario/file/kind.hpp"
#include "scenario/file/load.hpp"
#include "settings/duration.hpp"
#include "settings/scalar.hpp"
#include "settings/schema/load.hpp"
#include "settings/schema/publish.hpp"

namespace {

using namespace husky;

constexpr const char* run_help = R"(
Without bounds it runs until it is stopped. Exit code: 0 all was delivered, or an unbounded run was stopped; 1 it ended with messages
that no host took, or with machines that were never linked; 124 cycles were owed at --duration; 130 a bounded run was stopped. Machines
dial again and again whatever happens: with --cycles alone a run waits for its host as long as it takes.

Signals: SIGUSR1 pauses, SIGUSR2 resumes: virtual time stands still, links stay up. Ctrl-Z and fg do the same with the
whole process. SIGINT, SIGTERM, or SIGHUP unless nohup keeps it away, delivers what is reported and ends; a second
SIGINT or SIGTERM ends at once.

Examples:
  husky-fleet run --count 50 --time-scale 20
  husky-fleet run --family pet --count 4 --cycles 100 --time-scale max --report report.json
  husky-fleet run --config configs/plant.yaml --host 127.0.0.1:1310 --lpd 127.0.0.1:1515
  husky-fleet run --count 60 --source 127.0.0.2,127.0.0.3
  husky-fleet run --count 4 --listen 127.0.0.1:5118)";

constexpr const char* generate_help = R"(
CSV has a row for each cycle, JSON lines have cycles, events, interruptions and status. Same seed, same rows; and the
same values that `husky-fleet run --time-scale max` sends.

Examples:
  husky-fleet generate --out cycles.csv --count 4 --hours 8
  husky-fleet generate --out plant.jsonl --config configs/plant.yaml --hours 24 --from 2026-03-01
  husky-fleet generate --out - --family tech --count 1 | head)";

constexpr const char* check_help = R"(
With --host the machines of the scenarios dial the host under test. Without it everything is played in virtual time, in one thread for
each scenario, against the built-in counterpart. A folder is played in parallel; scenarios that use the same serials wait for one
another. Files *.yaml and *.yml of a folder are scenarios if they say `scenario:` or `extends: FILE.yaml` at their top; the rest is told
and counted. Exit code: 0 all passed or skipped, 1 one failed, 2 one could not be played or is wrong, 130 interrupted.

Examples:
  husky-fleet check configs/scenarios
  husky-fleet check configs/scenarios/cold-start.yaml --host 127.0.0.1:1310 --junit report.xml
  husky-fleet check --list scenarios
  husky-fleet check my.yaml --seed 7 --set store=sqlite:husky.db --transcript transcripts)";

constexpr const char* help = R"(
Examples:
  husky-fleet run --count 12 --time-scale 20
  husky-fleet check configs/scenarios --host 127.0.0.1:1310
  husky-fleet generate --out cycles.csv --config configs/plant.yaml --hours 24
  husky-fleet validate configs/plant.yaml my-family.yaml
  husky-fleet schema fleet > fleet.schema.json

`husky-fleet run --help`, `husky-fleet check --help` and `husky-fleet generate --help` show more.)";

std::vector<program::setting_flag> run_flags() {
    return {{"--host", "host", "A:P", {}},
            {"--listen", "listen", "A:P", {}},
            {"--source", "source", "A[,B...]", {}},
            {"--count", "count", "N", {}},
            {"--seed", "seed", "S", {}},
            {"--time-scale", "time_scale", "X|max", {}},
            {"--rate", "rate", "N", {}},
            {"--from", "from", "DATE", {}},
            {"--dialect", "dialect", "FILE", {}},
            {"--capture", "capture", "FILE.pcapng", {}},
            {"--log-level", "log.level", "LEVEL", {}},
            {"--log-format", "log.format", "plain|json", {}}};
}

std::vector<program::setting_flag> generate_flags() {
    return {{"--count", "count", "N", {}}, {"--seed", "seed", "S", {}}, {"--from", "from", "DATE", {}}};
}

/// The fleet of a command: file or built-in groups, then environment and flags, and one family for all if asked.
cells::fleet_config load_fleet(const std::string& file, const std::vector<program::setting_flag>& flags,
                               const std::string& family, std::vector<settings::remark>& remarks) {
    auto config = file.empty() ? cells::fleet_config::built_in() : cells::fleet_config::for_file();
    remarks = program::load_configuration(config.describe(), file, "HUSKY_FLEET_", flags, config.given);
    config.complete();
    if (!family.empty()) config.take_family(family, "--family");
    return config;
}

/// The print server of all machines; `given` is empty where none is named.
void take_print_server(const std::string& given, cells::fleet_config& config) {
    constexpr const char* flag = "--lpd";
    if (given.empty()) return;
    const auto keys = config.describe();
    const auto place = link::parse_host_port(given, config.printing.port);
    if (!place || place->port == 0) settings::fail(flag, 0, "", "expected ADDRESS:PORT, got '" + given + "'");
    settings::set(keys, "printing.address", place->host, flag, &config.given);
    settings::set(keys, "printing.port", std::to_string(place->port), flag, &config.given);
}

cells::run_bounds bounds_of(const std::optional<std::string>& cycles, const std::string& duration) {
    cells::run_bounds bounds;
    if (cycles) {
        const auto number = settings::parse_integer(*cycles);
        if (!number || *number < 1)
            settings::fail("--cycles", 0, "", "expected a whole number from 1, got '" + *cycles + "'");
        bounds.cycles = static_cast<std::uint64_t>(*number);
    }
    if (duration.empty()) return bounds;
    const auto parsed = settings::parse_duration(duration);
    if (!parsed || parsed->count() == 0)
        settings::fail("--duration", 0, "", "expected a duration as 10s, 5m or 1h, got '" + duration + "'");
    bounds.duration = *parsed;
    return bounds;
}

double hours_of(const std::string& text) {
    const auto hours = settings::parse_number(text);
    if (!hours) settings::fail("--hours", 0, "", "expected a number of hours, got '" + text + "'");
    return *hours;
}

check::fleet_check_options check_of(const suite::check_flags& flags, const std::string& host,
                                    const std::string& listen) {
    check::fleet_check_options options{suite::options_of(flags), {}, {}};
    const bool listens = host.empty();
    const auto& given = listens ? listen : host;
    if (given.empty()) return options;
    const std::string flag = listens ? "--listen" : "--host";
    const auto& ports = protocol::default_dialect().ports;
    const auto place = link::parse_host_port(given, listens ? ports.machine : ports.host);
    if (!place || place->port == 0) settings::fail(flag, 0, "", "expected ADDRESS:PORT, got '" + given + "'");
    options.host = check::live_place{*place, listens};
    options.words = {flag, given};
    return options;
}

/// The kind of a file is told by its keys; one that is neither scenario, dialect nor family is a fleet.
std::string validate(const std::string& file) {
    const auto yaml = settings::read_file(file);
    if (scenario::is_scenario(yaml)) {
        check::require_playable(scenario::load_plan(file, scenario::lookup_in({}, settings::variable)).what);
    } else if (protocol::is_dialect_file(yaml)) {
        protocol::parse_dialect(yaml, file);
    } else if (cells::is_family_file(yaml)) {
        cells::parse_family(yaml, file);
    } else {
        auto config = cells::fleet_config::for_file();
        settings::load_text(config.describe(), yaml, file, &config.given);
        config.complete();
        cells::family_set loaded;
        const auto wire_dialect = protocol::load_dialect(config.dialect);
        const auto machines = cells::make_roster(config, loaded, wire_dialect).size();
        cells::listen_addresses(config, wire_dialect, machines);
        cells::dial_sources(config);
        if (config.given.empty()) return "without keys: the built-in fleet";
    }
    return {};
}

int print_schema(const std::string& what) {
    if (what == "dialect") {
        fmt::print("{}\n", protocol::dialect_json_schema());
    } else if (what == "scenario") {
        fmt::print("{}\n", scenario::scenario_json_schema());
    } else if (what == "family") {
        cells::family_draft draft;
        fmt::print("{}\n", settings::json_schema(cells::describe(draft)));
    } else {
        cells::fleet_config config = cells::fleet_config::built_in();
        fmt::print("{}\n", settings::json_schema(config.describe()));
    }
    return program::exit_ok;
}

}  // namespace

int main(int argc, char** argv) {
    CLI::App app("husky-fleet: simulated injection-moulding cells that report to a Husky host");
    app.footer(help);
    app.require_subcommand(1);

    std::string config_file, family, duration, report;
    std::optional<std::string> cycles;
    std::string lpd;
    bool overwrite = false;
    auto flags = run_flags();
    auto* run = app.add_subcommand("run", "run a fleet against a host");
    run->footer(run_help);
    run->add_option("--config", config_file, "fleet file (YAML)")->type_name("FILE")->take_last();
    std::vector<std::string> faults;
    run->add_option("--fault", faults,
                    "do something to messages, as 'message=cycle every=10 do=drop'; may be given again")
        ->type_name("TEXT")
        ->expected(1)
        ->take_all();
    run->add_option("--family", family, "one family for all machines: pet, cap, thinwall, tech or a family file")
        ->type_name("F")
        ->take_last();
    run->add_option("--cycles", cycles, "end when each machine has delivered so many cycles, however long it takes")
        ->type_name("N")
        ->take_last();
    run->add_option("--lpd", lpd,
                    "print server of the operator screens (key F10); port 1515 at the host's address if not given")
        ->type_name("A:P")
        ->take_last();
    run->add_option("--duration", duration, "end after this real time: 10s, 5m, 1h")->type_name("D")->take_last();
    run->add_option("--report", report, "write a JSON report at the end")->type_name("FILE.json")->take_last();
    run->add_flag("--overwrite", overwrite, "empty a capture that is there, in place of taking the next name");
    cells::fleet_config documented = cells::fleet_config::built_in();
    const auto keys = documented.describe();
    for (auto& f : flags)
        run->add_option(f.flag, f.given, keys.find(f.key)->meaning)->type_name(f.value_name)->take_last();
    run->get_option("--listen")->excludes("--host")->excludes("--source");

    std::string out;
    std::string hours = "1";
    auto generate_flags_given = generate_flags();
    auto* make = app.add_subcommand("generate", "write what a fleet would report to a file, without a network");
    make->footer(generate_help);
    make->add_option("--out", out, "where to: a .csv or .jsonl file; CSV for a device or, on standard output, -")
        ->required()
        ->type_name("FILE");
    make->add_option("--config", config_file, "fleet file (YAML)")->type_name("FILE")->take_last();
    make->add_option("--family", family, "one family for all machines")->type_name("F")->take_last();
    make->add_option("--hours", hours, "how much virtual time; 1 if not given")->type_name("H")->take_last();
    for (auto& f : generate_flags_given)
        make->add_option(f.flag, f.given, keys.find(f.key)->meaning)->type_name(f.value_name)->take_last();

    std::string what;
    auto* schema = app.add_subcommand("schema", "print the JSON Schema of a kind of file");
    schema->add_option("kind", what, "fleet, family, dialect or scenario")
        ->required()
        ->check(CLI::IsMember({"fleet", "family", "dialect", "scenario"}));
    std::vector<std::string> files;
    auto* validation = app.add_subcommand("validate", "check fleet, family, dialect and scenario files");
    validation->add_option("file", files, "files to check")->required();
    suite::check_flags check_flags;
    std::string tested_host, tested_from;
    auto* checks = app.add_subcommand("check", "play scenarios and give a verdict");
    checks->footer(check_help);
    checks->add_option("--host", tested_host, "the host under test; none: virtual time")->type_name("A:P")->take_last();
    checks
        ->add_option("--listen", tested_from,
                     "machines wait for the host under test: the first here, each further one a port above")
        ->type_name("A:P")
        ->take_last()
        ->excludes("--host");
    suite::add_check_options(*checks, check_flags);
    auto* version = app.add_subcommand("version", "print the version");

    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& wrong) {
        return app.exit(wrong) == 0 ? program::exit_ok : program::exit_usage;
    }
    return program::run_guarded([&] {
        program::require_utf8(argc, argv);
        if (*version) {
            fmt::print("{}\n", program::fleet_software);
            return static_cast<int>(program::exit_ok);
        }
        if (*schema) return print_schema(what);
        if (*validation) return program::validate_files(files, validate);
        if (*checks) return check::check_command(check_of(check_flags, tested_host, tested_from));
        if (*make) {
            cells::generate_options options;
            std::vector<settings::remark> remarks;
            options.config = load_fleet(config_file, generate_flags_given, family, remarks);
            program::print_warnings(remarks);
            options.out_file = out;
            options.hours = hours_of(hours);
            return cells::generate_command(options);
        }
        cells::run_options options;
        if (overwrite) flags.push_back({"--overwrite", "capture_overwrite", "", "true"});
        options.config = load_fleet(config_file, flags, family, options.remarks);
        link::add_faults(faults, protocol::sender::machine, options.config.faults);
        take_print_server(lpd, options.config);
        options.bounds = bounds_of(cycles, duration);
        options.report_file = report;
        return cells::run_command(options);
    });
}
