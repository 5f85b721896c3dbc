#include "program/version.hpp"
#include "server/subcommands.hpp"

namespace {

constexpr const char* examples = R"(
Examples:
  husky-host serve
  husky-host check configs/scenarios/job-change.yaml --port 0
  husky-host serve --config configs/host.yaml --store sqlite:plant.db
  husky-host serve --bind 127.0.0.1 --port 0 --lpd-port 0 --http-port 0 --store none
  husky-host validate configs/host.yaml configs/dialects/default.yaml)";

}  // namespace

int main(int argc, char** argv) {
    using namespace husky;
    const auto kinds = host::file_kinds();
    return program::run_program(
        argc, argv,
        {.title = "husky-host: a simulated Husky host for injection-moulding machines, on port 1310",
         .footer = examples,
         .unread_environment = "",
         .subcommands = {host::serve_subcommand(), host::healthcheck_subcommand(), program::schema_subcommand(kinds),
                         program::validate_subcommand("check configuration, dialect and scenario files", kinds),
                         check::check_subcommand(), program::version_subcommand(program::host_software)}});
}
