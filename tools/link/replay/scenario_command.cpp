#include "program/command_line.hpp"
#include "program/output/open_output.hpp"
#include "program/output/report.hpp"
#include "tools/link/replay/scenario_writer.hpp"

namespace husky::tools {

int scenario_command(const std::string& file, bool as_machine, const std::string& out, const match_rules& rules,
                     const protocol::dialect& d) {
    program::try_report("--out", out);
    program::require_apart({{"the recording", file}, {"--out", out}});
    const auto source = file == "-" ? "standard input" : file;
    const auto from = read_recording(open_input(file), source, d);
    const auto text = scenario_of(from, as_machine, file, rules, frame_judge(d));
    if (out.empty())
        program::print_all(text);
    else
        program::write_report(out, text);
    return program::exit_ok;
}

}  // namespace husky::tools
