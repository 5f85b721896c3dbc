#include <fmt/format.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <filesystem>
#include <functional>
#include <system_error>

#include "client/fleet/roster.hpp"
#include "client/generate/file_output.hpp"
#include "client/generate/generate.hpp"
#include "client/load_fleet.hpp"
#include "client/subcommands.hpp"
#include "program/command_line.hpp"
#include "program/live_line.hpp"
#include "program/say.hpp"
#include "program/signals.hpp"
#include "protocol/dialect/dialect_file.hpp"
#include "settings/counted.hpp"
#include "settings/error.hpp"
#include "settings/scalar.hpp"

namespace husky::cells {

namespace {

constexpr const char* generate_help = R"(
CSV has a row for each cycle, JSON lines have cycles, events, interruptions and status. The same seed gives the same rows,
with the values that `husky-fleet run --time-scale max` sends.

Examples:
  husky-fleet generate --out cycles.csv --count 4 --hours 8
  husky-fleet generate --out plant.jsonl --config configs/plant.yaml --hours 24 --from 2026-03-01
  husky-fleet generate --out - --family tech --count 1 | head)";

constexpr double max_hours = 10.0 * 8766;

/// What is typed behind `generate`.
struct generate_flags {
    std::string config_file, family, out_file;  ///< which ends in .csv or .jsonl; CSV for a device and for "-"
    std::string hours = "1";
    std::vector<program::setting_flag> settings = {
        {"--count", "count", "N"}, {"--seed", "seed", "S"}, {"--from", "from", "DATE"}};
};

void declare_generate(program::options& of, generate_flags& into) {
    of.value("--out", into.out_file, "FILE",
             "output: a .csv or .jsonl file; a device, or - for standard output, gets CSV", {.required = true});
    of.value("--config", into.config_file, "FILE", "fleet file (YAML)");
    of.value("--family", into.family, "F", "one family for all machines");
    of.value("--hours", into.hours, "H", "how much virtual time; 1 if not given");
    auto documented = fleet_config::built_in();
    of.settings(into.settings, documented.describe());
}

/// Of virtual time.
double hours_of(const std::string& text) {
    const auto hours = settings::parse_number(text);
    if (!hours) settings::fail("--hours", 0, "", "expected a number of hours, got '" + text + "'");
    if (!(*hours > 0 && *hours <= max_hours))
        settings::fail("--hours", 0, "",
                       fmt::format("expected hours above 0 and up to {:.0f}, got {}", max_hours, *hours));
    return *hours;
}

std::atomic<bool> interrupted{false};
static_assert(std::atomic<bool>::is_always_lock_free, "set by a signal handler");

void on_signal(int) { interrupted = true; }

bool is_device(const std::string& file) {
    std::error_code unknown;
    const auto status = std::filesystem::status(file, unknown);
    return std::filesystem::is_character_file(status) || std::filesystem::is_fifo(status);
}

std::unique_ptr<row_writer> writer_for(const std::string& file) {
    if (file == "-" || file.ends_with(".csv") || is_device(file)) return std::make_unique<csv_writer>();
    if (file.ends_with(".jsonl")) return std::make_unique<jsonl_writer>();
    settings::fail("--out", 0, "", "expected a name that ends in .csv or .jsonl, a device, or -, got '" + file + "'");
}

std::chrono::sys_seconds start_of(const fleet_config& config) {
    return parse_from(config.from).value_or(std::chrono::sys_days(std::chrono::year(2026) / 1 / 1));
}

/// Shows the progress: a bar on a terminal, a line every tenth elsewhere; nothing if data goes to the same terminal.
class generation_progress {
  public:
    explicit generation_progress(bool data_on_stdout) : silent_(data_on_stdout && isatty(STDOUT_FILENO) == 1) {}

    void show(double share) {
        constexpr int bar_width = 40;
        const int step = static_cast<int>(share * (line_.on_terminal() ? 100 : 10));
        if (silent_ || step == shown_) return;
        shown_ = step;
        const int full = static_cast<int>(share * bar_width);
        if (line_.on_terminal())
            line_.show(
                fmt::format("generating [{:#<{}}{:.<{}}] {:.0f} %", "", full, "", bar_width - full, share * 100));
        else
            program::say(stderr, "generating {:.0f} %\n", share * 100);
    }
    void end() { line_.clear(); }

  private:
    program::live_line line_;
    bool silent_;
    int shown_ = -1;
};

int generate_command(const generate_flags& given) {
    std::vector<settings::remark> remarks;
    const auto config = load_fleet(given.config_file, given.settings, given.family, remarks);
    program::print_warnings(remarks);
    const auto hours = hours_of(given.hours);
    const auto writer = writer_for(given.out_file);
    family_set loaded;
    generation what;
    what.seed = config.seed;
    what.from = start_of(config);
    what.length = from_seconds(hours * 3600);
    for (auto& entry : make_roster(config, loaded, protocol::load_dialect(config.dialect)))
        what.machines.push_back({entry.kind, std::move(entry.settings), entry.seed});

    file_output out(given.out_file);
    for (const int number : program::stop_signal_numbers())
        std::signal(number, on_signal);
    generation_progress progress(given.out_file == "-");
    generate(what, *writer, std::bind_front(&file_output::write, &out), [&](double share) {
        progress.show(share);
        return !interrupted;
    });
    progress.end();
    out.close();
    if (out.reader_gone()) return program::exit_ok;
    if (!out.problem().empty())
        throw std::runtime_error(fmt::format("{}: {}; {} written, complete to the last line",
                                             given.out_file == "-" ? "standard output" : given.out_file, out.problem(),
                                             settings::counted(writer->rows_of(out.lines()), "row")));
    if (const auto past = writer->cycles_past_clock_end(); past > 0)
        program::say(
            stderr,
            "warning: {} ended after 2038-01-19T03:14:07Z; variable 4 holds no later time and stays at that one\n",
            settings::counted(past, "cycle"));
    program::say(stderr, "{} of {}{}\n", settings::counted(writer->cycles(), "cycle"),
                 settings::counted(what.machines.size(), "machine"), interrupted ? ", cut short" : "");
    return interrupted ? program::exit_cut_short : program::exit_ok;
}

}  // namespace

program::subcommand generate_subcommand() {
    return program::subcommand_of<generate_flags>("generate",
                                                  "write what a fleet would report to a file, without a network",
                                                  generate_help, declare_generate, generate_command);
}

}  // namespace husky::cells
