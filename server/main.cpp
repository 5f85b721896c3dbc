#include <fmt/format.h>

#include <CLI/CLI.hpp>

#include "link/faults/fault_settings.hpp"
#include "program/command_line.hpp"
#include "program/configuration.hpp"
#include "program/version.hpp"
#include "protocol/dialect/dialect.hpp"
#include "scenario/file/kind.hpp"
#include "scenario/file/load.hpp"
#include "scenario/play/reference/reference_config.hpp"
#include "server/check_command.hpp"
#include "server/config_check.hpp"
#include "server/healthcheck_command.hpp"
#include "server/serve_command.hpp"
#include "settings/schema/load.hpp"
#include "settings/schema/publish.hpp"

namespace {

using namespace husky;

constexpr const char* examples = R"(
Examples:
  husky-host serve
  husky-host check configs/scenarios/job-change.yaml --port 0
  husky-host serve --config configs/host.yaml --store sqlite:plant.db
  husky-host serve --bind 127.0.0.1 --port 0 --lpd-port 0 --http-port 0 --store none
  husky-host validate configs/host.yaml configs/dialects/default.yaml)";

constexpr const char* check_help = R"(
Plays the host of a scenario and waits for the machines under test, or dials those that its `host:` lists with an address. The scenario
begins when the first machine is there; if none comes within its limit it is blocked. A folder is played one scenario after the other, on
one port; which of its files are scenarios, --list tells. When the port is open, a line on stdout: ready tcp=ADDRESS:PORT. Exit code: 0 all passed or skipped, 1 one failed, 2 one could
not be played or is wrong, 130 interrupted.

Examples:
  husky-host check configs/scenarios/job-change.yaml
  husky-host check configs/scenarios --bind 0.0.0.0 --port 1310 --junit report.xml
  husky-host check --list scenarios
  husky-host check my.yaml --port 0 --seed 7 --set machine=HY-0001 --transcript transcripts)";

constexpr const char* healthcheck_help = R"(
Asks /readyz, and prints what it says. Takes the file, the environment and the flags of `serve`. Where the host writes the file that
http.address_file names, as in the image, it needs nothing else: it asks there. Exit code: 0 ready, 1 not.

Examples:
  husky-host healthcheck
  husky-host healthcheck --config configs/host.yaml --http-port 9000)";

std::vector<program::setting_flag> serve_flags() {
    return {{"--bind", "bind", "A", {}},
            {"--port", "port", "N", {}},
            {"--udp-port", "udp_port", "N", {}},
            {"--lpd-port", "lpd.port", "N", {}},
            {"--dial", "dial", "A:P,...", {}},
            {"--http-bind", "http.bind", "A", {}},
            {"--http-port", "http.port", "N", {}},
            {"--http-token-file", "http.token_file", "F", {}},
            {"--store", "store.url", "URL", {}},
            {"--dialect", "dialect", "FILE", {}},
            {"--capture", "capture", "FILE.pcapng", {}},
            {"--log-level", "log.level", "LEVEL", {}},
            {"--log-format", "log.format", "plain|json", {}}};
}

/// Scenarios and dialects are told by their keys; anything else is a host's configuration. Of a scenario, the machines
/// are left to husky-fleet, which knows their keys.
std::string validate(const std::string& file) {
    const auto yaml = settings::read_file(file);
    if (scenario::is_scenario(yaml)) {
        play::require_hosts(scenario::load_plan(file, scenario::lookup_in({}, settings::variable)).what);
    } else if (protocol::is_dialect_file(yaml)) {
        protocol::parse_dialect(yaml, file);
    } else {
        host::host_config config;
        settings::load_text(config.describe(), yaml, file, &config.given);
        host::require_sound(config, host::dialect_set(config));
        if (config.given.empty()) return "without keys: the built-in defaults";
    }
    return {};
}

/// What `serve` and `healthcheck` are told.
struct host_flags {
    std::string config_file;
    bool http_unsafe = false, overwrite = false;
    std::vector<std::string> faults;
    std::vector<program::setting_flag> settings = serve_flags();
};

void add_host_options(CLI::App& command, host_flags& into) {
    command.add_option("--config", into.config_file, "configuration file (YAML)")->type_name("FILE")->take_last();
    command.add_flag("--http-unsafe", into.http_unsafe, "serve HTTP on any address without a token");
    command.add_flag("--overwrite", into.overwrite, "empty a capture that is there, in place of taking the next name");
    command
        .add_option("--fault", into.faults,
                    "do something to messages, as 'message=cycle every=10 do=drop'; may be given again")
        ->type_name("TEXT")
        ->expected(1)
        ->take_all();
    host::host_config documented;
    const auto keys = documented.describe();
    for (auto& f : into.settings)
        command.add_option(f.flag, f.given, keys.find(f.key)->meaning)->type_name(f.value_name)->take_last();
}

std::vector<settings::remark> load(host_flags& flags, host::host_config& into) {
    if (flags.http_unsafe) flags.settings.push_back({"--http-unsafe", "http.unsafe", "", "true"});
    if (flags.overwrite) flags.settings.push_back({"--overwrite", "capture_overwrite", "", "true"});
    auto remarks =
        program::load_configuration(into.describe(), flags.config_file, "HUSKY_HOST_", flags.settings, into.given);
    link::add_faults(flags.faults, protocol::sender::host, into.faults);
    return remarks;
}

/// Whoever asks takes any other exit code than 0 and 1 for a mistake of his own.
int healthcheck(host_flags& flags) {
    host::host_config config;
    try {
        load(flags, config);
        return host::healthcheck_command(config);
    } catch (const settings::error& wrong) {
        fmt::print(stderr, "{}\n", wrong.what());
        return program::exit_failed;
    }
}

check::host_check_options check_of(const suite::check_flags& flags, const std::string& bind, const std::string& port) {
    check::host_check_options options;
    options.suite = suite::options_of(flags);
    if (!bind.empty()) {
        options.bind = bind;
        options.words = {"--bind", bind};
    }
    if (port.empty()) return options;
    options.port = static_cast<std::uint16_t>(program::whole_number("--port", port, 0, 65535));
    options.words.insert(options.words.end(), {"--port", port});
    return options;
}

std::string schema_of(const std::string& what) {
    if (what == "dialect") return protocol::dialect_json_schema();
    if (what == "scenario") return scenario::scenario_json_schema();
    host::host_config documented;
    return settings::json_schema(documented.describe());
}

}  // namespace

int main(int argc, char** argv) {
    CLI::App app("husky-host: a simulated Husky host for injection-moulding machines, on port 1310");
    app.footer(examples);
    app.require_subcommand(1);

    host_flags flags;
    auto* serve = app.add_subcommand("serve", "run the host");
    serve->footer(examples);
    add_host_options(*serve, flags);
    auto* health = app.add_subcommand("healthcheck", "ask the host on this computer whether it is ready");
    health->footer(healthcheck_help);
    add_host_options(*health, flags);

    std::string what;
    auto* schema = app.add_subcommand("schema", "print the JSON Schema of a kind of file");
    schema->add_option("kind", what, "host, dialect or scenario")
        ->required()
        ->check(CLI::IsMember({"host", "dialect", "scenario"}));
    std::vector<std::string> files;
    auto* validation = app.add_subcommand("validate", "check configuration, dialect and scenario files");
    validation->add_option("file", files, "files to check")->required();
    suite::check_flags check_flags;
    std::string check_bind, check_port;
    auto* checks = app.add_subcommand("check", "play the hosts of scenarios and give a verdict");
    checks->footer(check_help);
    checks->add_option("--bind", check_bind, "address to listen on; all if not given")->type_name("A")->take_last();
    checks->add_option("--port", check_port, "TCP port; 1310 if not given, 0: a free one")->type_name("N")->take_last();
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
            fmt::print("{}\n", program::host_software);
        } else if (*schema) {
            fmt::print("{}\n", schema_of(what));
        } else if (*validation) {
            return program::validate_files(files, validate);
        } else if (*health) {
            return healthcheck(flags);
        } else if (*checks) {
            return check::check_command(check_of(check_flags, check_bind, check_port));
        } else {
            host::host_config config;
            const auto remarks = load(flags, config);
            return host::serve_command(config, remarks);
        }
        return static_cast<int>(program::exit_ok);
    });
}
