
#include "program/command_line.hpp"
#include "program/output/open_output.hpp"
#include "program/output/report.hpp"
#include "protocol/dialect/dialect_file.hpp"
#include "tools/link/replay/scenario_writer.hpp"
#include "tools/link/shared_options.hpp"
#include "tools/link/subcommands.hpp"

namespace husky::tools {

namespace {

/// What is typed behind `scenario`.
struct scenario_flags {
    recording_flags recording;
    std::string out;  ///< empty: standard output
};

void declare_scenario(program::options& of, scenario_flags& into) {
    declare_recording(of, into.recording);
    of.value("--out", into.out, "FILE.yaml", "output file; standard output if not given");
}

int scenario_command(const scenario_flags& given) {
    const auto& file = given.recording.file;
    const auto d = protocol::load_dialect(given.recording.dialect);
    const auto rules = given.recording.match();
    program::try_report("--out", given.out);
    program::require_apart({{"the recording", file}, {"--out", given.out}});
    const auto from = read_recording(open_input(file), source_of(file), d);
    const auto text = scenario_of(from, given.recording.as_machine(), file, rules, frame_judge(d));
    if (given.out.empty())
        program::print_all(text);
    else
        program::write_report(given.out, text);
    return program::exit_ok;
}

}  // namespace

program::subcommand scenario_subcommand() {
    return program::subcommand_of<scenario_flags>("scenario", "write a recording as a scenario file, to edit", "",
                                                  declare_scenario, scenario_command);
}

}  // namespace husky::tools
