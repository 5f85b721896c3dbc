#include <fmt/format.h>

#include <CLI/CLI.hpp>

#include "link/command_line.hpp"
#include "link/fault_settings.hpp"
#include "protocol/dialect.hpp"
#include "server/serve_command.hpp"
#include "server/version.hpp"
#include "settings/load.hpp"
#include "settings/publish.hpp"

namespace {

using namespace husky;

constexpr const char* examples = R"(
Examples:
  husky-host serve
  husky-host serve --config configs/host.yaml --store sqlite:plant.db
  husky-host serve --bind 127.0.0.1 --port 0 --lpd-port 0 --http-port 0 --store none
  husky-host validate configs/host.yaml configs/dialects/default.yaml)";

std::vector<link::setting_flag> serve_flags() {
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

/// A dialect is told by its keys; anything else is a host's configuration.
void validate(const std::string& file) {
    const auto yaml = settings::read_file(file);
    if (protocol::is_dialect_file(yaml)) {
        protocol::parse_dialect(yaml, file);
    } else {
        host::host_config config;
        settings::load_text(config.describe(), yaml, file);
    }
}

}  // namespace

int main(int argc, char** argv) {
    CLI::App app("husky-host: a simulated Husky host for injection-moulding machines, on port 1310");
    app.footer(examples);
    app.require_subcommand(1);

    std::string config_file;
    bool http_unsafe = false;
    auto flags = serve_flags();
    auto* serve = app.add_subcommand("serve", "run the host");
    serve->footer(examples);
    serve->add_option("--config", config_file, "configuration file (YAML)")->type_name("FILE")->take_last();
    serve->add_flag("--http-unsafe", http_unsafe, "serve HTTP on any address without a token");
    std::vector<std::string> faults;
    serve
        ->add_option("--fault", faults,
                     "do something to messages, as 'message=cycle every=10 do=drop'; may be given again")
        ->type_name("TEXT")
        ->expected(1)
        ->take_all();
    host::host_config documented;
    const auto keys = documented.describe();
    for (auto& f : flags)
        serve->add_option(f.flag, f.given, keys.find(f.key)->meaning)->type_name(f.value_name)->take_last();

    std::string what;
    auto* schema = app.add_subcommand("schema", "print the JSON Schema of a kind of file");
    schema->add_option("kind", what, "host or dialect")->required()->check(CLI::IsMember({"host", "dialect"}));
    std::vector<std::string> files;
    auto* check = app.add_subcommand("validate", "check configuration and dialect files");
    check->add_option("file", files, "files to check")->required();
    auto* version = app.add_subcommand("version", "print the version");

    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& wrong) {
        return app.exit(wrong) == 0 ? link::exit_ok : link::exit_usage;
    }
    return link::run_guarded([&] {
        if (*version) {
            fmt::print("{}\n", host::software_version);
        } else if (*schema) {
            fmt::print("{}\n", what == "dialect" ? protocol::dialect_json_schema()
                                                 : settings::json_schema(documented.describe()));
        } else if (*check) {
            return link::validate_files(files, validate);
        } else {
            host::host_config config;
            if (http_unsafe) flags.push_back({"--http-unsafe", "http.unsafe", "", "true"});
            link::load_configuration(config.describe(), config_file, "HUSKY_HOST_", flags, &config.given);
            link::add_faults(faults, config.faults);
            return host::serve_command(config, config_file.empty());
        }
        return static_cast<int>(link::exit_ok);
    });
}
