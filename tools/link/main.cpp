#include "program/version.hpp"
#include "tools/link/subcommands.hpp"

namespace {

constexpr const char* examples = R"(
Examples:
  husky-link probe 192.168.1.20
  husky-link probe localhost:5118 --json
  husky-link decode capture.pcapng
  echo 05 00 03 00 00 | husky-link decode -
  husky-link dissector > husky.lua
  husky-link tap --listen 0.0.0.0:1310 --target 192.168.1.20:1310 --out monday.pcapng --trace monday.jsonl
  husky-link replay monday.pcapng --as machine --to 127.0.0.1:1310 --speed max
  husky-link scenario monday.pcapng --as machine --out monday.yaml)";

}  // namespace

int main(int argc, char** argv) {
    using namespace husky;
    return program::run_program(
        argc, argv,
        {.title = "husky-link: looks at links of the Husky Host Interface",
         .footer = examples,
         .unread_environment = "HUSKY_LINK_",
         .subcommands = {tools::probe_subcommand(), tools::decode_subcommand(), tools::dissector_subcommand(),
                         tools::tap_subcommand(), tools::replay_subcommand(), tools::scenario_subcommand(),
                         program::version_subcommand(program::link_tool_software)}});
}
