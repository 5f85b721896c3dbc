#include "program/subcommand.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <utility>

#include "program/command_line.hpp"
#include "program/configuration.hpp"

namespace husky::program {

int run_program(int argc, char** argv, const program_outline& program) {
    CLI::App app(program.title);
    app.footer(program.footer);
    app.require_subcommand(1);
    std::vector<std::pair<CLI::App*, action>> commands;
    for (const auto& row : program.subcommands) {
        auto* command = app.add_subcommand(row.name, row.meaning);
        if (!row.footer.empty()) command->footer(row.footer);
        options of(*command);
        commands.emplace_back(command, row.prepare(of));
    }
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& wrong) {
        return app.exit(wrong) == 0 ? exit_ok : exit_usage;
    }
    const auto chosen = std::find_if(commands.begin(), commands.end(), [](const auto& c) { return c.first->parsed(); });
    return run_guarded([&] {
        require_utf8(argc, argv);
        if (!program.unread_environment.empty()) print_warnings(remarks_on_environment(program.unread_environment));
        return chosen->second();
    });
}

subcommand version_subcommand(std::string_view software) {
    return {"version", "print the version", "", [software](options&) {
                return [software] {
                    fmt::print("{}\n", software);
                    return static_cast<int>(exit_ok);
                };
            }};
}

}  // namespace husky::program
