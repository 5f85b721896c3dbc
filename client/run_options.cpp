
#include "client/load_fleet.hpp"
#include "client/run_command.hpp"
#include "client/subcommands.hpp"
#include "link/faults/fault_settings.hpp"
#include "link/net/address_flag.hpp"
#include "settings/duration.hpp"
#include "settings/error.hpp"
#include "settings/scalar.hpp"
#include "settings/schema/load.hpp"

namespace husky::cells {

namespace {

constexpr const char* run_help = R"(
Without bounds it runs until it is stopped. Exit code: 0 all was delivered, or an unbounded run was stopped; 1 it ended with messages
that no host took, or with machines that were never linked; 124 --duration ended before all cycles were delivered; 130 a bounded run was stopped. Machines
dial again and again whatever happens: with --cycles alone a run waits for its host as long as it takes.

Signals: SIGUSR1 pauses, SIGUSR2 resumes: virtual time stands still, links stay up. Ctrl-Z and fg do the same with the
whole process. SIGINT, SIGTERM and, without nohup, SIGHUP end the run after delivering all reports; a second
SIGINT or SIGTERM ends it at once.

Examples:
  husky-fleet run --count 50 --time-scale 20
  husky-fleet run --family pet --count 4 --cycles 100 --time-scale max --report report.json
  husky-fleet run --config configs/plant.yaml --host 127.0.0.1:1310 --lpd 127.0.0.1:1515
  husky-fleet run --count 60 --source 127.0.0.2,127.0.0.3
  husky-fleet run --count 4 --listen 127.0.0.1:5118)";

/// What is typed behind `run`.
struct run_flags {
    std::string config_file, family, duration, report, print_server;
    std::optional<std::string> cycles;
    std::vector<std::string> faults;
    std::vector<program::setting_flag> settings = {
        {"--overwrite", "capture_overwrite", "", "overwrite an existing capture instead of taking the next name"},
        {"--host", "host", "A:P"},
        {"--listen", "listen", "A:P"},
        {"--source", "source", "A[,B...]"},
        {"--count", "count", "N"},
        {"--seed", "seed", "S"},
        {"--time-scale", "time_scale", "X|max"},
        {"--rate", "rate", "N"},
        {"--from", "from", "DATE"},
        {"--dialect", "dialect", "FILE"},
        {"--capture", "capture", "FILE.pcapng"},
        {"--log-level", "log.level", "LEVEL"},
        {"--log-format", "log.format", "plain|json"}};
    std::vector<program::setting_flag> tls = link::dialled_tls_flags();
};

void declare_run(program::options& of, run_flags& into) {
    of.value("--config", into.config_file, "FILE", "fleet file (YAML)");
    link::add_fault_flag(of, into.faults);
    of.value("--family", into.family, "F", "one family for all machines: pet, cap, thinwall, tech or a family file");
    of.value("--cycles", into.cycles, "N",
             "end when each machine has delivered this many cycles, however long it takes");
    of.value("--lpd", into.print_server, "A:P",
             "print server of the operator screens (key F10); port 1515 at the host's address if not given");
    of.value("--duration", into.duration, "D", "end after this real time: 10s, 5m, 1h");
    of.value("--report", into.report, "FILE.json", "write a JSON report at the end");
    auto documented = fleet_config::built_in();
    of.settings(into.settings, documented.describe());
    of.settings(into.tls, documented.describe());
    of.exclude("--listen", "--host");
    of.exclude("--listen", "--source");
}

/// The print server of all machines; `given` is empty if none is named.
void take_print_server(const std::string& given, fleet_config& config) {
    constexpr const char* flag = "--lpd";
    if (given.empty()) return;
    const auto keys = config.describe();
    const auto place = link::address_of(flag, given, config.printing.port);
    settings::set(keys, "printing.address", place.host, flag, &config.given);
    settings::set(keys, "printing.port", std::to_string(place.port), flag, &config.given);
}

run_bounds bounds_of(const std::optional<std::string>& cycles, const std::string& duration) {
    run_bounds bounds;
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

int run(const run_flags& given) {
    std::vector<settings::remark> remarks;
    auto flags = given.settings;
    flags.insert(flags.end(), given.tls.begin(), given.tls.end());
    auto config = load_fleet(given.config_file, flags, given.family, remarks);
    link::add_faults(given.faults, protocol::sender::machine, config.faults);
    take_print_server(given.print_server, config);
    return run_command(config, bounds_of(given.cycles, given.duration), given.report, remarks);
}

}  // namespace

program::subcommand run_subcommand() {
    return program::subcommand_of<run_flags>("run", "run a fleet against a host", run_help, declare_run, run);
}

}  // namespace husky::cells
