#include "client/subcommands.hpp"
#include "program/version.hpp"

namespace {

constexpr const char* examples = R"(
Examples:
  husky-fleet run --count 12 --time-scale 20
  husky-fleet check configs/scenarios --host 127.0.0.1:1310
  husky-fleet generate --out cycles.csv --config configs/plant.yaml --hours 24
  husky-fleet validate configs/plant.yaml my-family.yaml
  husky-fleet schema fleet > fleet.schema.json

`husky-fleet run --help`, `husky-fleet check --help` and `husky-fleet generate --help` show more.)";

}  // namespace

int main(int argc, char** argv) {
    using namespace husky;
    const auto kinds = cells::file_kinds();
    return program::run_program(
        argc, argv,
        {.title = "husky-fleet: simulated injection-moulding cells that report to a Husky host",
         .footer = examples,
         .unread_environment = "",
         .subcommands = {cells::run_subcommand(), cells::generate_subcommand(), program::schema_subcommand(kinds),
                         program::validate_subcommand("check fleet, family, dialect and scenario files", kinds),
                         check::check_subcommand(), program::version_subcommand(program::fleet_software)}});
}
