#include "program/command_line.hpp"
#include "protocol/dialect/dialect_file.hpp"
#include "tools/link/dissector.hpp"
#include "tools/link/shared_options.hpp"
#include "tools/link/subcommands.hpp"

namespace husky::tools {

namespace {

int dissector_command(const std::string& dialect) {
    program::print_all(dissector(protocol::load_dialect(dialect)));
    return program::exit_ok;
}

}  // namespace

program::subcommand dissector_subcommand() {
    return program::subcommand_of<std::string>("dissector", "print a plug-in for Wireshark (Lua)", "", declare_dialect,
                                               dissector_command);
}

}  // namespace husky::tools
